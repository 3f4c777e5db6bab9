import { useState } from 'react'
import { Checkbox, Select, Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { admitted, askAgain, failureIn } from '../../../../ui/admitted.ts'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { PersonName } from '../../../../ui/Person.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useFilters } from '../../../conversations/pages/useFilters.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Receiver } from '../../nudging/contract.ts'
import styles from './Nudge.module.css'

type Filters = { department?: string; stage?: string; late?: boolean; talk?: string }

/** 跟催: exactly who would be reminded of what, before anybody is. */
export function Nudge() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const [filters, set] = useFilters<Filters>()
  const [spared, setSpared] = useState<ReadonlySet<string>>(new Set())
  const cycle = admitted(useQuery(api.cycles.get.queryOptions({ input: { id } })))
  const asked = {
    cycleId: id,
    departmentId: filters.department,
    stage: filters.stage,
    onlyLate: filters.late ?? false,
    ...(filters.talk && { conversationIds: [filters.talk] }),
  }
  const preview = admitted(
    useQuery(api.notifications.nudging.preview.queryOptions({ input: asked })),
  )
  const send = useMutation(
    api.notifications.nudging.send.mutationOptions({
      onSuccess: async ({ told, leftOut }) => {
        toast({ text: t('notifications.nudge.sent', { told: f.count(told), leftOut }) })
        await queryClient.invalidateQueries({ queryKey: api.notifications.nudging.key() })
      },
    }),
  )
  const failed = failureIn(cycle, preview)
  if (failed) return <ErrorNote error={failed} onRetry={() => askAgain(cycle, preview)} />
  if (!cycle.data || !preview.data) return <Pending />
  const { receivers, isCut } = preview.data
  const chosen = receivers.filter(({ person, refusal }) => !refusal && !spared.has(person.id))
  const spare = (personId: string, isSpared: boolean) =>
    setSpared(
      new Set(isSpared ? [...spared, personId] : [...spared].filter((each) => each !== personId)),
    )
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('cycles.title'), to: '/cycles' },
          { text: cycle.data.name, to: `/cycles/${id}` },
        ]}
        title={t('notifications.nudge.title')}
        sub={t('notifications.nudge.sub')}
      />
      <div className="stack">
        <div className={styles.filters}>
          <Select
            aria-label={t('cycles.monitor.whichStage')}
            allowDeselect={false}
            value={filters.stage ?? ''}
            data={[
              { value: '', label: t('cycles.monitor.allStages') },
              ...cycle.data.stages.map(({ key, label }) => ({ value: key, label: text(label) })),
            ]}
            onChange={(stage) => set({ stage: stage ?? '' })}
          />
          <Switch
            label={t('notifications.nudge.onlyLate')}
            checked={filters.late ?? false}
            onChange={(event) => set({ late: event.currentTarget.checked })}
          />
          {(filters.talk || filters.department) && (
            <ActionButton kind="quiet" onClick={() => set({ talk: '', department: '' })}>
              {t('notifications.nudge.everybody')}
            </ActionButton>
          )}
        </div>
        <ErrorNote error={send.error} />
        {receivers.length === 0 ? (
          <EmptyState text={t('notifications.nudge.empty')} />
        ) : (
          <Card
            title={t('notifications.nudge.who', { count: receivers.length })}
            note={isCut && t('notifications.nudge.cut')}
            action={
              <ActionButton
                kind="primary"
                busy={send.isPending}
                refusal={chosen.length === 0 ? 'notifications.nobodyChosen' : null}
                onClick={() =>
                  send.mutate({ ...asked, personIds: chosen.map(({ person }) => person.id) })
                }
              >
                {t('notifications.nudge.send', { count: chosen.length })}
              </ActionButton>
            }
          >
            <ul className={styles.receivers}>
              {receivers.map((receiver) => (
                <One
                  key={receiver.person.id}
                  receiver={receiver}
                  isChosen={chosen.includes(receiver)}
                  onChoose={(isChosen) => spare(receiver.person.id, !isChosen)}
                />
              ))}
            </ul>
          </Card>
        )}
      </div>
    </>
  )
}

function One({
  receiver: { person, items, refusal },
  isChosen,
  onChoose,
}: {
  receiver: Receiver
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  return (
    <li className={styles.receiver}>
      <Checkbox
        aria-label={t('notifications.nudge.choose', { name: person.name })}
        checked={isChosen}
        disabled={refusal !== null}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <div>
        <PersonName name={person.name} note={person.department} />
        {refusal && <Tag kind="n">{t('notifications.refusal.nudgedToday')}</Tag>}
        <ul className={styles.items}>
          {items.map((item) => (
            <li key={`${item.conversationId} ${item.stage.zh}`} className="small mute">
              {t('notifications.nudge.item', {
                stage: text(item.stage),
                name: item.employee,
                due: item.dueOn ? f.due(item.dueOn).text : t('notifications.noDay'),
              })}
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}
