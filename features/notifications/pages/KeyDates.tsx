import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'

const key = 'cuxi.keyDates'

/** Comes up by itself on a key date, wherever somebody is, until they have seen it: once a day. */
export function KeyDates({
  className,
  personId,
}: {
  className: string | undefined
  personId: string
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const { data } = useQuery(api.notifications.counts.queryOptions())
  const [seen, setSeen] = useState(() => localStorage.getItem(key))
  const dates = data?.dates
  const mark = dates && `${personId} ${dates.day} ${dates.talk?.conversationId ?? ''}`
  if (!dates || seen === mark) return <div role="status" />
  const done = () => {
    localStorage.setItem(key, mark!)
    setSeen(mark!)
  }
  return (
    <div role="status" className={className} data-tone="calm">
      {dates.talk && (
        <span>
          {t('notifications.dates.talk', {
            when: f.near(dates.talk.startsAt),
            name: dates.talk.with,
          })}{' '}
          <Link to={'/' as string}>{t('notifications.dates.points')}</Link>
        </span>
      )}
      {dates.due > 0 && (
        <span>
          {t('notifications.dates.due', { count: dates.due })}{' '}
          {!dates.talk && <Link to={'/' as string}>{t('notifications.dates.look')}</Link>}
        </span>
      )}
      <ActionButton kind="quiet" size="compact-sm" onClick={done}>
        {t('notifications.dates.seen')}
      </ActionButton>
    </div>
  )
}
