import { useState } from 'react'
import { MultiSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import type { Field, Import, Mapping } from '../../import/contract.ts'
import { fields } from '../../import/rules.ts'
import styles from './ImportWizard.module.css'

const required: Field[] = ['employeeNo', 'name', 'department']
// A name or a department may be spread over several columns; everything else stands in one.
const several: Field[] = ['name', 'department']

/** Which column is which: guessed from the headings, corrected by hand, with values from the file beside. */
export function Columns({ roster }: { roster: Import }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [mapping, setMapping] = useState<Mapping>(roster.mapping)
  const save = useMutation({
    ...api.org.import.map.mutationOptions(),
    onSuccess: async (next) => {
      cache.setQueryData(api.org.import.get.queryKey({ input: { id: roster.id } }), next)
      await cache.invalidateQueries({ queryKey: api.org.import.rows.key() })
      await navigate({ to: '.', search: {} as never })
    },
  })
  // What was guessed right needs no new revision.
  const isSame = JSON.stringify(mapping) === JSON.stringify(roster.mapping)
  const goOn = () =>
    isSame
      ? void navigate({ to: '.', search: {} as never })
      : save.mutate({ id: roster.id, revision: roster.revision, mapping })
  const lacking = required.filter((field) => !mapping[field]?.length)
  const options = roster.header.map((heading, column) => ({
    value: String(column),
    label: heading || t('org.import.columnNo', { number: column + 1 }),
  }))
  const sample = (field: Field) =>
    roster.samples
      .map((cells) =>
        (mapping[field] ?? [])
          .map((column) => cells[column])
          .filter(Boolean)
          .join(' '),
      )
      .filter(Boolean)
      .slice(0, 3)
      .join('、')
  const choose = (field: Field, chosen: string[]) =>
    setMapping({
      ...mapping,
      [field]: (several.includes(field) ? chosen : chosen.slice(-1)).map(Number),
    })
  return (
    <div className="stack">
      <Card
        title={t('org.import.columnsTitle')}
        note={
          roster.names.length
            ? t('org.import.namesRight', { names: roster.names.join('、') })
            : undefined
        }
      >
        <table className={styles.columns}>
          <thead>
            <tr>
              <th scope="col">{t('org.import.ourField')}</th>
              <th scope="col">{t('org.import.theirColumn')}</th>
              <th scope="col">{t('org.import.looksLike')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field}>
                <td>
                  {t(`org.field.${field}`)}
                  {required.includes(field) && (
                    <span className="small waiting"> {t('ui.required')}</span>
                  )}
                </td>
                <td>
                  <MultiSelect
                    aria-label={t('org.import.columnOf', { field: t(`org.field.${field}`) })}
                    data={options}
                    value={(mapping[field] ?? []).map(String)}
                    onChange={(chosen) => choose(field, chosen)}
                    placeholder={mapping[field]?.length ? '' : t('org.import.notInFile')}
                    searchable
                    clearable
                    error={lacking.includes(field) && t('org.import.columnNeeded')}
                  />
                </td>
                <td className="small">{sample(field)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
      <ErrorNote
        error={save.error}
        onRetry={() => void cache.invalidateQueries({ queryKey: api.org.import.get.key() })}
      />
      <div className="cluster">
        <ActionButton
          kind="primary"
          busy={save.isPending}
          refusal={roster.refusals.edit ?? (lacking.length ? 'org.importUnmapped' : null)}
          onClick={goOn}
        >
          {t('org.import.toReview')}
        </ActionButton>
        <ActionButton to="/org/import">{t('org.import.otherFile')}</ActionButton>
      </div>
    </div>
  )
}
