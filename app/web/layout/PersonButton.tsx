import { lazy, Suspense, useState } from 'react'
import { Avatar } from '../../../ui/Person.tsx'
import { useMe } from './me.ts'
import styles from './Rail.module.css'

const PersonMenu = lazy(() => import('./PersonMenu.tsx'))

/** The person at the foot of the rail. Its menu is fetched with the first press. */
export function PersonButton() {
  const me = useMe()
  const [isWanted, setWanted] = useState(false)
  const face = (
    <>
      <Avatar name={me.name} />
      <span>
        {me.name}
        <small>{[me.department, me.position].filter(Boolean).join(' · ')}</small>
      </span>
    </>
  )
  const closed = (
    <button
      type="button"
      className={styles.me}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setWanted(true)}
    >
      {face}
    </button>
  )
  if (!isWanted) return closed
  return (
    <Suspense fallback={closed}>
      <PersonMenu face={face} />
    </Suspense>
  )
}
