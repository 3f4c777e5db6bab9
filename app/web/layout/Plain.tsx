import type { ReactNode } from 'react'
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Brand } from '../../../ui/SealMark.tsx'
import { Toasts } from '../../../ui/toasts.tsx'
import { speak } from '../../../ui/language.ts'
import { Surroundings } from './surroundings.ts'
import styles from './Plain.module.css'

/** Around pages for strangers: the seal, the page, language and light; around `children` where the page is no place of the site. */
export function Plain({ children = <Outlet /> }: { children?: ReactNode }) {
  const { t, i18n } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme()
  return (
    <div className={styles.plain}>
      <header className={styles.brand}>
        <Brand name={t('app.seal')} />
        {t('ui.product')}
      </header>
      <main id="content" className={styles.main}>
        <Surroundings value="everything">{children}</Surroundings>
      </main>
      <footer className={styles.foot}>
        <button
          type="button"
          lang={i18n.language === 'en' ? 'zh-CN' : 'en'}
          onClick={() => void speak(i18n.language === 'en' ? 'zh-CN' : 'en')}
        >
          {t('app.menu.language')}
        </button>
        <button type="button" onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
          {t(scheme === 'dark' ? 'app.menu.light' : 'app.menu.dark')}
        </button>
      </footer>
      <Toasts />
    </div>
  )
}
