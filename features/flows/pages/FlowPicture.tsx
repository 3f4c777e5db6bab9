import { useId, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../templates/pages/useText.ts'
import type { FlowStage } from '../contract.ts'
import { card, pictureOf } from '../picture/rules.ts'
import styles from './FlowPicture.module.css'

type Drawn = Pick<FlowStage, 'key' | 'label' | 'phase' | 'after'>

/** Where a run stands at a stage. */
export type StageMark = 'done' | 'current' | 'skipped' | 'ahead'

interface Props<Stage extends Drawn> {
  stages: readonly Stage[]
  /** Under the name of a stage: who, and until when. */
  note: (stage: Stage) => ReactNode
  mark?: (stage: Stage) => StageMark
  selected?: string | null
  onSelect?: (key: string) => void
  /** Keys of stages with something wrong. */
  faulty?: ReadonlySet<string>
  label: string
}

/** A flow as a picture: stages in their phases, side by side what runs side by side; on a phone one line. */
export function FlowPicture<Stage extends Drawn>({
  stages,
  note,
  mark,
  selected,
  onSelect,
  faulty,
  label,
}: Props<Stage>) {
  const { t } = useTranslation()
  const text = useText()
  const arrow = useId()
  const list = useRef<HTMLOListElement>(null)
  const picture = pictureOf(stages)
  const placeOf = new Map(picture.places.map((place) => [place.key, place]))
  const nameOf = (key: string) => {
    const found = stages.find((stage) => stage.key === key)
    return (found && text(found.label)) || t('flows.picture.unnamed')
  }
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    if (!by || event.altKey) return
    const cards = [...(list.current?.querySelectorAll('button') ?? [])]
    const next = cards[cards.indexOf(event.target as HTMLButtonElement) + by]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <figure className={styles.picture} aria-label={label}>
      <div
        className={`${styles.sheet} sideways`}
        {...(!onSelect && { tabIndex: 0, role: 'group', 'aria-label': label })}
      >
        <div
          className={styles.canvas}
          style={{ '--w': `${picture.width}px`, '--h': `${picture.height}px` } as CSSProperties}
        >
          <svg width={picture.width} height={picture.height} aria-hidden>
            <defs>
              <marker
                id={arrow}
                viewBox="0 0 8 8"
                refX="6"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto"
              >
                <path d="M0 0 8 4 0 8Z" />
              </marker>
            </defs>
            {picture.arrows.map(({ from, to, path }) => (
              <path
                key={`${from} ${to}`}
                d={path}
                markerEnd={`url(#${arrow})`}
                data-lit={selected === from || selected === to || undefined}
              />
            ))}
          </svg>
          {picture.phases.map(({ phase, x, width }) => (
            <span
              key={phase}
              className={styles.phase}
              aria-hidden
              style={{ '--x': `${x}px`, '--cw': `${width}px` } as CSSProperties}
            >
              {t(`flows.phase.${phase}`)}
            </span>
          ))}
          <ol ref={list} onKeyDown={onSelect && walk}>
            {stages.map((stage) => {
              const { x, y } = placeOf.get(stage.key)!
              const state = mark?.(stage)
              const isFaulty = faulty?.has(stage.key)
              const inside = (
                <>
                  <span className={styles.small}>{t(`flows.phase.${stage.phase}`)}</span>
                  <b>{text(stage.label) || t('flows.picture.unnamed')}</b>
                  <span className={styles.note}>{note(stage)}</span>
                  {state && <span className="unseen">{t(`flows.line.state.${state}`)}</span>}
                  {isFaulty && <span className="unseen">{t('flows.picture.faulty')}</span>}
                  {stage.after.length > 0 && (
                    <span className="unseen">
                      {t('flows.picture.after', {
                        stages: stage.after.map(nameOf).join(t('flows.picture.comma')),
                      })}
                    </span>
                  )}
                </>
              )
              return (
                <li
                  key={stage.key}
                  style={
                    {
                      '--x': `${x}px`,
                      '--y': `${y}px`,
                      '--cw': `${card.width}px`,
                      '--ch': `${card.height}px`,
                    } as CSSProperties
                  }
                  {...(state === 'current' && { 'aria-current': 'step' as const })}
                >
                  {onSelect ? (
                    <button
                      type="button"
                      className={styles.card}
                      aria-pressed={selected === stage.key}
                      data-stage={stage.key}
                      data-faulty={isFaulty || undefined}
                      onClick={() => onSelect(stage.key)}
                    >
                      {inside}
                    </button>
                  ) : (
                    <div className={styles.card} data-state={state}>
                      {inside}
                    </div>
                  )}
                </li>
              )
            })}
          </ol>
        </div>
      </div>
    </figure>
  )
}
