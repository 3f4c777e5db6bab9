import { useTranslation } from 'react-i18next'
import { failureOf, useFailureText } from './failure.ts'
import { useFormat } from './useFormat.ts'
import type { SaveState } from './autosave.ts'
import styles from './SaveNote.module.css'

/** "已保存 12:03:05", or what happens to the text right now. */
export function SaveNote({
  state,
  savedAt,
  error,
}: {
  state: SaveState
  savedAt: Date | null
  error?: unknown
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const say = useFailureText()
  const text =
    state === 'refused'
      ? failureOf(error).kind === 'offline'
        ? t('ui.save.unreachable')
        : say(error)
      : state === 'saved' || (state === 'clean' && savedAt)
        ? t('ui.save.saved', { time: savedAt ? f.clock(savedAt) : '' })
        : state === 'clean'
          ? ''
          : t(`ui.save.${state}`)
  return (
    <span
      className={styles.note}
      data-state={state}
      aria-live={state === 'typing' || state === 'saving' ? 'off' : 'polite'}
    >
      {text}
    </span>
  )
}
