import { useTranslation } from 'react-i18next'
import type { JsonValue } from '../canonical/rules.ts'
import type { Facts } from '../verifier/findings/rules.ts'
import { inSight } from '../sight/rules.ts'
import { momentIn, nameOfPart, toldOf, withGaps } from '../verifier/words/rules.ts'
import styles from './Verify.module.css'

/** What a judged file says about itself: where it lies in the log, who acknowledged it how, and its content. */
export function FactList({ facts }: { facts: Facts }) {
  const { t, i18n } = useTranslation()
  // Whoever verifies is perhaps nobody of the organization: the clock is the reader's own.
  const when = (time: string) =>
    momentIn(i18n.language, Intl.DateTimeFormat().resolvedOptions().timeZone, time)
  const rows: [string, string][] = [
    ['sealedAt', when(facts.sealedAt)],
    ['version', String(facts.version)],
    ['place', t('sealing.fact.placeValue', { entry: facts.leafIndex + 1, size: facts.treeSize })],
    ['level', t(`sealing.level.${facts.level}`)],
    ['log', facts.origin],
    ['key', facts.keyId],
    ['hash', facts.commit],
  ]
  return (
    <>
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`sealing.fact.${name}`)}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
      {facts.withheld.length > 0 && (
        <>
          <h3>{t('sealing.fact.withheld')}</h3>
          <ul className={styles.plain}>
            {facts.withheld.map((path) => {
              const { key, params } = nameOfPart(path)
              return <li key={path}>{t(`sealing.${key}`, params)}</li>
            })}
          </ul>
        </>
      )}
      <h3>{t('sealing.fact.signatures')}</h3>
      <ul className={styles.plain}>
        {facts.signatures.map((signature) => {
          const { act, words, proof } = toldOf(signature)
          return (
            <li key={signature.person_pid}>
              <b>{signature.name}</b> {t(`sealing.${act}`)}
              {signature.statement &&
                `${words ? ` · ${t(`sealing.${words}`)}` : ''}：${inSight(signature.statement)}`}
              <br />
              <span className="small mute">
                {[when(signature.at), signature.ip, t(`sealing.${proof}`)]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          )
        })}
      </ul>
      <details>
        <summary>{t('sealing.fact.content')}</summary>
        <Outline value={withGaps(facts.record, facts.withheld, t('sealing.fact.gap'))} />
      </details>
    </>
  )
}

/** The sealed content as it is: names and values, nothing interpreted. */
function Outline({ value }: { value: JsonValue }) {
  if (value === null) return <>—</>
  if (typeof value !== 'object') return <span className={styles.value}>{String(value)}</span>
  const entries: [string, JsonValue][] = Array.isArray(value)
    ? value.map((inner, i) => [String(i + 1), inner])
    : Object.entries(value)
  return (
    <dl className={styles.outline}>
      {entries.map(([name, inner]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Outline value={inner} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
