import { useState } from 'react'
import { Modal, Radio, Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../ui/ReasonField.tsx'
import { api, client, queryClient } from '../../../ui/api.ts'
import { useKept } from '../../../ui/useKept.ts'
import { meetingChannels, type Meeting } from '../contract.ts'

export type Asked = 'held' | 'noShow' | 'cancel'

/** What became of the meeting: it took place, somebody did not come, or it was called off. */
export function Outcome({
  meeting,
  asked,
  onClose,
}: {
  meeting: Meeting
  asked: Asked
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [reason, setReason, forget] = useKept(`${asked}.${meeting.id}`, '')
  const [absent, setAbsent] = useState<'employee' | 'manager'>('employee')
  const [channel, setChannel] = useState(meeting.channel)
  const save = useMutation({
    mutationFn: () =>
      ({
        held: () => client.scheduling.held({ id: meeting.id, channel }),
        noShow: () => client.scheduling.noShow({ id: meeting.id, absent, reason: reason.trim() }),
        cancel: () => client.scheduling.cancel({ id: meeting.id, reason: reason.trim() }),
      })[asked](),
    onSuccess: () => {
      forget()
      void queryClient.invalidateQueries({ queryKey: api.scheduling.key() })
      void queryClient.invalidateQueries({
        queryKey: api.conversations.get.key({ input: { id: meeting.conversationId } }),
      })
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`scheduling.${asked}.title`)}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form className="stack" onSubmit={(event) => (event.preventDefault(), save.mutate())}>
        <p className="mute">{t(`scheduling.${asked}.text`)}</p>
        {asked === 'held' && (
          <Select
            label={t('scheduling.how')}
            allowDeselect={false}
            value={channel}
            onChange={(value) => value && setChannel(value as Meeting['channel'])}
            data={meetingChannels.map((value) => ({
              value,
              label: t(`scheduling.channel.${value}`),
            }))}
          />
        )}
        {asked === 'noShow' && (
          <Radio.Group
            label={t('scheduling.noShow.who')}
            value={absent}
            onChange={(value) => setAbsent(value as typeof absent)}
          >
            <div className="cluster">
              <Radio value="employee" label={meeting.employee.name} />
              <Radio value="manager" label={meeting.manager.name} />
            </div>
          </Radio.Group>
        )}
        {asked !== 'held' && (
          <ReasonField
            label={t('scheduling.reason')}
            help={t('scheduling.reasonHint')}
            most={1000}
            value={reason}
            onChange={setReason}
          />
        )}
        <ErrorNote error={save.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={save.isPending}>
            {t(`scheduling.${asked}.confirm`)}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Modal>
  )
}
