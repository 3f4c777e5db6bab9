import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { emptyAnswer, isEmptyAnswer } from '../../../templates/answers/rules.ts'
import type { Statement } from '../../../templates/contract.ts'
import { fieldsOf, sectionsOf } from '../../../templates/rules.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { PartView, Workspace } from '../../contract.ts'
import styles from './Checklist.module.css'

interface Row {
  key: string
  label: string
  isDone: boolean
}

/** What is ready and what is not, in a few rows. */
export function Checklist({ talk, part }: { talk: Workspace; part: PartView | undefined }) {
  const { t } = useTranslation()
  const rows = useRows(talk, part)
  const done = rows.filter(({ isDone }) => isDone).length
  return (
    <Card title={t('conversations.checklist.title', { done, all: rows.length })}>
      <ul className={styles.list}>
        {rows.map(({ key, label, isDone }) => (
          <li key={key} data-done={isDone || undefined}>
            {label}
            <span className="unseen">
              {t(isDone ? 'conversations.checklist.done' : 'conversations.checklist.open')}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function useRows(talk: Workspace, part: PartView | undefined): Row[] {
  const { t } = useTranslation()
  const text = useText()
  const meeting = talk.run.stages.find(({ kind }) => kind === 'meeting')
  const booked: Row[] = meeting
    ? [
        {
          key: 'meeting',
          label: t('conversations.checklist.meeting'),
          isDone: Boolean(meeting.doneAt),
        },
      ]
    : []
  const isSelf = talk.relation === 'employee'
  const answers = part?.answers ?? {}
  const template = talk.template.body
  if (isSelf)
    return [
      ...sectionsOf(template, 'self').map((section): Row => {
        const begun = section.fields.some(
          (field) => !isEmptyAnswer(field, answers[field.key]?.value ?? emptyAnswer(field.type)),
        )
        const missing =
          part?.missing.filter(({ sectionKey }) => sectionKey === section.key).length ?? 1
        return {
          key: section.key,
          label: text(section.label),
          isDone: Boolean(part?.submittedAt) || (begun && missing === 0),
        }
      }),
      ...booked,
    ]
  const fields = fieldsOf(template, 'manager')
  const ratings = fields.filter(({ type }) => type === 'rating')
  const rated = ratings.filter(
    (field) => !isEmptyAnswer(field, answers[field.key]?.value ?? emptyAnswer(field.type)),
  ).length
  // Support is a promise, not a finding: it needs no case.
  const statements = fields
    .filter(({ type, needs }) => type === 'statements' && needs)
    .flatMap(({ key }) => (answers[key]?.value ?? []) as Statement[])
    .filter((one) => one.text.trim())
  const grounded = statements.filter(
    (one) => one.situation.trim() || one.evidence.length > 0,
  ).length
  const asksThree = ['strengths', 'gaps', 'supports'].every((key) =>
    fields.some((field) => field.key === key),
  )
  const count = (key: string) =>
    ((answers[key]?.value ?? []) as Statement[]).filter((one) => one.text.trim()).length
  const self = talk.closedParts.find(({ kind }) => kind === 'self')
  const selfIn = self
    ? self.state === 'submitted' || self.state === 'skipped'
    : talk.parts.some((one) => one.kind === 'self' && one.submittedAt)
  return [
    ratings.length > 0
      ? {
          key: 'ratings',
          label: t('conversations.checklist.ratings', { done: rated, all: ratings.length }),
          isDone: rated === ratings.length,
        }
      : {
          key: 'written',
          label: t('conversations.checklist.written'),
          isDone: (part?.missing.length ?? 1) === 0,
        },
    ...(asksThree
      ? [
          {
            key: 'facts',
            label: t('conversations.checklist.facts', { done: grounded, all: statements.length }),
            isDone: statements.length > 0 && grounded === statements.length,
          },
          {
            key: 'strengths',
            label: t('conversations.checklist.strengths', {
              strengths: count('strengths'),
              gaps: count('gaps'),
            }),
            isDone: count('strengths') >= 3 && count('gaps') >= 3,
          },
          {
            key: 'supports',
            label: t('conversations.checklist.supports', { count: count('supports') }),
            isDone: count('supports') >= 3,
          },
        ]
      : []),
    ...booked,
    {
      key: 'self',
      label: t(
        template.scale ? 'conversations.checklist.self' : 'conversations.checklist.selfNotes',
      ),
      isDone: selfIn,
    },
  ]
}
