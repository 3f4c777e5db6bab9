import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHotkeys } from '../../../ui/useHotkeys.ts'
import { Banners } from './Banners.tsx'
import { BottomBar, Rail } from './Rail.tsx'
import { Surroundings } from './surroundings.ts'
import styles from './Around.module.css'

const Search = lazy(() => import('./Search.tsx'))

/** The rail or the bar at the bottom, banners and search, around a page. */
export function Around({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [isSearching, setSearching] = useState(false)
  const isLoading = useRouterState({ select: (state) => state.isLoading })
  useHotkeys({ 'mod+k': () => setSearching(true) })
  return (
    <>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      <div className={styles.app}>
        <Rail onSearch={() => setSearching(true)} />
        <div className={styles.side}>
          <Banners />
          <Surroundings value="everything">
            <main id="content" tabIndex={-1} className={styles.main} aria-busy={isLoading}>
              {children}
            </main>
          </Surroundings>
        </div>
        <BottomBar onSearch={() => setSearching(true)} />
      </div>
      {isLoading && <div className={styles.going} aria-hidden />}
      <Suspense>{isSearching && <Search onClose={() => setSearching(false)} />}</Suspense>
    </>
  )
}
