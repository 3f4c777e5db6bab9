import { Fragment, type ReactNode, useEffect, useRef } from 'react'
import { Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import styles from './PageHeader.module.css'

/** One step of the way here; the last one, the page itself, is the title and is not repeated. */
interface Crumb {
  text: string
  to?: string
}

interface Props {
  title: string
  crumbs?: Crumb[]
  /** One line under the title: when, how many, how far. */
  sub?: ReactNode
  /** Under the sub line, e.g. a StepLine. */
  steps?: ReactNode
  /** Buttons on the right; the main one last. */
  actions?: ReactNode
}

/**
 * The head of every page: where we are, its name, one line, what can be done.
 * Sets the document title and takes the focus after navigation, so a screen reader starts here.
 */
export function PageHeader({ title, crumbs = [], sub, steps, actions }: Props) {
  const { t } = useTranslation()
  const router = useRouter()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('ui.product')}`
  }, [title, t])
  useEffect(() => {
    // On the very first page the browser's own start of the document is right.
    if (router.history.canGoBack()) heading.current?.focus({ preventScroll: true })
  }, [router])
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {crumbs.length > 0 && (
          <nav aria-label={t('ui.crumbs')} className={styles.crumbs}>
            {crumbs.map((crumb, at) => (
              <Fragment key={`${at} ${crumb.text}`}>
                {at > 0 && <span aria-hidden> / </span>}
                {crumb.to ? <Link to={crumb.to}>{crumb.text}</Link> : <span>{crumb.text}</span>}
              </Fragment>
            ))}
          </nav>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {sub && <p className="mute">{sub}</p>}
        {steps && <div className={`${styles.steps} not-paper`}>{steps}</div>}
      </div>
      {actions && <div className={`${styles.actions} not-paper`}>{actions}</div>}
    </header>
  )
}
