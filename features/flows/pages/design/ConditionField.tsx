import { ActionIcon, Checkbox, MultiSelect, NumberInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { comparisons, flags, type FlowStage, type Test } from '../../contract.ts'
import { testsOf } from '../../conditions/rules.ts'
import styles from './Design.module.css'

/** What the organization has to choose among. */
interface Choices {
  levels: string[]
  jobFamilies: string[]
  departments: { id: string; path: string }[]
}

interface Props {
  value: FlowStage['condition']
  among: Choices
  onChange: (condition: FlowStage['condition']) => void
}

type Kind = 'levels' | 'jobFamilies' | 'departmentIds' | 'rating' | 'flag'
const fresh: Record<Kind, Test> = {
  levels: { levels: [] },
  jobFamilies: { jobFamilies: [] },
  departmentIds: { departmentIds: [] },
  rating: { rating: 'overall', is: 'lte', rank: 2 },
  flag: { flag: 'disputed' },
}

/** When a stage is asked for: always, or when things hold about the person, the rating, or what HR marked. */
export function ConditionField({ value, among, onChange }: Props) {
  const { t } = useTranslation()
  const tests = testsOf(value)
  const joint = typeof value === 'object' && 'any' in value ? 'any' : 'all'
  const put = (next: Test[], how: 'all' | 'any' = joint) =>
    onChange(next.length === 0 ? undefined : how === 'any' ? { any: next } : { all: next })
  const set = (at: number, test: Test) => put(tests.map((each, n) => (n === at ? test : each)))
  return (
    <fieldset id="stage-condition" tabIndex={-1} className={styles.set}>
      <legend>{t('flows.design.condition')}</legend>
      {tests.length === 0 && <p className="small mute">{t('flows.design.always')}</p>}
      {tests.length > 1 && (
        <Select
          label={t('flows.design.joint')}
          value={joint}
          allowDeselect={false}
          data={(['all', 'any'] as const).map((how) => ({
            value: how,
            label: t(`flows.design.${how}`),
          }))}
          onChange={(how) => put(tests, how as 'all' | 'any')}
        />
      )}
      {tests.map((test, at) => (
        // Tests have no names of their own; where they stand is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles.line}>
          <One test={test} among={among} onChange={(next) => set(at, next)} />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={44}
            aria-label={t('flows.design.dropTest', { n: at + 1 })}
            onClick={() => put(tests.filter((_, n) => n !== at))}
          >
            ×
          </ActionIcon>
        </div>
      ))}
      <div className="cluster">
        {(Object.keys(fresh) as (keyof typeof fresh)[]).map((kind) => (
          <ActionButton key={kind} kind="quiet" onClick={() => put([...tests, fresh[kind]])}>
            {t(`flows.design.ask.${kind}`)}
          </ActionButton>
        ))}
      </div>
    </fieldset>
  )
}

interface OneProps {
  test: Test
  among: Choices
  onChange: (test: Test) => void
}

function One({ test, among, onChange }: OneProps) {
  const { t } = useTranslation()
  const names = (
    label: string,
    all: string[],
    chosen: string[],
    put: (names: string[]) => void,
  ) => (
    <Checkbox.Group label={label} value={chosen} onChange={put}>
      <div className="cluster">
        {[...new Set([...all, ...chosen])].map((name) => (
          <Checkbox key={name} value={name} label={name} />
        ))}
      </div>
    </Checkbox.Group>
  )
  if ('levels' in test)
    return names(t('flows.design.ask.levels'), among.levels, test.levels, (each) =>
      onChange({ levels: each }),
    )
  if ('jobFamilies' in test)
    return names(t('flows.design.ask.jobFamilies'), among.jobFamilies, test.jobFamilies, (each) =>
      onChange({ jobFamilies: each }),
    )
  if ('flag' in test)
    return (
      <Select
        label={t('flows.design.ask.flag')}
        value={test.flag}
        allowDeselect={false}
        data={flags.map((flag) => ({ value: flag, label: t(`flows.flag.${flag}`) }))}
        onChange={(flag) => onChange({ ...test, flag: flag as (typeof flags)[number] })}
      />
    )
  if ('departmentIds' in test)
    return (
      <MultiSelect
        label={t('flows.design.ask.departmentIds')}
        description={t('flows.design.withBelow')}
        searchable
        limit={100}
        data={[
          ...among.departments.map(({ id, path }) => ({ value: id, label: path })),
          ...test.departmentIds
            .filter((id) => !among.departments.some((each) => each.id === id))
            .map((id) => ({ value: id, label: t('flows.design.closedDepartment') })),
        ]}
        value={test.departmentIds}
        onChange={(departmentIds) => onChange({ departmentIds })}
      />
    )
  return (
    <div className={styles.three}>
      <Select
        label={t('flows.design.ask.rating')}
        value={test.is}
        allowDeselect={false}
        data={comparisons.map((is) => ({ value: is, label: t(`flows.design.is.${is}`) }))}
        onChange={(is) => onChange({ ...test, is: is as (typeof comparisons)[number] })}
      />
      <NumberInput
        label={t('flows.design.rank')}
        value={test.rank}
        min={1}
        max={20}
        allowDecimal={false}
        onChange={(rank) => typeof rank === 'number' && onChange({ ...test, rank })}
      />
    </div>
  )
}
