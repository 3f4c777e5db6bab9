import { Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from './me.ts'
import { type Place, places } from './places.tsx'
import styles from './Rail.module.css'

/** The places this person may open and that the site has. */
export function usePlaces(): Place[] {
  const me = useMe()
  const router = useRouter()
  const known = router.routesByPath as Record<string, unknown>
  return places.filter((place) => me.places.includes(place.key) && known[place.to])
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
