import { type ReactNode } from 'react'
import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from './EmptyState.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import styles from './DataTable.module.css'

/** One column: how a row shows here. */
export interface Column<Row> {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  /** Figures stand right. */
  numeric?: boolean
  /** The name by which `onSort` is called; without it the column cannot be sorted. */
  sort?: string
  /** On a phone every row is a card: its title line, a labelled line (the default), or left out. */
  phone?: 'title' | 'line' | 'none'
  /** Header for ears only, e.g. a column of buttons. */
  silent?: boolean
}

interface Sort {
  by: string
  dir: 'asc' | 'desc'
}

/** Keyset paging: there is more, and how to get it. `morePages(query)` makes it from an infinite query. */
export interface More {
  hasMore: boolean
  loading: boolean
  load: () => void
}

interface Props<Row> {
  /** What the table lists; read to screen readers. */
  caption: string
  columns: Column<Row>[]
  /** Undefined while loading. */
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string
  sort?: Sort
  onSort?: (sort: Sort) => void
  more?: More
  /** What to say when there is nothing; a sentence and perhaps a button. */
  empty?: ReactNode
  error?: unknown
  onRetry?: () => void
  /** A line that stands out quietly, e.g. the selected row. */
  isMarked?: (row: Row) => boolean
}

/** A list with columns. Sorting and paging are the server's; on a phone each row becomes a card. */
export function DataTable<Row>(props: Props<Row>) {
  const { caption, columns, rows, rowKey, sort, onSort, more, empty, error, onRetry, isMarked } =
    props
  const { t } = useTranslation()
  if (error && !rows) return <ErrorNote error={error} onRetry={onRetry} />
  if (rows?.length === 0) return <>{empty ?? <EmptyState text={t('ui.table.empty')} />}</>
  return (
    <div className="sideways">
      <table className={styles.table} role="table" aria-busy={!rows}>
        <caption className="unseen">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                role="columnheader"
                data-numeric={column.numeric || undefined}
                data-silent={column.silent}
                aria-sort={
                  column.sort && sort?.by === column.sort
                    ? sort.dir === 'asc'
                      ? 'ascending'
                      : 'descending'
                    : undefined
                }
              >
                {column.sort && onSort ? (
                  <SortButton column={column} sort={sort} onSort={onSort} />
                ) : (
                  <span className={column.silent ? 'unseen' : undefined}>{column.header}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows
            ? rows.map((row) => (
                <tr key={rowKey(row)} role="row" data-marked={isMarked?.(row) || undefined}>
                  {columns.map((column) => (
                    <td
                      key={column.key}
                      role="cell"
                      data-numeric={column.numeric || undefined}
                      data-phone={column.phone ?? 'line'}
                      data-silent={column.silent}
                      data-label={column.silent ? undefined : column.header}
                    >
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))
            : [0, 1, 2, 3, 4].map((line) => (
                <tr key={line} role="row">
                  {columns.map((column) => (
                    <td key={column.key} role="cell" data-phone={column.phone ?? 'line'}>
                      <Skeleton height={14} width={`${55 + ((line * 17) % 35)}%`} />
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
      {more?.hasMore && (
        <Button variant="subtle" loading={more.loading} onClick={more.load} mt="xs">
          {t('ui.table.more')}
        </Button>
      )}
      <ErrorNote error={error} onRetry={onRetry} />
    </div>
  )
}

function SortButton<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: Sort | undefined
  onSort: (sort: Sort) => void
}) {
  const isCurrent = sort?.by === column.sort
  const next = { by: column.sort!, dir: isCurrent && sort?.dir === 'asc' ? 'desc' : 'asc' } as const // only drawn for sortable columns
  return (
    <button
      type="button"
      className={styles.sort}
      data-current={isCurrent || undefined}
      onClick={() => onSort(next)}
    >
      {column.header}
      <span aria-hidden>{isCurrent ? (sort?.dir === 'asc' ? '↑' : '↓') : '↕'}</span>
    </button>
  )
}

/** Joins the pages of an infinite query whose pages are `{ items, next }`. */
export function morePages<Item>(query: {
  data?: { pages: { items: Item[] }[] } | undefined
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}): { rows: Item[] | undefined; more: More } {
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    more: {
      hasMore: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load: () => void query.fetchNextPage(),
    },
  }
}
