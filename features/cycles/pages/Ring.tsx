import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../../ui/api.ts'
import styles from './Ring.module.css'

/** Where each quarter of plan, do, check, act is done; `place`: one of `me.places` it needs. */
const quarters = [
  {
    key: 'plan',
    letter: 'P',
    links: [
      { to: '/cycles/year', words: 'cycles.year.link', place: 'year' },
      { to: '/cycles/indicators', words: 'goals.title', place: 'cycles' },
    ],
  },
  {
    key: 'do',
    letter: 'D',
    links: [
      { to: '/conversations', words: 'conversations.list.title', place: 'conversations' },
      { to: '/commitments', words: 'commitments.title', place: 'commitments' },
    ],
  },
  {
    key: 'check',
    letter: 'C',
    links: [
      { to: '/surveys', words: 'surveys.link', place: 'surveys' },
      { to: '/cycles/standard', words: 'cycles.standard.title', place: 'cycles' },
    ],
  },
  {
    key: 'act',
    letter: 'A',
    links: [
      { to: '/cycles/mechanism', words: 'cycles.mechanism.title', place: 'cycles' },
      { to: '/design', words: 'cycles.ring.design', place: 'design' },
    ],
  },
] as const

/** The year as a ring of plan, do, check, act: what belongs to each quarter, and the way there (R256). */
export function Ring() {
  const { t } = useTranslation()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  return (
    <nav aria-label={t('cycles.ring.label')}>
      <ol className={styles.ring}>
        {quarters.map(({ key, letter, links }) => (
          <li key={key}>
            <span className={styles.letter} aria-hidden>
              {letter}
            </span>
            <div>
              <b>{t(`cycles.ring.${key}`)}</b>
              <ul>
                {links
                  .filter(({ place }) => me?.places.includes(place))
                  .map(({ to, words }) => (
                    <li key={to}>
                      <Link to={to}>{t(words)}</Link>
                    </li>
                  ))}
              </ul>
            </div>
          </li>
        ))}
      </ol>
    </nav>
  )
}
