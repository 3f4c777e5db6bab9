import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { useRefusal } from '../../../../ui/failure.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useKept } from '../../../../ui/useKept.ts'
import type { Workspace } from '../../contract.ts'
import { inSight } from '../../../sealing/sight/rules.ts'
import { refresh } from '../form.ts'
import { Consent } from '../../../sealing/pages/Consent.tsx'
import { SignButtons } from './SignButtons.tsx'
import { hasRefused } from './standing.ts'
import { Statement } from './Statement.tsx'
import { keptAs } from './unsent.ts'
import styles from './Sign.module.css'

type Chosen = 'agreed' | 'readWithReservation' | 'refused'

/** What comes after one's own signature; words below `conversations.sign`. */
function nextAfter(talk: Workspace): string {
  const isEmployee = talk.relation === 'employee'
  if (talk.signing.refusalNote?.declined) return 'witnessNeeded'
  if (talk.signing.refusalNote) return 'witnessNext'
  if (hasRefused(talk)) return isEmployee ? 'refusedNext' : 'noteNext'
  return isEmployee ? 'thanks' : 'employeeNext'
}

type Signature = Workspace['signing']['signatures'][number]

/** The reader's own answer to the page: to be given, or as it was given. */
export function Answer({ talk, shownHash }: { talk: Workspace; shownHash: string | null }) {
  const mine = talk.signing.signatures.find((one) => one.role === talk.relation)
  if (mine) return <Given talk={talk} mine={mine} />
  // What is written is kept for the page as it stands now, by whoever reads it: two may share one window.
  return <ToGive key={keptAs(talk, 'statement')} talk={talk} shownHash={shownHash} />
}

function Given({ talk, mine }: { talk: Workspace; mine: Signature }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <Card title={t('conversations.sign.yours')}>
      <p>{t(`conversations.outcome.${mine.outcome}`)}</p>
      <p className="small mute">
        {t(`sealing.level.${mine.level}`)} · {f.dayTime(mine.at)}
      </p>
      {mine.statement && mine.outcome !== 'refused' && (
        <p className="mute" style={{ whiteSpace: 'pre-wrap' }}>
          {inSight(mine.statement)}
        </p>
      )}
      <p className="small mute">
        {t(`conversations.sign.${nextAfter(talk)}`, {
          name: talk.employee.name,
          witness: talk.signing.refusalNote?.witness.name ?? '',
        })}
      </p>
    </Card>
  )
}

/** Agreed, read with a reservation, or not signed; then how it is signed. */
function ToGive({ talk, shownHash }: { talk: Workspace; shownHash: string | null }) {
  const { t } = useTranslation()
  const say = useRefusal()
  const [chosen, choose, forgetChoice] = useKept(
    keptAs(talk, 'outcome'),
    talk.relation === 'manager' ? 'agreed' : '',
  )
  const outcome = (chosen || null) as Chosen | null
  const [statement, setStatement, forgetStatement] = useKept(keptAs(talk, 'statement'), '')
  const isEmployee = talk.relation === 'employee'
  // The password is asked in the very next step, so its absence is no reason to hold the button back.
  const refusal = talk.refusals.sign === 'conversations.stepUpFirst' ? null : talk.refusals.sign
  const choices: Chosen[] = isEmployee ? ['agreed', 'readWithReservation', 'refused'] : ['agreed']
  const needsWords = outcome === 'readWithReservation'
  const holds =
    refusal ??
    (!outcome
      ? 'conversations.chooseOutcome'
      : needsWords && !statement.trim()
        ? 'conversations.reservationWords'
        : !shownHash
          ? 'conversations.readFirst'
          : null)
  const words = statement.trim()
  const said =
    outcome && shownHash
      ? {
          id: talk.id,
          shownHash,
          outcome,
          ...(words && outcome !== 'agreed' && { statement: words }),
        }
      : null
  const form = (
    <Card title={t('conversations.sign.yours')}>
      <div className="stack">
        <fieldset className={styles.choices}>
          <legend className="unseen">{t('conversations.sign.yours')}</legend>
          {choices.map((one) => (
            <label key={one} className={styles.choice} data-on={outcome === one || undefined}>
              <input
                type="radio"
                name="outcome"
                value={one}
                checked={outcome === one}
                onChange={() => choose(one)}
              />
              <span>
                <b>{t(`conversations.outcome.${one}`)}</b>
                <br />
                <span className="small mute">
                  {t(`conversations.outcomeText.${isEmployee ? one : 'manager'}`)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        {isEmployee && (outcome === 'readWithReservation' || outcome === 'refused') && (
          <div>
            <div className={styles.head}>
              <label htmlFor="statement">{t(`conversations.sign.statement.${outcome}`)}</label>
              <WhoReads readers="sealed" />
            </div>
            <Statement
              id="statement"
              required={needsWords}
              value={statement}
              onChange={setStatement}
            />
            {outcome === 'refused' && (
              <p className={`small mute ${styles.beneath}`}>{t('conversations.sign.wordsNow')}</p>
            )}
          </div>
        )}
        <SignButtons
          said={said}
          refuses={outcome === 'refused'}
          holds={holds}
          dialogTitle={outcome ? t(`conversations.sign.dialog.${outcome}`) : ''}
          onDone={() => {
            forgetChoice()
            forgetStatement()
            void refresh(talk.id)
          }}
        />
        {refusal && <p className="small">{say(refusal)}</p>}
        <p className="small mute">
          {t(isEmployee ? 'conversations.sign.recorded' : 'conversations.sign.managerFirst')}
        </p>
      </div>
    </Card>
  )
  // Whoever may not sign now is not asked how either.
  return refusal === null ? <Consent>{form}</Consent> : form
}
