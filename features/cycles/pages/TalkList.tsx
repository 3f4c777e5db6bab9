import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import { type Column, DataTable, morePages } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { PersonName } from '../../../ui/Person.tsx'
import { useFormat } from '../../../ui/useFormat.ts'

interface Talk {
  id: string
  conversationId: string
  /** False: there is no talk to go to yet. */
  isOpened?: boolean
  person: { name: string; employeeNo: string; department: string }
}

interface Props<Row extends Talk> {
  title: string
  /** An infinite query whose pages are `{ items, next, total }`. */
  found: Parameters<typeof morePages<Row>>[0] & {
    data?: { pages: { total: number }[] } | undefined
    error: unknown
    refetch: () => unknown
  }
  /** What narrows it down. */
  tools: ReactNode
  managerOf: (row: Row) => string | undefined | null
  /** What is told of each besides the two people. */
  columns: Column<Row>[]
  empty: string
}

/** Talks of a cycle by name, a page at a time: whose and with whom, each with a way there. */
export function TalkList<Row extends Talk>(props: Props<Row>) {
  const { title, found, tools, managerOf, columns, empty } = props
  const { t } = useTranslation()
  const f = useFormat()
  const { rows, more } = morePages(found)
  const total = found.data?.pages[0]?.total
  return (
    <Card
      title={title}
      note={
        total !== undefined &&
        rows &&
        t('cycles.participants.shown', { shown: f.count(rows.length), total: f.count(total) })
      }
    >
      <div className="stack">
        {tools}
        <DataTable
          caption={title}
          rows={rows}
          more={more}
          rowKey={({ id }) => id}
          error={found.error}
          onRetry={() => void found.refetch()}
          empty={<EmptyState text={empty} />}
          columns={[
            { key: 'person', header: t('cycles.person'), phone: 'title', cell: TalkOf },
            {
              key: 'manager',
              header: t('cycles.manager'),
              cell: (row) =>
                managerOf(row) ?? <span className="mute">{t('cycles.dryRun.noManagerPart')}</span>,
            },
            ...columns,
          ]}
        />
      </div>
    </Card>
  )
}

/** Whose talk it is, with number and last department; leads there. */
function TalkOf({ conversationId, isOpened = true, person }: Talk) {
  const name = (
    <PersonName
      name={person.name}
      note={`${person.employeeNo} · ${person.department.split('/').at(-1)}`}
    />
  )
  if (!isOpened) return name
  return (
    <Link to="/conversations/$id" params={{ id: conversationId } as never}>
      {name}
    </Link>
  )
}
