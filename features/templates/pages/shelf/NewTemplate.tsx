import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { FileDrop } from '../../../../ui/FileDrop.tsx'
import { useStart } from './useStart.ts'

/** Begins a template: with nothing, or with what somebody exported. */
export function NewTemplate() {
  const { t } = useTranslation()
  const start = useStart()
  const [isOpen, setOpen] = useState(false)
  const [isUnreadable, setUnreadable] = useState(false)
  const read = async (file: File) => {
    setUnreadable(false)
    start.reset()
    try {
      start.mutate({ from: { file: JSON.parse(await file.text()) as unknown } })
    } catch {
      setUnreadable(true)
    }
  }
  return (
    <>
      <ActionButton onClick={() => setOpen(true)}>{t('drafts.shelf.import')}</ActionButton>
      <ActionButton
        kind="primary"
        busy={start.isPending && !isOpen}
        onClick={() => start.mutate({ from: { blank: true } })}
      >
        {t('drafts.shelf.new')}
      </ActionButton>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title={t('drafts.shelf.importTitle')}>
        <div className="stack">
          <p>{t('drafts.shelf.importHow')}</p>
          <FileDrop
            label={t('drafts.shelf.importFile')}
            accept=".json"
            maxBytes={4_000_000}
            busy={start.isPending}
            onFiles={([file]) => void (file && read(file))}
          />
          {isUnreadable && <p role="alert">{t('drafts.shelf.notJson')}</p>}
          <ErrorNote error={start.error} />
        </div>
      </Dialog>
    </>
  )
}
