import { lazy, Suspense, useState } from 'react'
import { Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Brand } from '../../../ui/SealMark.tsx'
import { isApple } from '../../../ui/useHotkeys.ts'
import { useCounts } from './counts.ts'
import { useMe } from './me.ts'
import { PersonButton } from './PersonButton.tsx'
import { type Place, places } from './places.tsx'
import styles from './Rail.module.css'

const Sheet = lazy(() => import('./Sheet.tsx'))

/** The places this person may open and that the site has. */
export function usePlaces(): Place[] {
  const me = useMe()
  const router = useRouter()
  const known = router.routesByPath as Record<string, unknown>
  return places.filter((place) => me.places.includes(place.key) && known[place.to])
}

/** The left side on wide screens. */
export function Rail({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation()
  const mine = usePlaces()
  const counts = useCounts()
  return (
    <nav className={styles.rail} aria-label={t('app.places.label')}>
      <Link to="/" className={styles.brand}>
        <Brand name={t('app.seal')} />
        {t('ui.product')}
      </Link>
      {mine.map((place) => (
        <PlaceLink key={place.key} place={place} count={counts[place.key]} />
      ))}
      <button type="button" className={styles.search} onClick={onSearch}>
        <svg viewBox="0 0 24 24" aria-hidden>
          <circle cx="11" cy="11" r="6" />
          <path d="m20 20-4.500-4.500" />
        </svg>
        {t('app.search.open')}
        <kbd>{isApple ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <PersonButton />
    </nav>
  )
}

/** A place with the number of things that wait there. */
export function PlaceLink({
  place,
  count = 0,
  onClick,
}: {
  place: Place
  count?: number | undefined
  onClick?: () => void
}) {
  const { t } = useTranslation()
  return (
    <Link
      to={place.to}
      className={styles.place}
      activeProps={{ 'aria-current': 'page' }}
      activeOptions={{ exact: place.to === '/' }}
      {...(onClick && { onClick })}
    >
      {place.icon}
      {t(`app.places.${place.key}`)}
      {count > 0 && (
        <span className={styles.count}>
          {count}
          <span className="unseen"> {t('app.places.waiting')}</span>
        </span>
      )}
    </Link>
  )
}

/** The bottom of a phone: three places, and the person with everything else. */
export function BottomBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation()
  const mine = usePlaces()
  const counts = useCounts()
  const [isOpen, setOpen] = useState(false)
  return (
    <nav className={styles.bottom} aria-label={t('app.places.label')}>
      {mine
        .filter((place) => place.phone)
        .map((place) => (
          <PlaceLink key={place.key} place={place} count={counts[place.key]} />
        ))}
      <button
        type="button"
        className={styles.place}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <svg viewBox="0 0 24 24" aria-hidden>
          <circle cx="12" cy="8" r="3.500" />
          <path d="M5 20c0-4 3-6 7-6s7 2 7 6" />
        </svg>
        {t('app.places.me')}
      </button>
      {isOpen && (
        <Suspense>
          <Sheet onClose={() => setOpen(false)} onSearch={onSearch} />
        </Suspense>
      )}
    </nav>
  )
}
