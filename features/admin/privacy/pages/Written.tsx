import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { useKept } from '../../../../ui/useKept.ts'

interface Props {
  /** Under which id the text is kept, for `letGo` once it was given. */
  keptAs: string
  title: string
  label: string
  help?: string
  /** The ways to send it, each with its verb; the first is the usual one. */
  sends: { verb: string; send: (text: string) => void }[]
  busy: boolean
  error: unknown
  onClose: () => void
  children?: ReactNode
}

/** One text that has to be given before something is done: a reason, a basis, an answer. */
export function Written({
  keptAs,
  title,
  label,
  help,
  sends,
  busy,
  error,
  onClose,
  children,
}: Props) {
  const { t } = useTranslation()
  const [text, setText] = useKept(keptAs, '')
  const lacking = text.trim().length < 10 ? 'admin.privacy.write' : null
  return (
    <Dialog opened title={title} onClose={onClose}>
      <div className="stack">
        {children}
        <ReasonField label={label} help={help} most={2000} value={text} onChange={setText} />
        <ErrorNote error={error} />
        <div className="cluster">
          {sends.map(({ verb, send }, at) => (
            <ActionButton
              key={verb}
              kind={at === 0 ? 'primary' : 'plain'}
              busy={busy}
              refusal={lacking}
              onClick={() => send(text)}
            >
              {verb}
            </ActionButton>
          ))}
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </div>
    </Dialog>
  )
}
