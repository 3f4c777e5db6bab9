import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Fold } from '../../../../ui/Fold.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Workspace } from '../../contract.ts'
import { hasRefused } from '../sign/standing.ts'
import { Points } from './Points.tsx'
import styles from './Guidance.module.css'

const ways = ['minutes', 'reservation', 'statement', 'refusal', 'dispute', 'appeal'] as const

/** For the employee: every way not to accept a result, what it means, until when, and which stand open now. */
export function ForEmployee({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const isEmployee = talk.relation === 'employee' && talk.manager !== null && talk.sealedAt === null
  const { data } = useQuery({
    ...api.conversations.appeals.of.queryOptions({ input: { conversationId: talk.id } }),
    enabled: isEmployee,
  })
  if (!isEmployee || !data) return null
  const maySign = talk.refusals.sign === null || talk.refusals.sign === 'conversations.stepUpFirst'
  const stands: Record<(typeof ways)[number], boolean> = {
    minutes: talk.refusals.writeTalk === null,
    reservation: maySign,
    statement: maySign || (talk.refusals.attachStatement === null && !hasRefused(talk)),
    refusal: maySign,
    dispute: data.refusals.dispute === null,
    appeal: data.refusals.appeal === null,
  }
  const { dueOn } = talk.signing
  const blanks = {
    window: data.days.window,
    answer: data.days.answer,
    day: dueOn ? f.day(dueOn) : '',
    until: data.until ? f.day(data.until) : '',
  }
  const untilOf = (way: (typeof ways)[number]) =>
    way === 'appeal'
      ? data.until
        ? 'appealUntil'
        : 'appealDays'
      : way === 'minutes'
        ? 'minutes'
        : way === 'dispute'
          ? 'dispute'
          : dueOn
            ? 'signDay'
            : 'sign'
  return (
    <Fold name="disagree.employee" title={t('disagree.employee.title')}>
      <p>{t('disagree.employee.lead')}</p>
      <dl className={styles.ways}>
        {ways.map((way) => (
          <div key={way}>
            <dt>
              {t(`disagree.way.${way}`)}
              {stands[way] && <Tag kind="d">{t('disagree.employee.now')}</Tag>}
            </dt>
            <dd>{t(`disagree.means.${way}`, blanks)}</dd>
            <dd>{t(`disagree.until.${untilOf(way)}`, blanks)}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  )
}

/** Beside a dispute or an appeal: how to write one that can be answered, and what happens then. */
export function ForAppellant({ answerDays }: { answerDays: number }) {
  const { t } = useTranslation()
  return (
    <Fold name="disagree.case" title={t('disagree.case.title')}>
      <Points of="case.write" keys={['which', 'facts', 'wish', 'tone']} />
      <Points
        of="case.then"
        keys={['named', 'heard', 'answered', 'outcome', 'back']}
        blanks={{ answer: answerDays }}
      />
    </Fold>
  )
}
