import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'

/** For the HR of a young organization: what comes first, what next. Gone once a cycle has been launched. */
export function FirstSteps() {
  const { t } = useTranslation()
  const { data: tree } = useQuery(api.org.tree.queryOptions())
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const hasCycles = me?.places.includes('cycles') ?? false
  const { data: cycles } = useQuery(api.cycles.list.queryOptions({ enabled: hasCycles }))
  const hasPacks = me?.places.includes('packs') ?? false
  const isYoung = cycles?.every(({ state }) => state === 'draft') ?? false
  const { data: packs } = useQuery(
    api.admin.packs.all.queryOptions({ enabled: hasPacks && isYoung }),
  )
  if (!tree || !isYoung) return null
  const hasPeople = tree.people > 1
  const steps = [
    ...(packs ? [{ key: 'pack', to: '/design/packs', isDone: packs.chosen !== null }] : []),
    { key: 'import', to: '/org/import', isDone: hasPeople },
    { key: 'cycle', to: '/cycles/new', isDone: false },
  ]
  const next = steps.find(({ isDone }) => !isDone)
  return (
    <Card title={t('notifications.first.title')} note={t('notifications.first.note')} tone="calm">
      <ol>
        {steps.map(({ key, to, isDone }) => (
          <li key={key} className="row">
            <div>
              <b>{t(`notifications.first.${key}`)}</b>
              <br />
              <span className="small mute">{t(`notifications.first.${key}Text`)}</span>
            </div>
            <div className="end">
              {isDone ? (
                <Tag kind="d">{t('notifications.first.done')}</Tag>
              ) : (
                <ActionButton kind={next?.key === key ? 'primary' : 'plain'} to={to}>
                  {t(`notifications.first.${key}Do`)}
                </ActionButton>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  )
}
