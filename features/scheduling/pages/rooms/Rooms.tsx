import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Room, RoomBooking } from '../../rooms/contract.ts'
import { MoveRoom } from './MoveRoom.tsx'
import { RoomDialog } from './RoomDialog.tsx'

/** For whoever runs the rooms: which are taken when and by whom, and the list of them. Never what a talk is about. */
export function Rooms() {
  const { t } = useTranslation()
  const rooms = useQuery(api.scheduling.rooms.list.queryOptions())
  const [edited, setEdited] = useState<Room | 'new' | null>(null)
  return (
    <>
      <PageHeader
        title={t('scheduling.rooms.roomsTitle')}
        sub={t('scheduling.rooms.roomsSub')}
        actions={
          <ActionButton kind="primary" onClick={() => setEdited('new')}>
            {t('scheduling.rooms.addRoom')}
          </ActionButton>
        }
      />
      <div className="stack">
        <Bookings rooms={rooms.data ?? []} />
        <Card title={t('scheduling.rooms.roomList')} note={t('scheduling.rooms.roomListNote')}>
          <DataTable
            caption={t('scheduling.rooms.roomList')}
            rows={rooms.data}
            rowKey={({ id }) => id}
            error={rooms.error}
            onRetry={() => void rooms.refetch()}
            empty={<EmptyState text={t('scheduling.rooms.noRooms')} />}
            columns={roomColumns(t, setEdited)}
          />
        </Card>
      </div>
      {edited && (
        <RoomDialog room={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  )
}

type Say = ReturnType<typeof useTranslation>['t']

const roomColumns = (t: Say, onEdit: (room: Room) => void) => [
  {
    key: 'name',
    header: t('scheduling.rooms.room'),
    phone: 'title' as const,
    cell: ({ name }: Room) => name,
  },
  { key: 'site', header: t('scheduling.rooms.site'), cell: ({ site }: Room) => site },
  {
    key: 'capacity',
    header: t('scheduling.rooms.capacity'),
    cell: ({ capacity }: Room) => t('scheduling.rooms.seats', { count: capacity }),
  },
  {
    key: 'equipment',
    header: t('scheduling.rooms.equipment'),
    cell: ({ equipment }: Room) => equipment.join(t('scheduling.rooms.comma')),
  },
  {
    key: 'whose',
    header: t('scheduling.rooms.whose'),
    cell: ({ department, isOpen }: Room) => (
      <>
        {department ?? t('scheduling.rooms.everybody')}{' '}
        {!isOpen && <Tag>{t('scheduling.rooms.closed')}</Tag>}
      </>
    ),
  },
  {
    key: 'do',
    header: t('scheduling.rooms.edit'),
    silent: true,
    cell: (room: Room) => (
      <ActionButton
        kind="quiet"
        aria-label={t('scheduling.rooms.editRoom', { name: room.name })}
        onClick={() => onEdit(room)}
      >
        {t('scheduling.rooms.edit')}
      </ActionButton>
    ),
  },
]

function Bookings({ rooms }: { rooms: Room[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { data, error, refetch } = useQuery(
    api.scheduling.rooms.bookings.queryOptions({ input: {} }),
  )
  const [moved, setMoved] = useState<RoomBooking | null>(null)
  const clashes = data?.filter(({ isClash }) => isClash).length ?? 0
  return (
    <Card title={t('scheduling.rooms.bookings')} note={t('scheduling.rooms.bookingsNote')}>
      {clashes > 0 && <p role="status">{t('scheduling.rooms.clashes', { n: clashes })}</p>}
      <DataTable
        caption={t('scheduling.rooms.bookings')}
        rows={data}
        rowKey={({ meetingId }) => meetingId}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('scheduling.rooms.noBookings')} />}
        columns={[
          {
            key: 'when',
            header: t('scheduling.rooms.when'),
            phone: 'title',
            cell: ({ startsAt, endsAt }) =>
              `${f.day(startsAt)} ${f.time(startsAt)}–${f.time(endsAt)}`,
          },
          {
            key: 'room',
            header: t('scheduling.rooms.room'),
            cell: ({ room, isClash }) => (
              <>
                {room} {isClash && <Tag kind="w">{t('scheduling.rooms.clash')}</Tag>}
              </>
            ),
          },
          {
            key: 'what',
            header: t('scheduling.rooms.what'),
            cell: () => t('scheduling.rooms.justTalk'),
          },
          {
            key: 'by',
            header: t('scheduling.rooms.bookedBy'),
            cell: ({ bookedBy }) => bookedBy,
          },
          {
            key: 'do',
            header: t('scheduling.rooms.moveRoom'),
            silent: true,
            cell: (one) => (
              <ActionButton
                kind="quiet"
                aria-label={t('scheduling.rooms.moveRoomOf', {
                  who: one.bookedBy,
                  when: f.near(one.startsAt),
                })}
                onClick={() => setMoved(one)}
              >
                {t('scheduling.rooms.moveRoom')}
              </ActionButton>
            ),
          },
        ]}
      />
      {moved && data && (
        <MoveRoom booking={moved} bookings={data} rooms={rooms} onClose={() => setMoved(null)} />
      )}
    </Card>
  )
}
