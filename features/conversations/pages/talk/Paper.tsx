import { useContext, useState } from 'react'
import { Modal, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { FileDrop } from '../../../../ui/FileDrop.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { dayIn } from '../../../../ui/format.ts'
import { useFormat, Zone } from '../../../../ui/useFormat.ts'
import type { AttachmentView, Workspace } from '../../contract.ts'
import { attach, refresh } from '../form.ts'

/** 补录: a talk held by phone or on paper is entered later, with its scan, and says so for ever. */
export function Paper({ talk, onClose }: { talk: Workspace; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const today = dayIn(useContext(Zone), new Date())
  const [heldOn, setHeldOn] = useState('')
  const [minutes, setMinutes] = useState('')
  const [scan, setScan] = useState<AttachmentView | null>(null)
  const take = useMutation({
    mutationFn: (file: File) => attach(talk.id, 'talk', 'paper', file, 'paper'),
    onSuccess: setScan,
  })
  const enter = useMutation(
    api.conversations.recordPaper.mutationOptions({
      onSuccess: () => {
        toast({ text: t('conversations.paper.done') })
        void refresh(talk.id)
        onClose()
      },
    }),
  )
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('conversations.paper.title')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="stack"
        onSubmit={(event) => (
          event.preventDefault(),
          scan && enter.mutate({ id: talk.id, heldOn, minutes, scanId: scan.id })
        )}
      >
        <p className="mute">{t('conversations.paper.text')}</p>
        <DateField
          label={t('conversations.paper.heldOn')}
          value={heldOn}
          onChange={setHeldOn}
          required
          max={today}
        />
        {scan ? (
          <p>
            <b>{scan.file?.name}</b>{' '}
            <span className="small mute">{f.bytes(scan.file?.size ?? 0)}</span>{' '}
            <ActionButton kind="quiet" onClick={() => setScan(null)}>
              {t('conversations.paper.other')}
            </ActionButton>
          </p>
        ) : (
          <FileDrop
            label={t('conversations.paper.scan')}
            accept=".pdf,.png,.jpg,.jpeg"
            maxBytes={20 * 1024 ** 2}
            busy={take.isPending}
            onFiles={([file]) => file && take.mutate(file)}
          />
        )}
        <ErrorNote error={take.error} />
        <div>
          <Textarea
            label={t('conversations.minutes.label')}
            minRows={6}
            maxLength={20_000}
            value={minutes}
            onChange={(event) => setMinutes(event.currentTarget.value)}
          />
          <WhoReads readers="sealed" />
        </div>
        <ErrorNote error={enter.error} kept={t('conversations.kept')} />
        <div className="cluster">
          <ActionButton
            type="submit"
            kind="primary"
            busy={enter.isPending}
            refusal={scan ? null : 'conversations.scanFirst'}
          >
            {t('conversations.paper.enter')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Modal>
  )
}
