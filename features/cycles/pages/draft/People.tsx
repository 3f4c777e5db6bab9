import { Checkbox, Radio, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Population } from '../../contract.ts'
import type { StepProps } from './stepProps.ts'
import { DepartmentSelect } from './DepartmentSelect.tsx'
import { DayField } from './DayField.tsx'
import { PeopleList } from './PeoplePicker.tsx'
import { Transfers } from './Transfers.tsx'

/** Who takes part: everybody by default, narrowed by rules or given as a list. */
export function People({ cycle, draft, change }: StepProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const { data: choices } = useQuery(api.cycles.choices.queryOptions())
  const { data: dry } = useQuery(api.cycles.dryRun.queryOptions({ input: { id: cycle.id } }))
  const { population } = draft
  const set = (part: Partial<Population>) => change({ population: { ...population, ...part } })
  if (!choices) return <Pending />
  const named = (name: string) => name || t('cycles.draft.people.blank')
  const boxes = (
    label: string,
    of: { name: string; people: number }[],
    value: string[],
    pick: (value: string[]) => void,
  ) => (
    <Checkbox.Group
      label={label}
      description={t('cycles.draft.people.noneIsAll')}
      value={value}
      onChange={pick}
    >
      <div className="cluster" style={{ marginTop: 8, gap: 16 }}>
        {of.map(({ name, people }) => (
          <Checkbox
            key={name}
            value={name}
            label={t('cycles.draft.people.choice', { name: named(name), count: f.count(people) })}
          />
        ))}
      </div>
    </Checkbox.Group>
  )
  return (
    <>
      <Card
        title={t('cycles.draft.people.title')}
        note={
          dry &&
          t('cycles.draft.people.now', {
            people: f.count(dry.people),
            employed: f.count(dry.employed),
          })
        }
      >
        <div className="stack">
          <SegmentedControl
            aria-label={t('cycles.draft.people.title')}
            value={population.who}
            fullWidth
            data={[
              { value: 'rules', label: t('cycles.draft.people.byRules') },
              { value: 'list', label: t('cycles.draft.people.byList') },
            ]}
            onChange={(who) => set({ who: who as Population['who'] })}
          />
          {population.who === 'rules' && (
            <>
              <DepartmentSelect
                label={t('cycles.draft.people.departments')}
                description={t('cycles.draft.people.departmentsHelp')}
                none={t('cycles.draft.people.allDepartments')}
                value={population.departmentIds}
                onChange={(departmentIds) => set({ departmentIds })}
              />
              {boxes(t('cycles.draft.people.levels'), choices.levels, population.levels, (levels) =>
                set({ levels }),
              )}
              {boxes(
                t('cycles.draft.people.jobFamilies'),
                choices.jobFamilies,
                population.jobFamilies,
                (jobFamilies) => set({ jobFamilies }),
              )}
            </>
          )}
          <PeopleList
            label={t(
              population.who === 'list' ? 'cycles.draft.people.list' : 'cycles.draft.people.also',
            )}
            help={t(
              population.who === 'list'
                ? 'cycles.draft.people.listHelp'
                : 'cycles.draft.people.alsoHelp',
            )}
            ids={population.personIds}
            onChange={(personIds) => set({ personIds })}
          />
        </div>
      </Card>
      <Card title={t('cycles.draft.people.late')}>
        <div className="stack">
          <Checkbox
            label={t('cycles.draft.people.lateAsk')}
            checked={population.joinedAfter !== null}
            onChange={(event) =>
              set({ joinedAfter: event.currentTarget.checked ? draft.periodTo : null })
            }
          />
          {population.joinedAfter !== null && (
            <>
              <DayField
                label={t('cycles.draft.people.joinedAfter')}
                value={population.joinedAfter}
                onChange={(joinedAfter) => set({ joinedAfter })}
              />
              <Radio.Group
                label={t('cycles.draft.people.lateThen')}
                value={population.joinedTooLate}
                onChange={(then) => set({ joinedTooLate: then as Population['joinedTooLate'] })}
              >
                <div className="stack" style={{ gap: 8, marginTop: 8 }}>
                  <Radio value="unrated" label={t('cycles.draft.people.unrated')} />
                  <Radio value="excluded" label={t('cycles.draft.people.lateExcluded')} />
                </div>
              </Radio.Group>
            </>
          )}
        </div>
      </Card>
      <Transfers population={population} set={set} />
      <Card>
        <PeopleList
          label={t('cycles.draft.people.excluded')}
          help={t('cycles.draft.people.excludedHelp')}
          ids={population.excludedIds}
          onChange={(excludedIds) => set({ excludedIds })}
        />
      </Card>
    </>
  )
}
