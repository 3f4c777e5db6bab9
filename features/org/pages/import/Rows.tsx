import { SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { Tag, type TagKind } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { FaultKind, Import, ImportRow, Verdict } from '../../import/contract.ts'
import { acceptable, emptiable } from '../../import/verdicts/drafts/rules.ts'
import { HowTo } from './HowTo.tsx'
import type { useResolve } from './useResolve.ts'
import styles from './ImportWizard.module.css'

interface Props {
  roster: Import
  show: Verdict | 'all'
  onShow: (show: string) => void
  deciding: ReturnType<typeof useResolve>
}

const kinds: Record<Verdict, TagKind> = {
  new: 'd',
  update: 'i',
  same: 'n',
  fault: 'w',
  dropped: 'n',
}

/** The rows of the file with their verdicts; those with problems first, each with what to do about it. */
export function Rows({ roster, show, onShow, deciding }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { fault } = useSearch({ strict: false }) as { fault?: FaultKind }
  const found = useInfiniteQuery(
    api.org.import.rows.infiniteOptions({
      input: (after: number) => ({
        id: roster.id,
        after,
        ...(show !== 'all' && { verdict: show }),
        ...(show === 'fault' && fault && { fault }),
      }),
      initialPageParam: 0,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const total = found.data?.pages[0]?.total ?? 0
  const rows = found.data?.pages.flatMap((page) => page.rows)
  const columns = useColumns(roster, show, deciding)
  return (
    <Card
      title={t(show === 'fault' ? 'org.import.problemRows' : 'org.import.rowsOf', {
        verdict: show === 'all' ? t('org.import.all') : t(`org.import.verdict.${show}`),
      })}
      note={f.of(total, roster.rowCount)}
      action={
        <SegmentedControl
          size="xs"
          aria-label={t('org.import.which')}
          value={show === 'fault' || show === 'all' ? show : ''}
          onChange={onShow}
          data={[
            { value: 'fault', label: t('org.import.problemRows') },
            { value: 'all', label: t('org.import.all') },
          ]}
        />
      }
    >
      {show === 'fault' && <Kinds roster={roster} deciding={deciding} />}
      <DataTable<ImportRow>
        caption={t('org.import.problemRows')}
        columns={columns}
        // Two rows of one number are one problem.
        rows={rows?.filter(
          (row) =>
            show !== 'fault' ||
            !row.faults.some(
              ({ kind, lines }) => kind === 'numberTwice' && Math.min(...lines!) < row.line,
            ),
        )}
        rowKey={(row) => String(row.line)}
        error={found.error}
        more={{
          hasMore: found.hasNextPage,
          loading: found.isFetchingNextPage,
          load: () => void found.fetchNextPage(),
        }}
        empty={
          <EmptyState text={t(show === 'fault' ? 'org.import.noProblems' : 'org.import.noRows')} />
        }
      />
    </Card>
  )
}

/** What can be decided about every row of a kind at once: writing it as it says, or leaving it out. */
const forAll = (kind: FaultKind) =>
  (['accept', 'empty'] as const).filter((action) =>
    (action === 'accept' ? acceptable : emptiable).has(kind),
  )
const wordFor = (kind: FaultKind, action: 'accept' | 'empty') =>
  action === 'empty'
    ? 'org.import.allEmpty'
    : kind === 'levelUnknown'
      ? 'org.import.allNewLevel'
      : 'org.import.allAccept'

/** How many of each kind: to look at one kind alone, or to decide about all of it at once. */
function Kinds({ roster, deciding }: Omit<Props, 'show' | 'onShow'>) {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const { fault } = useSearch({ strict: false }) as { fault?: FaultKind }
  const found = Object.entries(roster.faults) as [FaultKind, number][]
  // A handful is read row by row.
  if (roster.counts.fault <= 20) return null
  const choose = (kind: FaultKind | undefined) =>
    void navigate({
      to: '.',
      search: { show: 'fault', ...(kind && { fault: kind }) } as never,
      replace: true,
      resetScroll: false,
    })
  return (
    <div className={styles.kinds}>
      {found.map(([kind, count]) => (
        <span key={kind} className={styles.kind} data-on={fault === kind || undefined}>
          <button
            type="button"
            aria-pressed={fault === kind}
            onClick={() => choose(fault === kind ? undefined : kind)}
          >
            {t(`org.fault.${kind}`)} {f.count(count)}
          </button>
          {count > 1 &&
            forAll(kind).map((action) => (
              <ActionButton
                key={action}
                kind="quiet"
                size="compact-sm"
                busy={deciding.busy}
                refusal={roster.refusals.edit}
                onClick={() => deciding.decideAll(kind, action)}
              >
                {t(wordFor(kind, action))}
              </ActionButton>
            ))}
        </span>
      ))}
    </div>
  )
}

function useColumns(
  roster: Import,
  show: Props['show'],
  deciding: Props['deciding'],
): Column<ImportRow>[] {
  const { t } = useTranslation()
  const lines = (row: ImportRow) =>
    [row.line, ...row.faults.flatMap((fault) => fault.lines ?? [])].join('、')
  const empty = <span className="faint">{t('org.import.empty')}</span>
  const person: Column<ImportRow>[] = [
    { key: 'line', header: t('org.import.line'), cell: lines },
    {
      key: 'number',
      header: t('org.field.employeeNo'),
      cell: (row) => <span className={styles.number}>{row.employeeNo || empty}</span>,
    },
    {
      key: 'name',
      header: t('org.field.name'),
      phone: 'title',
      cell: (row) =>
        [row.name, ...row.faults.flatMap((fault) => fault.names ?? [])]
          .filter(Boolean)
          .join('、') || empty,
    },
    {
      key: 'department',
      header: t('org.field.department'),
      cell: (row) => row.department.replaceAll('/', ' / ') || empty,
    },
  ]
  if (show === 'fault')
    return [
      ...person,
      { key: 'fault', header: t('org.import.problem'), cell: (row) => <Faults row={row} /> },
      {
        key: 'how',
        header: t('org.import.how'),
        cell: (row) => <HowTo roster={roster} row={row} deciding={deciding} />,
      },
    ]
  return [
    ...person,
    {
      key: 'verdict',
      header: t('org.import.result'),
      cell: (row) => <Tag kind={kinds[row.verdict]}>{t(`org.import.verdict.${row.verdict}`)}</Tag>,
    },
    {
      key: 'changes',
      header: t('org.import.changes'),
      cell: (row) =>
        row.faults.length ? (
          <Faults row={row} />
        ) : (
          <Changes row={row} roster={roster} deciding={deciding} />
        ),
    },
  ]
}

function Faults({ row }: { row: ImportRow }) {
  const { t } = useTranslation()
  return (
    <span className={styles.faults}>
      {row.faults.map((fault) => (
        <span key={`${fault.kind} ${fault.field}`}>
          <Tag kind="w">{t(`org.short.${fault.field}`)}</Tag>
          {t(`org.faultText.${fault.kind}`, { value: fault.value })}
        </span>
      ))}
    </span>
  )
}

function Changes({
  row,
  roster,
  deciding,
}: {
  row: ImportRow
  roster: Import
  deciding: Props['deciding']
}) {
  const { t } = useTranslation()
  const said = (field: string, value: string | null) =>
    value === null || value === ''
      ? t('org.import.empty')
      : field === 'status'
        ? t(`org.status.${value}`)
        : field === 'gender'
          ? t(`org.gender.${value}`)
          : value
  if (row.verdict === 'dropped')
    return (
      <ActionButton
        kind="quiet"
        size="compact-sm"
        refusal={roster.refusals.edit}
        onClick={() => deciding.decide([row], { drop: false })}
      >
        {t('org.import.takeBack')}
      </ActionButton>
    )
  return (
    <span className={styles.faults}>
      {row.changes.map((change) => (
        <span key={change.field}>
          <span className="small mute">{t(`org.field.${change.field}`)}</span>
          <span className={styles.before}>{said(change.field, change.before)}</span> →{' '}
          {said(change.field, change.after)}
        </span>
      ))}
      {row.managerHeld && <span className="small mute">{t('org.import.managerHeld')}</span>}
    </span>
  )
}
