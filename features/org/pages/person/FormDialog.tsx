import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { turnToFault } from '../../../../ui/useTried.ts'
import styles from './FormDialog.module.css'

interface Props {
  title: string
  children: ReactNode
  /** The verb on the button. */
  submit: string
  danger?: boolean
  size?: 'md' | 'lg'
  refusal?: string | null
  busy: boolean
  error: unknown
  onSubmit: () => void
  onClose: () => void
}

/** A few inputs, one verb; what went wrong stands above the verb and nothing typed is lost. */
export function FormDialog({
  title,
  children,
  submit,
  danger,
  size = 'md',
  refusal,
  busy,
  error,
  onSubmit,
  onClose,
}: Props) {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  // Refused for what a field says: one goes on there.
  useEffect(() => {
    if (!busy) turnToFault(form.current)
  }, [busy])
  return (
    <Dialog opened onClose={onClose} title={title} size={size}>
      <form
        ref={form}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!refusal) onSubmit()
        }}
      >
        {children}
        <ErrorNote error={error} />
        <div className={`cluster ${styles.verbs}`}>
          <ActionButton
            type="submit"
            kind={danger ? 'danger' : 'primary'}
            busy={busy}
            refusal={refusal ?? null}
          >
            {submit}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
