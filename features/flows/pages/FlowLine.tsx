import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../ui/useFormat.ts'
import { useText } from '../../templates/pages/useText.ts'
import { phases, type Run, type Stage, type StageActor } from '../contract.ts'
import { useWhose } from './useStageWords.ts'
import styles from './FlowLine.module.css'

interface Props {
  run: Pick<Run, 'stages' | 'current'>
  /** Names to show instead of the roles. */
  names?: Partial<Record<StageActor, string>>
  /** Which side the reader is on, to say "your turn". */
  viewer?: 'employee' | 'manager' | 'hr'
  /** Whom the signatures wait for, where that is nobody's turn by the flow, and whether their day counts. */
  signature?: { text: string; hasDay: boolean } | null
}

type State = 'done' | 'current' | 'skipped' | 'ahead'

const stateOf = (stage: Stage, current: string[]): State =>
  stage.skippedAt
    ? 'skipped'
    : stage.doneAt
      ? 'done'
      : current.includes(stage.key)
        ? 'current'
        : 'ahead'

/** The flow chart of one run: where it is, whose turn, until when. */
export function FlowLine({ run, names = {}, viewer, signature = null }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  const nameOf = useWhose(names)
  const isYours = (actor: StageActor) =>
    viewer !== undefined && (actor === viewer || (actor === 'both' && viewer !== 'hr'))

  // What its conditions made unnecessary was never part of this run.
  const stages = run.stages.filter(({ skipReason }) => skipReason !== 'notNeeded')
  const now = stages.find(({ key }) => run.current.includes(key))
  const settled = stages.filter(({ doneAt, skippedAt }) => doneAt ?? skippedAt).length
  const waitOf = (stage: Stage) =>
    stage.kind === 'signature' && run.current.includes(stage.key) ? signature : null
  const dayOf = (stage: Stage) => (waitOf(stage)?.hasDay === false ? null : stage.dueOn)
  const reading = () => {
    if (!now) return t('flows.line.over')
    const stage = text(now.label)
    const wait = waitOf(now)
    const day = dayOf(now)
    const who = isYours(now.actor) ? t('flows.line.you') : nameOf(now)
    return (
      (wait
        ? t('flows.line.waits', { stage, what: wait.text })
        : t('flows.line.now', { stage, who })) +
      (day ? t('flows.line.until', { day: f.shortDay(day) }) : t('flows.line.end'))
    )
  }

  const noteOf = (stage: Stage, state: State) => {
    if (state === 'skipped') return t(`flows.line.skipped.${stage.skipReason}`)
    if (state === 'done' && stage.doneAt)
      return t('flows.line.done', { day: f.shortDay(stage.doneAt) })
    const day = dayOf(stage)
    return day ? t('flows.line.due', { day: f.shortDay(day) }) : ''
  }

  return (
    <figure className={styles.flow} aria-label={t('flows.line.label')}>
      <figcaption>
        {t('flows.line.count', { done: settled, all: stages.length })}
        {reading()}
      </figcaption>
      <div className={styles.phases}>
        {phases
          .map((phase) => ({ phase, own: stages.filter((stage) => stage.phase === phase) }))
          .filter(({ own }) => own.length > 0)
          .map(({ phase, own }) => (
            <section key={phase} style={{ flexGrow: own.length }}>
              <h3>{t(`flows.phase.${phase}`)}</h3>
              <ol>
                {own.map((stage) => {
                  const state = stateOf(stage, run.current)
                  const isMine = state === 'current' && isYours(stage.actor)
                  return (
                    <li
                      key={stage.key}
                      data-state={state}
                      data-mine={isMine || undefined}
                      {...(state === 'current' && { 'aria-current': 'step' })}
                    >
                      <b>{text(stage.label)}</b>
                      <span className="unseen">{t(`flows.line.state.${state}`)}</span>
                      <span>
                        {waitOf(stage)?.text ?? (isMine ? t('flows.line.yours') : nameOf(stage))}
                      </span>
                      <span>{noteOf(stage, state)}</span>
                    </li>
                  )
                })}
              </ol>
            </section>
          ))}
      </div>
    </figure>
  )
}
