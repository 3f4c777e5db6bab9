import { Select, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../../ui/api.ts'
import { ActionButton } from '../../../../../ui/ActionButton.tsx'
import type { Condition as Shape, Field, Section, Test } from '../../../contract.ts'
import { controlOf } from '../../../drafts/places/rules.ts'
import { useText } from '../../useText.ts'
import { useDesk } from '../desk.ts'
import { FaultsAt } from './FaultsAt.tsx'
import styles from '../Designer.module.css'

type Sort = 'answered' | 'notAnswered' | 'equals' | 'person' | 'rating'
const comparisons = ['lt', 'lte', 'eq', 'gte', 'gt'] as const

const sortOf = (test: Test): Sort =>
  'personIs' in test
    ? 'person'
    : 'ratingIs' in test
      ? 'rating'
      : 'equals' in test
        ? 'equals'
        : test.is

const testsOf = (condition: Shape | undefined): Test[] =>
  !condition
    ? []
    : 'all' in condition
      ? condition.all
      : 'any' in condition
        ? condition.any
        : [condition]

/** When a field is asked at all: always, or while one or all of some things hold. */
export function Condition({
  path,
  field,
  section,
}: {
  path: string
  field: Field
  section: Section
}) {
  const { t } = useTranslation()
  const { body, put } = useDesk()
  const tests = testsOf(field.condition)
  const isAny = field.condition !== undefined && 'any' in field.condition
  const write = (next: Test[], any = isAny) =>
    put(
      path,
      next.length === 0
        ? undefined
        : next.length === 1
          ? next[0]
          : any
            ? { any: next }
            : { all: next },
    )
  // What is written at the same time and stands before this field.
  const together = body.sections
    .filter(({ part, stage }) => part === section.part && stage === section.stage)
    .flatMap(({ fields }) => fields)
  const earlier = together
    .slice(
      0,
      together.findIndex(({ key }) => key === field.key),
    )
    .filter(({ type }) => type !== 'helpText' && type !== 'signature')
  const fresh = (): Test => {
    const [first] = earlier.toReversed()
    if (!first) return { personIs: { levels: [] } }
    const [option] = first.options ?? []
    return option ? { field: first.key, equals: option.key } : { field: first.key, is: 'answered' }
  }
  return (
    <fieldset className={styles.words} id={controlOf(path)} tabIndex={-1}>
      <legend>{t('drafts.condition.title')}</legend>
      <FaultsAt path={path} />
      {tests.length === 0 && <p className="small mute">{t('drafts.condition.always')}</p>}
      {tests.length > 1 && (
        <Select
          aria-label={t('drafts.condition.join')}
          data={(['all', 'any'] as const).map((value) => ({
            value,
            label: t(`drafts.condition.${value}`),
          }))}
          value={isAny ? 'any' : 'all'}
          allowDeselect={false}
          onChange={(value) => write(tests, value === 'any')}
        />
      )}
      {tests.map((test, at) => (
        <OneTest
          key={at}
          n={at + 1}
          test={test}
          earlier={earlier}
          onChange={(next) => write(tests.toSpliced(at, 1, ...(next ? [next] : [])))}
        />
      ))}
      {tests.length < 8 && (
        <ActionButton kind="quiet" size="xs" onClick={() => write([...tests, fresh()])}>
          {t(tests.length === 0 ? 'drafts.condition.begin' : 'drafts.condition.add')}
        </ActionButton>
      )}
    </fieldset>
  )
}

interface TestProps {
  n: number
  test: Test
  earlier: readonly Field[]
  onChange: (test: Test | null) => void
}

function OneTest({ n, test, earlier, onChange }: TestProps) {
  const { t } = useTranslation()
  const text = useText()
  const { body } = useDesk()
  const sort = sortOf(test)
  const named = (field: Field) => text(field.label) || t('drafts.unnamed')
  const other = 'field' in test ? earlier.find(({ key }) => key === test.field) : undefined
  const begin = (next: Sort): Test => {
    const first = other ?? earlier.at(-1)
    switch (next) {
      case 'person':
        return { personIs: { levels: [] } }
      case 'rating':
        return { ratingIs: { is: 'lte', value: body.scale?.points[0]?.value ?? 1 } }
      case 'equals': {
        const chosen = first?.options ? first : earlier.findLast(({ options }) => options)
        return { field: chosen?.key ?? '', equals: chosen?.options?.[0]?.key ?? '' }
      }
      default:
        return { field: first?.key ?? '', is: next }
    }
  }
  const sorts: Sort[] = [
    ...(earlier.some(({ options }) => options) ? (['equals'] as const) : []),
    ...(earlier.length > 0 ? (['answered', 'notAnswered'] as const) : []),
    'person',
    ...(body.scale ? (['rating'] as const) : []),
  ]
  return (
    <section className={styles.test} aria-label={t('drafts.condition.one', { n })}>
      <Select
        aria-label={t('drafts.condition.sort', { n })}
        data={[...new Set([sort, ...sorts])].map((value) => ({
          value,
          label: t(`drafts.condition.sorts.${value}`),
        }))}
        value={sort}
        allowDeselect={false}
        onChange={(next) => next && onChange(begin(next as Sort))}
      />
      {'field' in test && (
        <Select
          aria-label={t('drafts.condition.field', { n })}
          placeholder={t('drafts.condition.pick')}
          data={earlier
            .filter(({ options }) => sort !== 'equals' || options)
            .map((field) => ({ value: field.key, label: named(field) }))}
          value={other ? test.field : null}
          allowDeselect={false}
          onChange={(key) => {
            const options = earlier.find((field) => field.key === key)?.options
            if (key)
              onChange(
                'equals' in test
                  ? { field: key, equals: options?.[0]?.key ?? '' }
                  : { ...test, field: key },
              )
          }}
        />
      )}
      {'equals' in test && (
        <Select
          aria-label={t('drafts.condition.option', { n })}
          placeholder={t('drafts.condition.pick')}
          data={(other?.options ?? []).map(({ key, label }) => ({
            value: key,
            label: text(label) || t('drafts.unnamed'),
          }))}
          value={other?.options?.some(({ key }) => key === test.equals) ? test.equals : null}
          allowDeselect={false}
          onChange={(key) => key && onChange({ ...test, equals: key })}
        />
      )}
      {'personIs' in test && <PersonIs test={test} onChange={onChange} />}
      {'ratingIs' in test && <RatingIs test={test} onChange={onChange} />}
      <ActionButton kind="quiet" size="xs" onClick={() => onChange(null)}>
        {t('drafts.condition.remove', { n })}
      </ActionButton>
    </section>
  )
}

type Named = Extract<Test, { personIs: unknown }>
type Rated = Extract<Test, { ratingIs: unknown }>

function PersonIs({ test, onChange }: { test: Named; onChange: (test: Test) => void }) {
  const { t } = useTranslation()
  const { data: tree } = useQuery(api.org.tree.queryOptions())
  const { levels = [], jobFamilies = [] } = test.personIs
  return (
    <>
      <TagsInput
        label={t('drafts.condition.levels')}
        placeholder={levels.length ? '' : t('drafts.condition.everyLevel')}
        data={tree?.levels ?? []}
        value={levels}
        maxTags={50}
        onChange={(next) => onChange({ personIs: { ...test.personIs, levels: next } })}
      />
      <TagsInput
        label={t('drafts.condition.families')}
        placeholder={jobFamilies.length ? '' : t('drafts.condition.everyFamily')}
        data={tree?.jobFamilies ?? []}
        value={jobFamilies}
        maxTags={50}
        onChange={(next) => onChange({ personIs: { ...test.personIs, jobFamilies: next } })}
      />
    </>
  )
}

function RatingIs({ test, onChange }: { test: Rated; onChange: (test: Test) => void }) {
  const { t } = useTranslation()
  const text = useText()
  const { body } = useDesk()
  const { dimension, is, value } = test.ratingIs
  const set = (part: Partial<Rated['ratingIs']>) => {
    const { dimension: chosen, ...rest } = { ...test.ratingIs, ...part }
    onChange({ ratingIs: { ...rest, ...(chosen && { dimension: chosen }) } })
  }
  return (
    <>
      <Select
        aria-label={t('drafts.condition.dimension')}
        data={[
          { value: '', label: t('drafts.condition.overall') },
          ...body.dimensions.map(({ key, label }) => ({ value: key, label: text(label) || key })),
        ]}
        value={dimension ?? ''}
        allowDeselect={false}
        onChange={(key) => set({ dimension: key ?? '' })}
      />
      <Select
        aria-label={t('drafts.condition.comparison')}
        data={comparisons.map((each) => ({ value: each, label: t(`drafts.condition.is.${each}`) }))}
        value={is}
        allowDeselect={false}
        onChange={(each) => each && set({ is: each as typeof is })}
      />
      <Select
        aria-label={t('drafts.condition.point')}
        data={(body.scale?.points ?? []).map((point) => ({
          value: String(point.value),
          label: text(point.label) || String(point.value),
        }))}
        value={String(value)}
        allowDeselect={false}
        onChange={(point) => point && set({ value: Number(point) })}
      />
    </>
  )
}
