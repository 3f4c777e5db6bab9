import { useContext, useState } from 'react'
import { Modal, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { MomentField } from '../../../ui/MomentField.tsx'
import { api, client, queryClient } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import { useFormat, Zone } from '../../../ui/useFormat.ts'
import { useKept } from '../../../ui/useKept.ts'
import { longestLine, meetingChannels, mostLines, type Meeting } from '../contract.ts'
import { PickRoom } from './rooms/PickRoom.tsx'
import { momentAt, wallClock } from './zone.ts'
import styles from './Meeting.module.css'

interface Props {
  conversationId: string
  /** The meeting that is moved; without it a new one is booked. */
  meeting?: Meeting
  suggestion: { agenda: string[]; minutes: number }
  onClose: () => void
}

/** Time, place and agenda. Times are those of the organization's zone; an overlap is said, not forbidden. */
export function Booking({ conversationId, meeting, suggestion, onClose }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const zone = useContext(Zone)
  const [clientId] = useState(() => crypto.randomUUID())
  const [local, setLocal] = useState(meeting ? wallClock(meeting.startsAt, zone) : '')
  const [minutes, setMinutes] = useState(
    meeting
      ? Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000)
      : suggestion.minutes,
  )
  const [place, setPlace] = useState(meeting?.place ?? '')
  const [roomId, setRoomId] = useState<string | null>(meeting?.roomId ?? null)
  const [channel, setChannel] = useState<Meeting['channel']>(meeting?.channel ?? 'inPerson')
  const [agenda, setAgenda] = useState((meeting?.agenda ?? suggestion.agenda).join('\n'))
  const [reason, setReason, forget] = useKept(`move.${meeting?.id ?? conversationId}`, '')
  const lines = agenda
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const tooLong = lines.findIndex(({ length }) => length > longestLine)
  const isTooMuch = tooLong >= 0 || lines.length > mostLines
  const startsAt = momentAt(local, zone)
  const [asked] = useDebouncedValue(startsAt?.getTime() ?? null, 250)
  const { data: overlaps } = useQuery({
    ...api.scheduling.overlaps.queryOptions({
      input: { conversationId, startsAt: new Date(asked ?? 0), minutes },
    }),
    enabled: asked !== null && minutes >= 10,
  })
  const save = useMutation({
    mutationFn: () => {
      const when = {
        startsAt: startsAt!,
        minutes,
        place: place.trim(),
        roomId: channel === 'inPerson' ? roomId : null,
        channel,
        agenda: lines,
      } // the form is sent only with a time
      return meeting
        ? client.scheduling.reschedule({ id: meeting.id, ...when, reason: reason.trim() })
        : client.scheduling.book({ conversationId, ...when, clientId })
    },
    onSuccess: () => {
      forget()
      toast({ text: t(meeting ? 'scheduling.moved' : 'scheduling.booked') })
      void queryClient.invalidateQueries({ queryKey: api.scheduling.key() })
      void queryClient.invalidateQueries({
        queryKey: api.conversations.get.key({ input: { id: conversationId } }),
      })
      onClose()
    },
  })
  const isPast = startsAt !== null && startsAt.getTime() < Date.now()
  const others =
    overlaps?.filter((one) => !meeting || one.startsAt.getTime() !== meeting.startsAt.getTime()) ??
    []
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(meeting ? 'scheduling.reschedule' : 'scheduling.book')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="stack"
        onSubmit={(event) => (event.preventDefault(), startsAt && !isTooMuch && save.mutate())}
      >
        <div className={styles.columns}>
          <MomentField
            label={t('scheduling.startsAt')}
            description={t('scheduling.zone', { zone })}
            value={local}
            onChange={setLocal}
            required
          />
          <NumberInput
            label={t('scheduling.minutes')}
            description={t('scheduling.minutesHint')}
            min={10}
            max={480}
            step={5}
            required
            value={minutes}
            onChange={(value) => setMinutes(Number(value) || 0)}
          />
        </div>
        {isPast && <p className="small mute">{t('scheduling.isPast')}</p>}
        {others.length > 0 && (
          <div className={styles.overlap} role="status">
            {others.map((one) => (
              <p key={`${one.personId}${one.startsAt.getTime()}`}>
                {t('scheduling.overlap', {
                  name: one.name,
                  from: f.time(one.startsAt),
                  to: f.time(one.endsAt),
                })}
              </p>
            ))}
            <p className="small">{t('scheduling.overlapHint')}</p>
          </div>
        )}
        {channel === 'inPerson' && asked !== null && minutes >= 10 && (
          <PickRoom
            conversationId={conversationId}
            startsAt={new Date(asked)}
            minutes={minutes}
            value={roomId}
            onChange={setRoomId}
          />
        )}
        <div className={styles.columns}>
          {(roomId === null || channel !== 'inPerson') && (
            <TextInput
              label={t('scheduling.place')}
              placeholder={t('scheduling.placeHint')}
              maxLength={300}
              value={place}
              onChange={(event) => setPlace(event.currentTarget.value)}
            />
          )}
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
        </div>
        <Textarea
          label={t('scheduling.agenda')}
          description={t('scheduling.agendaHint')}
          minRows={5}
          value={agenda}
          error={
            tooLong >= 0
              ? t('scheduling.agendaLineTooLong', {
                  n: tooLong + 1,
                  has: lines[tooLong]!.length,
                  most: longestLine,
                })
              : isTooMuch && t('scheduling.agendaTooMany', { has: lines.length, most: mostLines })
          }
          onChange={(event) => setAgenda(event.currentTarget.value)}
        />
        {meeting && (
          <TextInput
            label={t('scheduling.reason')}
            description={t('scheduling.reasonHint')}
            required
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <ErrorNote error={save.error} kept={t('scheduling.kept')} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={save.isPending}>
            {t(meeting ? 'scheduling.move' : 'scheduling.bookIt')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Modal>
  )
}
