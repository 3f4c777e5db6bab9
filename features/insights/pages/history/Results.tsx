import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { PastTalk } from '../../history/contract.ts'
import { countedIn, dimensionsIn, pointOf, turnOf, type Turn } from '../../history/shown/rules.ts'
import styles from './History.module.css'

const signs: Record<Turn, string> = { up: '↑', down: '↓', same: '＝', otherScale: '≠' }

/** Results per dimension over the talks, the newest first; between two scales nothing is said to be higher. */
export function Results({ talks }: { talks: PastTalk[] }) {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const say = ({ zh, en }: { zh: string; en: string }) => (i18n.language === 'en' ? en : zh)
  const rated = talks.filter(({ result, dimensions }) => result || dimensions.length > 0)
  if (rated.length === 0) return null
  const nameOf = (talk: PastTalk) => `${talk.cycle ?? talk.title} · ${f.shortDay(talk.sealedAt)}`
  const dimensionOf = (talk: PastTalk, key: string) =>
    talk.dimensions.find((each) => each.key === key)
  const overall = (talk: PastTalk) => (talk.result ? Number(talk.result.value) : null)
  return (
    <Card title={t('insights.history.results')} note={t('insights.history.resultsNote')}>
      <div
        className="sideways"
        tabIndex={0}
        role="region"
        aria-label={t('insights.history.results')}
      >
        <table className={styles.results} data-several={rated.length > 1 || undefined}>
          <thead>
            <tr>
              <th scope="col">{t('insights.history.dimension')}</th>
              {rated.map((talk) => (
                <th key={talk.id} scope="col">
                  {nameOf(talk)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('insights.history.overall')}</th>
              {rated.map((talk, at) => (
                <td key={talk.id} data-talk={nameOf(talk)}>
                  <span>
                    {talk.result ? (
                      <b>
                        {talk.result.label ?? talk.result.value}{' '}
                        <Turned turn={turnOf(talk, rated[at + 1], overall)} />
                      </b>
                    ) : (
                      <span className="mute">{t('insights.history.unrated')}</span>
                    )}
                  </span>
                </td>
              ))}
            </tr>
            {dimensionsIn(rated).map(({ key, label }) => {
              const pick = (talk: PastTalk) => countedIn(talk, key)
              return (
                <tr key={key}>
                  <th scope="row">{label}</th>
                  {rated.map((talk, at) => {
                    const counted = pick(talk)
                    const {
                      self = null,
                      manager = null,
                      calibrated = null,
                    } = dimensionOf(talk, key) ?? {}
                    return (
                      <td key={talk.id} data-talk={nameOf(talk)}>
                        <span>
                          {counted === null ? (
                            <span className="mute">{t('insights.history.unrated')}</span>
                          ) : (
                            <>
                              {pointOf(talk, counted, say)}{' '}
                              <Turned turn={turnOf(talk, rated[at + 1], pick)} />
                            </>
                          )}
                          {calibrated !== null && (
                            <span className={styles.self}>
                              {t('insights.history.calibrated', {
                                label:
                                  manager === null
                                    ? t('insights.history.unrated')
                                    : pointOf(talk, manager, say),
                              })}
                            </span>
                          )}
                          {self !== null && (
                            <span className={styles.self}>
                              {t('insights.history.self', { label: pointOf(talk, self, say) })}
                            </span>
                          )}
                        </span>
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Turned({ turn }: { turn: Turn | null }) {
  const { t } = useTranslation()
  if (!turn) return null
  const words = t(`insights.history.${turn}`)
  return (
    <span role="img" aria-label={words} title={words} className={styles.turn}>
      {signs[turn]}
    </span>
  )
}
