import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { useRefusal } from '../../../../ui/failure.ts'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Channel } from '../../channels/contract.ts'
import { DeadLetters } from './DeadLetters.tsx'
import { HookForm } from './HookForm.tsx'
import { MailForm } from './MailForm.tsx'

/** 通知渠道: how words leave the building, how each way does, and what came back. */
export function Channels() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery({
    ...api.notifications.channels.list.queryOptions(),
    refetchInterval: 30_000,
  })
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('app.menu.settings'), to: '/settings' }]}
        title={t('delivery.channels.title')}
        sub={t('delivery.channels.sub')}
      />
      <div className="stack measure">
        {data.channels.map((channel) => (
          <Way key={channel.kind} channel={channel} onChanged={() => void refetch()} />
        ))}
        <Card title={t('delivery.channels.links')}>
          <p>
            {t('delivery.channels.site', { site: data.site })}{' '}
            <span className="small mute">
              {t(data.isSiteFixed ? 'delivery.channels.siteFixed' : 'delivery.channels.siteSeen')}
            </span>
          </p>
        </Card>
        <DeadLetters />
      </div>
    </>
  )
}

function Way({ channel, onChanged }: { channel: Channel; onChanged: () => void }) {
  const { t } = useTranslation()
  const refusalText = useRefusal()
  const [isOpen, setOpen] = useState(false)
  const { kind, mail, hook, isOn, refusals } = channel
  const isStuck = isOn && channel.health.failures > 0
  const where = mail
    ? `${mail.from} · ${mail.host}:${mail.port}`
    : (hook?.host ?? (hook ? t('delivery.channels.hidden') : t('delivery.channels.none')))
  return (
    <Card
      title={t(`delivery.kind.${kind}`)}
      action={
        <Tag kind={isStuck ? 'w' : isOn ? 'd' : 'n'}>
          {t(`delivery.channels.${isStuck ? 'stuck' : isOn ? 'on' : 'off'}`)}
        </Tag>
      }
    >
      <div className="stack">
        <p className="small mute">{t(`delivery.about.${kind}`)}</p>
        <p>{where}</p>
        <Health channel={channel} />
        {refusals.configure === null ? (
          <div className="cluster">
            <ActionButton
              aria-label={`${t('delivery.channels.configure')} ${t(`delivery.kind.${kind}`)}`}
              onClick={() => setOpen(true)}
            >
              {t('delivery.channels.configure')}
            </ActionButton>
            <Test channel={channel} />
          </div>
        ) : (
          <p className="small mute">{refusalText(refusals.configure)}</p>
        )}
        {isOpen &&
          (kind === 'mail' ? (
            <MailForm channel={channel} onClose={() => setOpen(false)} onSaved={onChanged} />
          ) : (
            <HookForm
              channel={channel}
              kind={kind}
              onClose={() => setOpen(false)}
              onSaved={onChanged}
            />
          ))}
      </div>
    </Card>
  )
}

/** How it does: what waits, when it last worked, what the other side said. */
function Health({ channel: { health, isOn, changedAt, changedBy } }: { channel: Channel }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (!changedAt) return null
  const { failures, retryAt, lastSentAt, lastAnswer, waiting, dead } = health
  return (
    <ul className="small">
      <li>{t('delivery.channels.counts', { waiting, dead })}</li>
      {lastSentAt && <li>{t('delivery.channels.lastSent', { when: f.dayTime(lastSentAt) })}</li>}
      {isOn && failures > 0 && (
        <li>
          {t('delivery.channels.failing', { count: failures })}
          {retryAt && t('delivery.channels.retry', { when: f.dayTime(retryAt) })}
        </li>
      )}
      {lastAnswer && <li>{t('delivery.channels.answer', { answer: lastAnswer })}</li>}
      <li className="mute">
        {t('delivery.channels.changed', { who: changedBy, when: f.dayTime(changedAt) })}
      </li>
    </ul>
  )
}

/** Sends one word to oneself and waits for what the other side says. */
function Test({ channel: { kind, refusals } }: { channel: Channel }) {
  const { t } = useTranslation()
  const test = useMutation(api.notifications.channels.test.mutationOptions())
  const id = test.data?.id
  const { data: result } = useQuery({
    ...api.notifications.channels.testResult.queryOptions({ input: { id: id ?? '' } }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'waiting' ? false : 1000),
  })
  const isWaiting = id !== undefined && (!result || result.state === 'waiting')
  return (
    <>
      <ActionButton
        kind="quiet"
        refusal={refusals.test}
        busy={test.isPending || isWaiting}
        aria-label={`${t('delivery.channels.test')} ${t(`delivery.kind.${kind}`)}`}
        onClick={() => test.mutate({ kind })}
      >
        {t('delivery.channels.test')}
      </ActionButton>
      <span role="status" className="small">
        {isWaiting && t('delivery.channels.testing')}
        {result?.state === 'sent' && t('delivery.channels.tested', { answer: result.answer ?? '' })}
        {result?.state === 'dead' &&
          `${t(`delivery.fault.${result.fault ?? 'failed'}`)} ${result.answer ?? ''}`}
        {result?.state === 'needless' && t('delivery.channels.testNeedless')}
      </span>
      <ErrorNote error={test.error} />
    </>
  )
}
