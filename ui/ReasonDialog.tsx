import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from './ActionButton.tsx'
import { Dialog } from './Dialog.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { ReasonField } from './ReasonField.tsx'
import { useKept } from './useKept.ts'

interface Props {
  /** Under which id the reason is kept, for `letGo` once it was given. */
  keptAs: string
  title: string
  /** What will follow from it. */
  children?: ReactNode
  /** What one is asked, and who reads it. */
  label: string
  help: string
  /** Characters. */
  least: number
  most: number
  /** Why it cannot be sent while it is shorter than that. */
  refusal: string
  busy: boolean
  error: unknown
  onSend: (reason: string) => void
  onClose: () => void
}

/** One act that needs a sentence of reason; the title is the verb one presses. */
export function ReasonDialog(props: Props) {
  const { title, children, label, help, least, most, refusal, busy, error, onSend, onClose } = props
  const { t } = useTranslation()
  const [reason, setReason] = useKept(props.keptAs, '')
  const lacking = reason.trim().length < least ? refusal : null
  return (
    <Dialog opened title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) onSend(reason)
        }}
      >
        {children}
        <ReasonField label={label} help={help} most={most} value={reason} onChange={setReason} />
        <ErrorNote error={error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={busy} refusal={lacking}>
            {title}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
