import { useTranslation } from 'react-i18next'
import type { Statement, Step } from '../../../templates/contract.ts'
import { fieldOf, fieldsOf } from '../../../templates/rules.ts'
import { Tag } from '../../../../ui/Tag.tsx'
import type { Workspace } from '../../contract.ts'
import { factsAt, namesOf, partOf, statementsIn } from '../form.ts'
import { ForManager } from '../disagree/ForManager.tsx'
import { PrivateNote } from '../PrivateNote.tsx'
import type { Slots } from '../slots.ts'
import { FactList } from './Facts.tsx'
import { Indicators } from './Indicators.tsx'
import styles from './Live.module.css'

/** More than this beside a talk is a file, not a glance. */
const shownAtOnce = 4

/** Facts at hand: goals, what happened and where it is written, the last promises; no judgement among them before its time. */
export function StepFacts({ talk, step, slots }: { talk: Workspace; step: Step; slots: Slots }) {
  const { t } = useTranslation()
  const names = namesOf(talk)
  // Beside a rating lies nothing that may not feed it.
  const isRating = step.fields.some(
    (key) => fieldOf(talk.template.body, key)?.field.type === 'rating',
  )
  const cases = (['self', 'manager'] as const)
    .filter((kind) => kind === 'self' || !(step.ratingHidden || talk.talk.ratingHidden))
    .flatMap((kind) =>
      fieldsOf(talk.template.body, kind)
        .filter(({ type, needs }) => type === 'statements' && needs)
        .filter(({ mayFeedRating }) => mayFeedRating || !isRating)
        .flatMap(({ key }) =>
          statementsIn(partOf(talk, kind), key)
            .filter((one) => one.situation.trim() || one.evidence.length > 0)
            .map((one) => ({ one, name: names[kind === 'self' ? 'employee' : 'manager'] })),
        ),
    )
  const facts = factsAt(talk, isRating)
  return (
    <>
      <p className="small mute">{t('conversations.live.facts')}</p>
      <FactList facts={facts} />
      <Indicators id={talk.id} isFolded />
      {slots.lastPromises?.(talk.id)}
      {cases.slice(0, shownAtOnce).map(({ one, name }) => (
        <Case key={one.id} one={one} name={name} />
      ))}
      {cases.length > shownAtOnce && (
        <details className={styles.rest}>
          <summary>
            {t('conversations.live.moreFacts', { count: cases.length - shownAtOnce })}
          </summary>
          <div className={styles.cases}>
            {cases.slice(shownAtOnce).map(({ one, name }) => (
              <Case key={one.id} one={one} name={name} />
            ))}
          </div>
        </details>
      )}
      {facts.length + cases.length === 0 && (
        <p className="small mute">{t('conversations.live.noFacts')}</p>
      )}
      <ForManager talk={talk} />
      <PrivateNote talk={talk} />
    </>
  )
}

function Case({ one, name }: { one: Statement; name: string }) {
  const { t } = useTranslation()
  return (
    <div className={styles.case}>
      <Tag kind="i">{t('conversations.facts.case')}</Tag> <span className="small mute">{name}</span>
      <p>{one.text}</p>
      {one.situation && <p className="small mute">{one.situation}</p>}
    </div>
  )
}
