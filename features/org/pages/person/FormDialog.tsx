import type { ReactNode } from 'react'
import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'

interface Props {
  title: string
  children: ReactNode
  /** The verb on the button. */
  submit: string
  danger?: boolean
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
  refusal,
  busy,
  error,
  onSubmit,
  onClose,
}: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!refusal) onSubmit()
        }}
      >
        {children}
        <ErrorNote error={error} />
        <div className="cluster">
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
    </Modal>
  )
}
