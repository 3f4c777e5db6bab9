import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Brief as Shown } from '../../intervention/contract.ts'
import { CaseActs } from './CaseActs.tsx'
import { Notes } from './Notes.tsx'

/** One case for HR that works on it: why, how far, last time’s promises, how to prepare, what was noted. */
export function Brief({ lastPromises }: { lastPromises: (conversationId: string) => ReactNode }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error, refetch } = admitted(
    useQuery(api.conversations.intervention.get.queryOptions({ input: { id } })),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('intervention.title'), to: '/interventions' }]}
        title={
          data.manager
            ? t('intervention.talkWith', {
                employee: data.employee.name,
                manager: data.manager.name,
              })
            : t('intervention.talkAlone', { employee: data.employee.name })
        }
        sub={t('intervention.brief.sub')}
        actions={<CaseActs it={data} isTalkOver={data.isTalkOver} />}
      />
      <div className="two">
        <div className="stack">
          <Why it={data} />
          <Advice it={data} />
          <Notes id={data.id} isOpen={data.state !== 'closed'} />
        </div>
        <aside className="stack">
          <Card title={data.title}>
            <div className="stack">
              <p className="cluster">
                <Tag kind={data.state === 'waiting' ? 'w' : 'n'}>
                  {t(`intervention.state.${data.state}`)}
                </Tag>
                {data.sitsIn !== null && (
                  <Tag kind="n">
                    {t(`intervention.mode.${data.sitsIn ? 'sitsIn' : 'prepares'}`)}
                  </Tag>
                )}
              </p>
              <p className="small mute">
                {[data.employee.department, data.employee.position].filter(Boolean).join(' · ')}
              </p>
              <div className="cluster">
                <ActionButton to={`/conversations/${data.conversationId}`}>
                  {t('intervention.toTalk')}
                </ActionButton>
                {data.stageKey && (
                  <ActionButton to={`/conversations/${data.conversationId}/steps/${data.stageKey}`}>
                    {t('intervention.toStep')}
                  </ActionButton>
                )}
              </div>
            </div>
          </Card>
          {data.attendance && <Said attendance={data.attendance} />}
          <Card title={t('intervention.brief.soFarTitle')}>
            {data.soFar.length === 0 && (
              <p className="mute">{t('intervention.brief.nothingYet')}</p>
            )}
            <ul>
              {data.soFar.map(({ what, at }) => (
                <li key={what} className="row">
                  <span>{t(`intervention.soFar.${what}`)}</span>
                  <span className="end small mute">{f.day(at)}</span>
                </li>
              ))}
            </ul>
          </Card>
          {lastPromises(data.conversationId)}
          <Card title={t('intervention.brief.course')} note={t('intervention.brief.courseNote')}>
            <ul>
              {data.steps.map((step) => (
                <li key={`${step.kind}${step.at.getTime()}`} className="row">
                  <div>
                    {t(`intervention.step.${step.kind}`, {
                      name: step.person?.name ?? t('intervention.somebody'),
                      by: step.by?.name ?? t('intervention.somebody'),
                    })}
                    {step.reason && (
                      <>
                        <br />
                        <span className="small mute">{step.reason}</span>
                      </>
                    )}
                  </div>
                  <span className="end small mute">{f.dayTime(step.at)}</span>
                </li>
              ))}
            </ul>
          </Card>
        </aside>
      </div>
    </>
  )
}

/** Why HR is here, each cause with the figures of its rule. */
function Why({ it }: { it: Shown }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <Card title={t('intervention.brief.why')} tone={it.state === 'waiting' ? 'waiting' : 'plain'}>
      <div className="stack">
        {it.causes.map(({ code, trigger, figures, asked, at }) => (
          <div key={`${code}${at.getTime()}${asked?.reason ?? ''}`}>
            <h3>{t(`intervention.trigger.${trigger}`)}</h3>
            <p>{t(`intervention.cause.${code}`)}</p>
            {figures && <p className="mute">{t(`intervention.figures.${code}`, figures)}</p>}
            {asked && (
              <p className="serif">
                {t('intervention.askedBy', { name: asked.by.name, reason: asked.reason })}
              </p>
            )}
            <p className="small mute">{f.dayTime(at)}</p>
          </div>
        ))}
        <p className="small mute">{t('intervention.brief.whyNote')}</p>
      </div>
    </Card>
  )
}

/** How to prepare: the role, the order, and a sentence for each trigger. */
function Advice({ it }: { it: Shown }) {
  const { t } = useTranslation()
  const triggers = [...new Set(it.causes.map(({ trigger }) => trigger))]
  return (
    <Card title={t('intervention.brief.prepare')}>
      <ul className="stack">
        {(['role', 'order', ...triggers] as const).map((key) => (
          <li key={key}>{t(`intervention.advice.${key}`)}</li>
        ))}
      </ul>
    </Card>
  )
}

/** What the employee said to HR at the table, with the words only HR reads. */
function Said({ attendance }: { attendance: NonNullable<Shown['attendance']> }) {
  const { t } = useTranslation()
  const { hr, answer, reason, isWithdrawn } = attendance
  const state = answer ?? (isWithdrawn ? 'withdrawn' : 'waiting')
  return (
    <Card title={t('intervention.present.title')}>
      <p>{t(`intervention.present.${state}`, { name: hr.name })}</p>
      {reason && <p className="serif">{reason}</p>}
    </Card>
  )
}
