import { use, useEffect } from 'react'
import { type ErrorComponentProps, Link, useLoaderData, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureOf, keepsOut, useFailureText } from '../../../ui/failure.ts'
import { accountHere } from '../../../ui/session.ts'
import { Around } from './Around.tsx'
import { Frame } from './Frame.tsx'
import { Plain } from './Plain.tsx'
import { Surroundings } from './surroundings.ts'
import styles from './Trouble.module.css'

/** Nothing here, or not for this person: the same page whether it exists or not. */
export function NotFound() {
  const { t } = useTranslation()
  return <Sheet title={t('app.missing.title')} text={t('app.missing.text')} />
}

/** No place of the site: told among the places of whoever is signed in, and under the seal to a stranger. */
export function Nowhere() {
  const { isKnown } = useLoaderData({ strict: false }) as { isKnown?: boolean }
  return isKnown ? (
    <Frame>
      <NotFound />
    </Frame>
  ) : (
    <NotFound />
  )
}

/** A page that failed: what happened, that nothing typed is lost, and another try. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const say = useFailureText()
  const failure = failureOf(error)
  useEffect(() => {
    if (failure.kind === 'broken') console.error(error)
  }, [error, failure.kind])
  // What is no address of anything is missing like what is not there.
  if (failure.kind === 'missing' || failure.kind === 'invalid') return <NotFound />
  return (
    <Sheet
      title={t(
        failure.kind === 'offline'
          ? 'app.broken.offline'
          : failure.kind === 'refused'
            ? 'app.broken.refused'
            : 'app.broken.title',
      )}
      text={say(error)}
      {...(!keepsOut(error) && { onRetry: () => (reset(), void router.invalidate()) })}
    />
  )
}

function Sheet({ title, text, onRetry }: { title: string; text: string; onRetry?: () => void }) {
  const { t } = useTranslation()
  const around = use(Surroundings)
  const isKnown = accountHere() !== ''
  useEffect(() => {
    document.title = `${title} · ${t('ui.product')}`
  }, [title, t])
  const sheet = (
    <div className={styles.sheet}>
      <h1>{title}</h1>
      <p className="mute measure">{text}</p>
      <div className="cluster">
        {onRetry && (
          <button type="button" className={styles.act} data-main onClick={onRetry}>
            {t('ui.retry')}
          </button>
        )}
        <Link to="/" className={styles.act}>
          {t(isKnown ? 'app.missing.home' : 'app.missing.start')}
        </Link>
      </div>
    </div>
  )
  if (around === 'everything') return sheet
  return around === 'whole' ? <Around>{sheet}</Around> : <Plain>{sheet}</Plain>
}
