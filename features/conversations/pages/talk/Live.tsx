import { useCallback, useEffect, useState } from 'react'
import { Radio } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Brand } from '../../../../ui/SealMark.tsx'
import { StepLine } from '../../../../ui/Steps.tsx'
import { api } from '../../../../ui/api.ts'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { useLive } from '../../../../ui/live.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Workspace } from '../../contract.ts'
import { refresh } from '../form.ts'
import { usePhaseSteps } from '../phases.ts'
import type { Slots } from '../slots.ts'
import { useBeat } from '../useBeat.ts'
import { Clock } from './Clock.tsx'
import { StepFacts } from './StepFacts.tsx'
import { StepWork } from './StepWork.tsx'
import styles from './Live.module.css'

/** 对话, the whole screen: the steps on the left, one prompt, the shared minutes, facts at hand, a calm clock. */
export function Live(slots: Slots) {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const {
    data: talk,
    error,
    refetch,
    dataUpdatedAt,
  } = admitted(useQuery(api.conversations.get.queryOptions({ input: { id } })))
  useLive(id, [api.conversations.get.key({ input: { id } })])
  useBeat(id)
  useEffect(() => {
    if (talk) document.title = `${t('conversations.live.title')} · ${talk.title}`
  }, [talk, t])
  if (failureIn({ data: talk, error }))
    return (
      <main className={styles.alone}>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </main>
    )
  if (!talk)
    return (
      <main className={styles.alone}>
        <Pending />
      </main>
    )
  return (
    <div className={styles.screen}>
      {talk.talk.startedAt ? (
        <Guided talk={talk} readAt={dataUpdatedAt} slots={slots} />
      ) : (
        <>
          <Top talk={talk} savedAt={null} />
          <Begin talk={talk} />
        </>
      )}
    </div>
  )
}

function Top({ talk, savedAt }: { talk: Workspace; savedAt: Date | null }) {
  const { t } = useTranslation()
  const f = useFormat()
  const steps = usePhaseSteps()
  const input = { conversationId: talk.id }
  const beside = useQuery(api.conversations.intervention.of.queryOptions({ input }))
  useLive(talk.id, [api.conversations.intervention.of.key({ input })])
  const { attendance } = beside.data ?? {}
  const isWanted = !attendance?.answer || attendance.answer === 'welcome'
  const third = attendance && isWanted ? attendance.hr : null
  const devices = talk.presence.reduce((sum, one) => sum + one.devices, 0)
  return (
    <header className={styles.top}>
      <Link to="/conversations/$id" params={{ id: talk.id }}>
        <Brand name={t('ui.product')} />
        <span className="unseen">{t('conversations.live.back')}</span>
      </Link>
      <h1>{talk.title}</h1>
      <div className={styles.phases}>
        <StepLine
          steps={steps(talk.phase === 'prepare' ? 'talk' : talk.phase)}
          label={t('conversations.way')}
        />
      </div>
      <p className={styles.here} role="status">
        {third && <span>{t('conversations.live.third', { name: third.name })}</span>}
        {devices > 0 && (
          <span title={talk.presence.map((one) => one.name).join('、')}>
            {t('conversations.live.devices', { count: devices })}
          </span>
        )}
        {savedAt && <span>{t('ui.save.saved', { time: f.clock(savedAt) })}</span>}
      </p>
      <ActionButton to={`/conversations/${talk.id}`}>{t('conversations.live.pause')}</ActionButton>
    </header>
  )
}

/** Before the first step: how they meet, and a moment to arrive. */
function Begin({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const [channel, setChannel] = useState<'inPerson' | 'phone' | 'video'>('inPerson')
  const start = useMutation(
    api.conversations.startTalk.mutationOptions({ onSuccess: () => void refresh(talk.id) }),
  )
  const minutes = talk.template.body.steps.reduce((sum, step) => sum + step.minutes, 0)
  if (talk.relation !== 'manager')
    return (
      <main className={styles.begin}>
        <p className={styles.ask}>{t('conversations.live.soon')}</p>
        <p className="mute">
          {t('conversations.live.waitsFor', { name: talk.manager?.name ?? '' })}
        </p>
      </main>
    )
  return (
    <main className={styles.begin}>
      <p className={styles.ask}>{t('conversations.live.arrive')}</p>
      <p className="mute">
        {t('conversations.live.arriveText', { count: talk.template.body.steps.length, minutes })}
      </p>
      <Radio.Group
        label={t('conversations.live.channel')}
        value={channel}
        onChange={(value) => setChannel(value as typeof channel)}
      >
        <div className={styles.channels}>
          {(['inPerson', 'video', 'phone'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`conversations.channel.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <ErrorNote error={start.error} />
      <ActionButton
        kind="primary"
        size="md"
        refusal={talk.refusals.startTalk}
        busy={start.isPending}
        onClick={() => start.mutate({ id: talk.id, channel })}
      >
        {t('conversations.live.start')}
      </ActionButton>
    </main>
  )
}

function Guided({ talk, readAt, slots }: { talk: Workspace; readAt: number; slots: Slots }) {
  const { t } = useTranslation()
  const text = useText()
  const navigate = useNavigate()
  const [savedAt, setSavedAt] = useState<Date | null>(null)
  const onSaved = useCallback((at: Date) => setSavedAt(at), [])
  const { steps } = talk.template.body
  // After the talk everybody may look back; nothing is counted any more.
  const [looking, setLooking] = useState(steps.at(-1)?.key ?? '')
  const isOver = talk.talk.endedAt !== null
  const key = isOver ? looking : (talk.talk.step ?? steps[0]?.key)
  const at = Math.max(
    0,
    steps.findIndex((step) => step.key === key),
  )
  const step = steps[at]
  const enter = useMutation(
    api.conversations.enterStep.mutationOptions({ onSuccess: () => void refresh(talk.id) }),
  )
  const end = useMutation(
    api.conversations.endTalk.mutationOptions({
      onSuccess: () => {
        void refresh(talk.id)
        void navigate({ to: '/conversations/$id', params: { id: talk.id } })
      },
    }),
  )
  if (!step) return null
  const go = (to: number) => {
    const next = steps[to]
    if (!next) return
    if (isOver) setLooking(next.key)
    else enter.mutate({ id: talk.id, stepKey: next.key })
  }
  const next = steps[at + 1]
  return (
    <>
      <Top talk={talk} savedAt={savedAt} />
      <div className={styles.mid}>
        <nav className={styles.steps} aria-label={t('conversations.live.steps')}>
          <ol>
            {steps.map((one, index) => {
              const seconds = talk.talk.seconds[one.key] ?? 0
              const minutes = Math.round(seconds / 60)
              return (
                <li
                  key={one.key}
                  data-state={index === at ? 'now' : seconds > 0 ? 'done' : 'ahead'}
                >
                  <button
                    type="button"
                    aria-current={index === at ? 'step' : undefined}
                    disabled={talk.refusals.enterStep !== null && !isOver}
                    onClick={() => go(index)}
                  >
                    <b>{index + 1}</b>
                    <span>{text(one.label)}</span>
                    <em>
                      {t('conversations.live.minutes', {
                        count: seconds > 0 ? Math.max(1, minutes) : one.minutes,
                      })}
                    </em>
                  </button>
                </li>
              )
            })}
          </ol>
        </nav>
        <main className={styles.work} id="content">
          <ErrorNote error={enter.error ?? end.error} />
          <StepWork talk={talk} step={step} at={at} onSaved={onSaved} />
        </main>
        <aside className={styles.facts} aria-label={t('conversations.live.facts')}>
          <StepFacts talk={talk} step={step} slots={slots} />
        </aside>
      </div>
      <footer className={styles.foot}>
        <Clock talk={talk} readAt={readAt} step={step} />
        <div className={styles.buttons}>
          <ActionButton
            refusal={at === 0 ? 'conversations.firstStep' : null}
            onClick={() => go(at - 1)}
          >
            {t('conversations.live.before')}
          </ActionButton>
          {next ? (
            <ActionButton
              kind="primary"
              busy={enter.isPending}
              refusal={isOver ? null : talk.refusals.enterStep}
              onClick={() => go(at + 1)}
            >
              {t('conversations.live.next', { step: text(next.label) })}
            </ActionButton>
          ) : isOver ? (
            <ActionButton kind="primary" to={`/conversations/${talk.id}`}>
              {t('conversations.talk.toAgree')}
            </ActionButton>
          ) : (
            <ActionButton
              kind="primary"
              busy={end.isPending}
              refusal={talk.refusals.endTalk}
              onClick={() => end.mutate({ id: talk.id })}
            >
              {t('conversations.live.end')}
            </ActionButton>
          )}
        </div>
      </footer>
    </>
  )
}
