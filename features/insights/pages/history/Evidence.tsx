import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { Choices } from '../../../../ui/Choices.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { ReasonCard } from '../../../../ui/ReasonCard.tsx'
import { api } from '../../../../ui/api.ts'
import { admitted, askAgain, failureIn } from '../../../../ui/admitted.ts'
import { asksReason } from '../../../../ui/failure.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { purposes, type Purpose } from '../../../conversations/record/contract.ts'
import type { Evidence as Found, EvidenceTalk } from '../../history/contract.ts'
import { mostTalks } from '../../history/shown/rules.ts'
import { Left } from './Left.tsx'
import { Results } from './Results.tsx'
import { TalkCard, Told } from './TalkCard.tsx'
import styles from './History.module.css'

/** 决策依据: what sealed records say for a decision, opened for a purpose that its person reads of. */
export function Evidence() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const [purpose, setPurpose] = useState<Purpose | null>(null)
  const [given, setGiven] = useState<{ purpose: Purpose; reason: string } | null>(null)
  const person = admitted(useQuery(api.org.person.queryOptions({ input: { id } })))
  // Asked without a reason first: whoever may not open it at all is told before anything is typed.
  const opened = admitted(
    useQuery({
      ...api.insights.history.evidence.queryOptions({
        input: { personId: id, ...given },
      }),
      // Every opening is noted: one visit is one opening.
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
    'insights.writeWhy',
  )
  const asksWhy = asksReason(opened.error, 'insights.writeWhy')
  const failed = asksWhy ? failureIn(person) : failureIn(person, opened)
  if (failed) return <ErrorNote error={failed} onRetry={() => askAgain(person, opened)} />
  const crumbs = [{ text: t('insights.history.title'), to: `/people/${id}/talks` }]
  if (opened.data) return <Opened data={opened.data} crumbs={crumbs} />
  const isOpening = given !== null && opened.isFetching
  if (!person.data || (!asksWhy && !isOpening)) return <Pending />
  const { name } = person.data
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={t('insights.decision.title')}
        sub={t('insights.decision.sub', { name })}
      />
      <div className="stack measure">
        <ReasonCard
          title={t('insights.decision.askTitle')}
          text={t('insights.decision.askText', { name })}
          label={t('insights.decision.reason')}
          verb={t('insights.decision.go')}
          least={10}
          refusal="insights.writeWhy"
          isLacking={purpose === null}
          busy={isOpening}
          given={given?.reason}
          error={opened.error}
          onGive={(reason) => purpose && setGiven({ purpose, reason })}
        >
          <Choices
            label={t('insights.decision.purposeLabel')}
            choices={purposes.map((key) => ({
              key,
              name: t(`insights.decision.purpose.${key}`),
              what: t(`insights.decision.purposeWhat.${key}`),
            }))}
            chosen={purpose}
            onChoose={setPurpose}
          />
        </ReasonCard>
        <p className="small mute">{t('insights.decision.not')}</p>
      </div>
    </>
  )
}

function Opened({ data, crumbs }: { data: Found; crumbs: { text: string; to: string }[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { person, talks } = data
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={t('insights.decision.title')}
        sub={[person.name, person.employeeNo, person.department.replaceAll('/', ' / ')].join(' · ')}
        actions={
          <ActionButton onClick={() => print()}>{t('insights.decision.print')}</ActionButton>
        }
      />
      <div className="stack">
        <Card>
          <p>
            {t('insights.decision.opened', {
              who: data.openedBy,
              when: f.dayTime(data.openedAt),
              purpose: t(`insights.decision.purpose.${data.purpose}`),
              reason: data.reason,
            })}
          </p>
          <p className="small mute">
            {talks.length > 0 && t('insights.decision.told', { name: person.name })}{' '}
            {t('insights.decision.not')}
          </p>
        </Card>
        {talks.length === 0 ? (
          <EmptyState text={t('insights.decision.empty')} />
        ) : (
          <>
            <Results talks={talks} />
            <ul className={styles.beside} aria-label={t('insights.decision.title')}>
              {talks.map((talk) => (
                <li key={talk.id}>
                  <TalkCard talk={talk}>
                    {talk.wishes && (
                      <Told title={t('insights.decision.wishes')} said={talk.wishes} />
                    )}
                    <Standing talk={talk} />
                  </TalkCard>
                </li>
              ))}
            </ul>
          </>
        )}
        <Left {...data} most={mostTalks} />
      </div>
    </>
  )
}

/** How far the result stands: where it was calibrated, and whether it was contested. */
function Standing({ talk: { calibrations, cases } }: { talk: EvidenceTalk }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <>
      {calibrations.length > 0 && (
        <section>
          <h3>{t('insights.decision.calibrated')}</h3>
          <ul>
            {calibrations.map(({ label, was, value, reason, by, at }) => (
              <li key={`${label}${String(at)}`}>
                {t('insights.decision.calibration', {
                  label,
                  was: was ?? t('insights.history.unrated'),
                  value,
                })}
                <br />
                <span className="small mute">{[by, f.day(at), reason].join(' · ')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {cases.length > 0 && (
        <section>
          <h3>{t('insights.decision.cases')}</h3>
          <ul>
            {cases.map(({ kind, openedAt, outcome, decidedAt }) => (
              <li key={String(openedAt)}>
                {t(`conversations.appeals.kind.${kind}`)}{' '}
                <span className="small mute">
                  {outcome && decidedAt
                    ? t('insights.decision.caseDone', {
                        day: f.day(openedAt),
                        decided: f.day(decidedAt),
                        outcome: t(`conversations.appeals.state.${outcome}`),
                      })
                    : t('insights.decision.caseOpen', { day: f.day(openedAt) })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
