import { Chip, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { DataTable, morePages } from '../../../../ui/DataTable.tsx'
import { PersonName } from '../../../../ui/Person.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { usePageSize } from '../../../../ui/usePageSize.ts'
import { useText } from '../../../templates/pages/useText.ts'
import {
  dryRunFindings,
  type DryRun as DryRunFacts,
  type DryRunRow,
  type Finding,
} from '../../contract.ts'
import type { StepProps } from './stepProps.ts'
import { transfersOf } from '../../transfers/rules.ts'
import { PersonSelect } from './PeoplePicker.tsx'
import { Split } from './Split.tsx'
import styles from '../CycleDraft.module.css'

// Known rather than to be settled.
const noted: Finding[] = ['joinedTooLate', 'noAccount', 'moved']

/** Everybody with what they get, from whom and by when; here the missing managers are settled. */
export function DryRunPeople({
  cycleId,
  dry,
  draft,
  change,
}: { cycleId: string; dry: DryRunFacts } & Pick<StepProps, 'draft' | 'change'>) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const [finding, setFinding] = useState<Finding | ''>('')
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 250)
  const pageSize = usePageSize()
  const people = useInfiniteQuery(
    api.cycles.dryRunPeople.infiniteOptions({
      input: (after: string | undefined) => ({
        id: cycleId,
        after,
        limit: pageSize,
        ...(finding && { finding }),
        ...(q && { q }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const { rows, more } = morePages(people)
  const { population } = draft
  const decide = (personId: string, substitute: string | null | undefined) => {
    const { [personId]: _, ...others } = population.substitutes
    change({
      population: {
        ...population,
        substitutes: substitute === undefined ? others : { ...others, [personId]: substitute },
      },
    })
  }
  const choose = (personId: string, isOne: boolean) => {
    const transfers = transfersOf(population)
    const others = transfers.asOne.filter((id) => id !== personId)
    const asOne = isOne ? [...others, personId] : others
    change({ population: { ...population, transfers: { ...transfers, asOne } } })
  }
  return (
    <div className="stack">
      <Chip.Group value={finding} onChange={(next) => setFinding(next as Finding | '')}>
        <div className={styles.findings} role="group" aria-label={t('cycles.dryRun.filter')}>
          <Chip value="">
            {t('cycles.dryRun.everybody', { count: dry.people, shown: f.count(dry.people) })}
          </Chip>
          {dryRunFindings
            .filter((each) => dry.findings[each] > 0)
            .map((each) => (
              <Chip key={each} value={each}>
                {t(`cycles.findings.${each}`)} {f.count(dry.findings[each])}
              </Chip>
            ))}
        </div>
      </Chip.Group>
      {dry.summaries > 0 && (
        <p className="small">
          {t('cycles.dryRun.summaries', { count: dry.summaries, people: dry.findings.moved })}
        </p>
      )}
      {dry.findings.noManager > 0 && population.withoutManager === 'decide' && (
        <p className="small">
          {t('cycles.dryRun.noManagerHelp')}{' '}
          <ActionButton
            kind="quiet"
            size="xs"
            onClick={() =>
              change({ population: { ...population, withoutManager: 'noManagerPart' } })
            }
          >
            {t('cycles.dryRun.noManagerForAll')}
          </ActionButton>
        </p>
      )}
      {population.withoutManager === 'noManagerPart' && (
        <p className="small">
          {t('cycles.dryRun.noManagerDecided')}{' '}
          <ActionButton
            kind="quiet"
            size="xs"
            onClick={() => change({ population: { ...population, withoutManager: 'decide' } })}
          >
            {t('cycles.dryRun.decideSingly')}
          </ActionButton>
        </p>
      )}
      <TextInput
        aria-label={t('cycles.dryRun.search')}
        placeholder={t('cycles.dryRun.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <DataTable
        caption={t('cycles.dryRun.who')}
        rows={rows}
        more={more}
        rowKey={(row) => row.person.id}
        error={people.error}
        onRetry={() => void people.refetch()}
        columns={[
          {
            key: 'person',
            header: t('cycles.person'),
            phone: 'title',
            cell: (row) => (
              <PersonName
                name={row.person.name}
                note={`${row.person.employeeNo} · ${row.person.department.split('/').at(-1)}`}
              />
            ),
          },
          {
            key: 'gets',
            header: t('cycles.dryRun.gets'),
            cell: (row) =>
              row.template && row.flow ? (
                <div>
                  {text(row.template)}
                  <br />
                  <span className="small mute">{text(row.flow)}</span>
                  <Split row={row} choose={(asOne) => choose(row.person.id, asOne)} />
                </div>
              ) : (
                <span className="faint">–</span>
              ),
          },
          {
            key: 'from',
            header: t('cycles.dryRun.from'),
            cell: (row) => (
              <ManagerCell
                row={row}
                decided={population.substitutes[row.person.id]}
                decide={(substitute) => decide(row.person.id, substitute)}
              />
            ),
          },
          {
            key: 'by',
            header: t('cycles.dryRun.by'),
            cell: (row) =>
              row.firstDueOn && row.lastDueOn ? (
                f.range(row.firstDueOn, row.lastDueOn)
              ) : (
                <span className="faint">–</span>
              ),
          },
          {
            key: 'findings',
            header: t('cycles.dryRun.notes'),
            cell: (row) => (
              <div className="cluster">
                {row.findings.map((each) => (
                  <Tag key={each} kind={noted.includes(each) ? 'n' : 'w'}>
                    {t(`cycles.findings.${each}`)}
                  </Tag>
                ))}
              </div>
            ),
          },
        ]}
      />
    </div>
  )
}

/** Who writes the manager's part; where nobody stands above, here it is decided. */
function ManagerCell({
  row,
  decided,
  decide,
}: {
  row: DryRunRow
  decided: string | null | undefined
  decide: (substitute: string | null | undefined) => void
}) {
  const { t } = useTranslation()
  const takeBack = decided !== undefined && (
    <ActionButton kind="quiet" size="xs" onClick={() => decide(undefined)}>
      {t('cycles.dryRun.takeBack')}
    </ActionButton>
  )
  if (row.managerFrom === 'none')
    return (
      <div className="cluster">
        <span className="mute">{t('cycles.dryRun.noManagerPart')}</span>
        {takeBack}
      </div>
    )
  if (row.manager)
    return (
      <div className="cluster">
        <PersonName
          name={row.manager.name}
          note={
            row.managerFrom === 'substitute'
              ? t('cycles.dryRun.substitute')
              : row.manager.employeeNo
          }
        />
        {takeBack}
      </div>
    )
  return (
    <div className="stack" style={{ gap: 8 }}>
      <PersonSelect
        hideLabel
        label={t('cycles.dryRun.substituteFor', { name: row.person.name })}
        onPick={({ id }) => decide(id)}
      />
      <ActionButton kind="quiet" size="xs" onClick={() => decide(null)}>
        {t('cycles.dryRun.noManagerPart')}
      </ActionButton>
    </div>
  )
}
