import { Select, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { columnTypes, totals, type Column } from '../../../contract.ts'
import { noText } from '../../../drafts/editing/rules.ts'
import { controlOf } from '../../../drafts/places/rules.ts'
import { freshKey, useDesk } from '../desk.ts'
import { useFaultWords } from '../useFaultWords.ts'
import { FaultsAt } from './FaultsAt.tsx'
import { Figure } from './Figure.tsx'
import { Items } from './Items.tsx'
import { Options } from './Options.tsx'
import { Words } from './Words.tsx'

/** The columns of a table: what stands in each, and what reckons itself from the others. */
export function Columns({ path }: { path: string }) {
  const { t } = useTranslation()
  return (
    <>
      <FaultsAt path={path} />
      <Items<Column>
        path={path}
        nameOf={(n) => t('drafts.column.one', { n })}
        add={t('drafts.column.add')}
        fresh={() => ({ key: freshKey('column'), label: noText, type: 'text' })}
        least={1}
      >
        {(own, column) => <OneColumn path={own} column={column} />}
      </Items>
    </>
  )
}

function OneColumn({ path, column }: { path: string; column: Column }) {
  const { t } = useTranslation()
  const { put, faults } = useDesk()
  const say = useFaultWords()
  const formulaFault = faults.find((each) => each.path === `${path}.formula`)
  const isFigure = column.type === 'number' || column.type === 'computed'
  return (
    <>
      <Words path={`${path}.label`} label={t('drafts.column.label')} />
      <Select
        label={t('drafts.column.type')}
        data={columnTypes.map((type) => ({ value: type, label: t(`drafts.column.types.${type}`) }))}
        value={column.type}
        allowDeselect={false}
        onChange={(type) =>
          put(path, {
            key: column.key,
            label: column.label,
            type,
            ...(type === 'choice' && {
              options:
                column.options ?? [1, 2].map(() => ({ key: freshKey('option'), label: noText })),
            }),
            ...(type === 'computed' && { formula: column.formula ?? '' }),
          })
        }
      />
      {column.type === 'computed' && (
        <TextInput
          id={controlOf(`${path}.formula`)}
          label={t('drafts.column.formula')}
          description={t('drafts.column.formulaHow')}
          maxLength={200}
          value={column.formula ?? ''}
          error={formulaFault && say(formulaFault)}
          onChange={(event) => put(`${path}.formula`, event.currentTarget.value)}
        />
      )}
      {column.type === 'choice' && <Options path={`${path}.options`} />}
      {isFigure && (
        <>
          <Words path={`${path}.unit`} label={t('drafts.field.unit')} isOptional />
          <Select
            label={t('drafts.column.total')}
            data={totals
              .filter((total) => total !== 'formula' || column.type === 'computed')
              .map((total) => ({ value: total, label: t(`drafts.column.totals.${total}`) }))}
            value={column.total ?? null}
            clearable
            placeholder={t('drafts.column.noTotal')}
            onChange={(total) => put(`${path}.total`, total ?? undefined)}
          />
        </>
      )}
      {column.type === 'computed' && (
        <Figure
          path={`${path}.decimals`}
          label={t('drafts.column.decimals')}
          isOptional
          isWhole
          min={0}
        />
      )}
      {column.type !== 'computed' && (
        <Switch
          label={t('drafts.field.required')}
          checked={column.required ?? false}
          onChange={(event) => put(`${path}.required`, event.currentTarget.checked || undefined)}
        />
      )}
    </>
  )
}
