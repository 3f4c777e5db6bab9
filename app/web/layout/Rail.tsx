import { lazy, Suspense, useState } from 'react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Brand } from '../../../ui/SealMark.tsx'
import { isApple } from '../../../ui/useHotkeys.ts'
import { useCounts } from './counts.ts'
import { PersonButton } from './PersonButton.tsx'
import { PlaceLink, usePlaces } from './PlaceLink.tsx'
import styles from './Rail.module.css'

const Sheet = lazy(() => import('./Sheet.tsx'))

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
