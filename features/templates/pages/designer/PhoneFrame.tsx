import { useCallback, useState, type ReactNode } from 'react'
import { Portal, useMantineTheme, MantineThemeProvider } from '@mantine/core'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import styles from './Designer.module.css'

/**
 * A window as wide as a small phone, drawn by the same page: what is in it keeps its state, and every
 * rule about narrow screens holds as it does on a phone.
 */
export function PhoneFrame({ title, children }: { title: string; children: ReactNode }) {
  const { i18n } = useTranslation()
  const theme = useMantineTheme()
  const [place, setPlace] = useState<HTMLElement | null>(null)
  const { language } = i18n
  const furnish = useCallback(
    (frame: HTMLIFrameElement) => {
      const inner = frame.contentDocument
      if (!inner) return
      const dress = () => {
        for (const { name, value } of document.documentElement.attributes)
          inner.documentElement.setAttribute(name, value)
        inner.documentElement.lang = language
        const looks = [...document.querySelectorAll('style, link[rel="stylesheet"]')]
        inner.head.replaceChildren(...looks.map((look) => inner.importNode(look, true)))
        inner.title = title
      }
      dress()
      const main = inner.createElement('main')
      main.className = styles.phoneBody ?? ''
      inner.body.replaceChildren(main)
      setPlace(main)
      // Styles of parts loaded later, and the change between light and dark.
      const watch = new MutationObserver(dress)
      watch.observe(document.head, { childList: true })
      watch.observe(document.documentElement, { attributes: true })
      return () => watch.disconnect()
    },
    [title, language],
  )
  return (
    <div className={styles.phone}>
      {/* Nothing from elsewhere runs in it: this page draws what it shows. */}
      {/* oxlint-disable-next-line react/iframe-missing-sandbox */}
      <iframe ref={furnish} title={title} width={360} height={720} />
      {place &&
        createPortal(
          <MantineThemeProvider
            theme={{
              ...theme,
              components: {
                ...theme.components,
                Portal: Portal.extend({ defaultProps: { target: place } }),
              },
            }}
          >
            {children}
          </MantineThemeProvider>,
          place,
        )}
    </div>
  )
}
