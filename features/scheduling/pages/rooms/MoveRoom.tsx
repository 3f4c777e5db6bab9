import { useState } from 'react'
import { Radio } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Room, RoomBooking } from '../../rooms/contract.ts'
import { collide, placeOf } from '../../rooms/rules.ts'

interface Props {
  booking: RoomBooking
  bookings: RoomBooking[]
  rooms: Room[]
  onClose: () => void
}

/** The smallest in which two can sit; else the first. */
const fitting = (rooms: Room[]): Room | undefined =>
  rooms
    .filter(({ capacity }) => capacity >= 2)
    .toSorted((one, other) => one.capacity - other.capacity)[0] ?? rooms[0]

/** Another room at the same time: only those that are free then. */
export function MoveRoom({ booking, bookings, rooms, onClose }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const free = rooms.filter(
    ({ id, isOpen }) =>
      isOpen &&
      id !== booking.roomId &&
      !bookings.some((other) => collide({ ...booking, roomId: id }, other)),
  )
  const [roomId, setRoomId] = useState(fitting(free)?.id ?? null)
  const move = useMutation(
    api.scheduling.rooms.move.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.scheduling.key() })
        toast({ text: t('scheduling.rooms.roomMoved') })
        onClose()
      },
    }),
  )
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('scheduling.rooms.moveRoomOf', {
        who: booking.bookedBy,
        when: f.near(booking.startsAt),
      })}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (roomId) move.mutate({ meetingId: booking.meetingId, roomId })
        }}
      >
        {free.length === 0 ? (
          <p>{t('scheduling.rooms.noFree')}</p>
        ) : (
          <Radio.Group label={t('scheduling.rooms.moveTo')} value={roomId} onChange={setRoomId}>
            <div className="stack" style={{ marginTop: 8 }}>
              {free.map((room) => (
                <Radio
                  key={room.id}
                  value={room.id}
                  label={placeOf(room)}
                  description={[
                    t('scheduling.rooms.seats', { count: room.capacity }),
                    ...room.equipment,
                  ].join(t('scheduling.rooms.comma'))}
                />
              ))}
            </div>
          </Radio.Group>
        )}
        <ErrorNote error={move.error} />
        <div className="cluster">
          {free.length > 0 && (
            <ActionButton type="submit" kind="primary" busy={move.isPending}>
              {t('scheduling.rooms.moveNow')}
            </ActionButton>
          )}
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
