import { type ReactNode, useState } from 'react'
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from './ActionButton.tsx'
import { Dialog } from './Dialog.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import styles from './ConfirmDialog.module.css'

interface Props {
  opened: boolean
  title: string
  /** What will happen and whether it can be taken back. */
  children: ReactNode
  /** The verb, e.g. 启动周期. */
  confirm: string
  danger?: boolean
  /** A word the person has to type first, for what cannot be undone. */
  typed?: string
  busy?: boolean
  error?: unknown
  onConfirm: () => void
  onClose: () => void
}

/** Asks before the few things that cannot be undone; everything else offers undo instead. */
export function ConfirmDialog({
  opened,
  title,
  children,
  confirm,
  danger,
  typed,
  busy,
  error,
  onConfirm,
  onClose,
}: Props) {
  const { t } = useTranslation()
  const [word, setWord] = useState('')
  const isReady = !typed || word.trim() === typed
  const close = () => (setWord(''), onClose())
  return (
    <Dialog opened={opened} onClose={close} title={title}>
      <form
        className="stack"
        onSubmit={(event) => (event.preventDefault(), isReady && onConfirm())}
      >
        <div>{children}</div>
        {typed && (
          <TextInput
            label={t('ui.confirm.type', { word: typed })}
            value={word}
            onChange={(event) => setWord(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <ErrorNote error={error} />
        <div className={styles.buttons}>
          <ActionButton onClick={close}>{t('ui.cancel')}</ActionButton>
          <ActionButton
            type="submit"
            kind={danger ? 'danger' : 'primary'}
            busy={busy ?? false}
            refusal={isReady ? null : 'ui.typeWord'}
            refusalParams={{ word: typed ?? '' }}
          >
            {confirm}
          </ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
