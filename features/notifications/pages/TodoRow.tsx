import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import { SettleButtons } from '../../commitments/pages/SettleButtons.tsx'
import { useText } from '../../templates/pages/useText.ts'
import { AskHr } from '../../conversations/pages/intervention/AskHr.tsx'
import { stepKinds } from '../../conversations/steps/contract.ts'
import type { StageKind } from '../../flows/contract.ts'
import type { Todo } from '../contract.ts'
import type { Decision, Matter } from '../deciding/contract.ts'
import styles from './Today.module.css'

const decidedAt = {
  glass: () => ({ to: '/emergencies' }),
  delegation: () => ({ to: '/settings/delegation' }),
  factorReset: ({ subjectId }) => ({ to: `/people/${subjectId}` }),
  grant: ({ subjectId }) => ({ to: `/people/${subjectId}` }),
  roster: ({ subjectId }) => ({ to: `/org/import/${subjectId}` }),
  chainExport: () => ({ to: '/audit' }),
  recordExport: () => ({ to: '/audit' }),
  erasure: () => ({ to: '/privacy' }),
  privacy: () => ({ to: '/privacy' }),
  merge: () => ({ to: '/org/doubles' }),
  adoption: ({ subjectId }) => ({ to: '/design', search: { template: subjectId } }),
} satisfies Record<Matter, (todo: Decision) => { to: string; search?: Record<string, string> }>

/** Who has a stage in somebody else’s talk goes to that stage, not to the talk. */
const placeOf = ({ conversationId, stage }: Extract<Todo, { kind: 'stage' }>) =>
  (stepKinds as readonly string[]).includes(stage.kind)
    ? `/conversations/${conversationId}/steps/${stage.key}`
    : `/conversations/${conversationId}`

/** While these wait there is a talk ahead that HR could join. */
const beforeTheTalk = new Set<StageKind>(['managerAssessment', 'differenceNote', 'meeting', 'talk'])

/** One thing that waits, until when, and the button that deals with it. */
export function TodoRow({ todo, myId }: { todo: Todo; myId: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const say = useText()
  const [isAsking, setAsking] = useState(false)
  const due = todo.dueOn ? f.due(todo.dueOn) : null
  const isPressing = due !== null && (due.isLate || due.isToday)
  const badge =
    todo.kind === 'promise'
      ? t('notifications.myPromise', { due: due!.text })
      : (due?.text ?? t('notifications.noDay'))
  return (
    <li className={styles.todo}>
      <span className={styles.badge}>
        <Tag kind={isPressing ? 'w' : 'n'} wide>
          {badge}
        </Tag>
      </span>
      {todo.kind === 'promise' && (
        <>
          <div>
            <b>{todo.commitment.what}</b>
            <br />
            <span className="small mute">{promisedWhere()}</span>
          </div>
          <div className={styles.actions}>
            <SettleButtons commitment={todo.commitment} />
          </div>
        </>
      )}
      {todo.kind === 'stage' && (
        <>
          <div>
            <b>
              {t('notifications.stageWith', {
                stage: say(todo.stage.label),
                name: todo.other?.name ?? todo.employee.name,
              })}
            </b>
            <br />
            <span className="small mute">
              {todo.title} ·{' '}
              {t(
                `notifications.hint.${todo.stage.kind}.${todo.employee.id === myId ? 'employee' : 'manager'}`,
              )}
            </span>
          </div>
          <div className={styles.actions}>
            {beforeTheTalk.has(todo.stage.kind) && (
              <ActionButton kind="quiet" onClick={() => setAsking(true)}>
                {t('intervention.ask.open')}
              </ActionButton>
            )}
            <ActionButton to={placeOf(todo)}>{t('notifications.go')}</ActionButton>
            {isAsking && (
              <AskHr conversationId={todo.conversationId} onClose={() => setAsking(false)} />
            )}
          </div>
        </>
      )}
      {todo.kind === 'told' && (
        <>
          <div>
            <b>
              {t('notifications.stageWith', {
                stage: say(todo.stage.label),
                name: todo.waitsFor?.name ?? todo.employee.name,
              })}
            </b>
            <br />
            <span className="small mute">
              {todo.title} · {t(`notifications.told.${due?.isLate ? 'late' : 'soon'}`)}
            </span>
          </div>
          <div className={styles.actions}>
            {todo.mayOpen && (
              <ActionButton to={`/conversations/${todo.conversationId}`}>
                {t('notifications.look')}
              </ActionButton>
            )}
          </div>
        </>
      )}
      {todo.kind === 'intervention' && (
        <>
          <div>
            <b>{t(`notifications.intervention.${todo.task}`, { name: todo.employee.name })}</b>
            <br />
            <span className="small mute">
              {todo.title} · {t(`notifications.interventionHint.${todo.task}`)}
            </span>
          </div>
          <div className={styles.actions}>
            <ActionButton
              to={todo.task === 'take' ? `/interventions/${todo.id}` : '/interventions'}
            >
              {t('notifications.go')}
            </ActionButton>
          </div>
        </>
      )}
      {todo.kind === 'summary' && (
        <>
          <div>
            <b>{t(`notifications.summaries.todo.${todo.rhythm}`, { count: todo.count })}</b>
            <br />
            <span className="small mute">{t('notifications.summaries.hint')}</span>
          </div>
          <div className={styles.actions}>
            <ActionButton to="/commitments">{t('notifications.go')}</ActionButton>
          </div>
        </>
      )}
      {todo.kind === 'survey' && (
        <>
          <div>
            <b>{t('notifications.survey')}</b>
            <br />
            <span className="small mute">{t('notifications.surveyHint')}</span>
          </div>
          <div className={styles.actions}>
            <ActionButton to={`/surveys/${todo.id}/answer`}>{t('notifications.go')}</ActionButton>
          </div>
        </>
      )}
      {todo.kind === 'review' && (
        <>
          <div>
            <b>{t('notifications.review', { year: todo.year })}</b>
            <br />
            <span className="small mute">{t('notifications.reviewHint')}</span>
          </div>
          <div className={styles.actions}>
            <ActionButton to="/cycles/mechanism">{t('notifications.go')}</ActionButton>
          </div>
        </>
      )}
      {todo.kind === 'case' && (
        <>
          <div>
            <b>{t(`notifications.case.${todo.task}`, { name: todo.employee.name })}</b>
            <br />
            <span className="small mute">
              {todo.title} · {t(`notifications.caseHint.${todo.task}`)}
            </span>
          </div>
          <div className={styles.actions}>
            <ActionButton to="/cases">{t('notifications.go')}</ActionButton>
          </div>
        </>
      )}
      {todo.kind === 'quiet' && (
        <>
          <div>
            <b>{t('notifications.quiet', { name: todo.person.name })}</b>
            <br />
            <span className="small mute">
              {t('notifications.quietHint', { days: f.count(todo.days), project: todo.project })}
            </span>
          </div>
          <div className={styles.actions}>
            <ActionButton
              to={
                todo.conversationId
                  ? `/conversations/${todo.conversationId}`
                  : `/conversations?with=${todo.person.id}`
              }
            >
              {t('notifications.arrange')}
            </ActionButton>
          </div>
        </>
      )}
      {todo.kind === 'decision' && (
        <>
          <div>
            <b>{t(`notifications.deciding.${todo.matter}`, { name: todo.by })}</b>
            <br />
            <span className="small mute">{t(`notifications.decidingHint.${todo.matter}`)}</span>
          </div>
          <div className={styles.actions}>
            <ActionButton {...decidedAt[todo.matter](todo)}>{t('notifications.go')}</ActionButton>
          </div>
        </>
      )}
      {todo.kind === 'refusal' && (
        <>
          <div>
            <b>{t(`notifications.notSigned.${todo.task}`, { name: todo.employee.name })}</b>
            <br />
            <span className="small mute">
              {todo.title} · {t(`notifications.notSignedHint.${todo.task}`)}
            </span>
          </div>
          <div className={styles.actions}>
            <ActionButton to={`/conversations/${todo.conversationId}`}>
              {t('notifications.go')}
            </ActionButton>
          </div>
        </>
      )}
      {todo.kind === 'witness' && (
        <>
          <div>
            <b>{t('notifications.witness', { name: todo.employee.name })}</b>
            <br />
            <span className="small mute">
              {todo.title} · {t('notifications.witnessHint')}
            </span>
          </div>
          <div className={styles.actions}>
            <ActionButton to="/conversations/countersign">{t('notifications.look')}</ActionButton>
          </div>
        </>
      )}
    </li>
  )

  function promisedWhere() {
    if (todo.kind !== 'promise') return ''
    const { employee, manager, agreedAt } = todo.commitment
    const other = employee.id === myId ? manager : employee
    return t('notifications.promised', {
      day: f.shortDay(agreedAt),
      name: other?.name ?? t('notifications.nobody'),
    })
  }
}
