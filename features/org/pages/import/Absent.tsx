import { useState } from 'react'
import { Modal } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { api } from '../../../../ui/api.ts'
import type { Import } from '../../import/contract.ts'
import styles from './ImportWizard.module.css'

/** People the roster does not mention: how many, what happens to them, and who they are. */
export function Absent({ roster, className }: { roster: Import; className: string | undefined }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  return (
    <span className={`mute small ${className ?? ''}`}>
      {t(`org.import.absent.${roster.absent}`, { count: roster.absentCount })}{' '}
      <button type="button" className={styles.link} onClick={() => setOpened(true)}>
        {t('org.import.oneByOne')}
      </button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('org.import.absentTitle')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        {opened && <People roster={roster} />}
      </Modal>
    </span>
  )
}

function People({ roster }: { roster: Import }) {
  const { t } = useTranslation()
  const found = useInfiniteQuery(
    api.org.import.absent.infiniteOptions({
      input: (after: number) => ({ id: roster.id, after }),
      initialPageParam: 0,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  return (
    <DataTable
      caption={t('org.import.absentTitle')}
      rows={found.data?.pages.flatMap((page) => page.people)}
      rowKey={(person) => person.id}
      error={found.error}
      more={{
        hasMore: found.hasNextPage,
        loading: found.isFetchingNextPage,
        load: () => void found.fetchNextPage(),
      }}
      columns={[
        {
          key: 'name',
          header: t('org.field.name'),
          phone: 'title',
          cell: (person) => (
            <Link to={'/people/$id' as string} params={{ id: person.id } as never}>
              {person.name}
            </Link>
          ),
        },
        { key: 'number', header: t('org.field.employeeNo'), cell: (person) => person.employeeNo },
        {
          key: 'department',
          header: t('org.field.department'),
          cell: (person) => person.department,
        },
      ]}
    />
  )
}
