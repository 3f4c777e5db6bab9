import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { placeOf } from '../../rooms/rules.ts'

interface Props {
  conversationId: string
  startsAt: Date
  minutes: number
  value: string | null
  onChange: (roomId: string | null) => void
}

/** The organization's rooms at that time, free ones first; nothing at all where it has none. */
export function PickRoom({ conversationId, startsAt, minutes, value, onChange }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { data, error, refetch } = useQuery(
    api.scheduling.rooms.offered.queryOptions({
      input: { conversationId, startsAt, minutes },
      placeholderData: (before) => before,
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data || data.length === 0) return null
  const chosen = data.find(({ id }) => id === value)
  return (
    <div>
      <Select
        label={t('scheduling.rooms.pickRoom')}
        description={t('scheduling.rooms.pickRoomHint')}
        placeholder={t('scheduling.rooms.noRoomPicked')}
        clearable
        searchable
        value={chosen ? value : null}
        onChange={onChange}
        data={data.map((room) => {
          const [first] = room.taken
          const now = first
            ? t('scheduling.rooms.takenAt', {
                from: f.time(first.startsAt),
                to: f.time(first.endsAt),
              })
            : t('scheduling.rooms.free')
          return {
            value: room.id,
            label: [placeOf(room), t('scheduling.rooms.seats', { count: room.capacity }), now].join(
              t('scheduling.rooms.comma'),
            ),
          }
        })}
      />
      {chosen && chosen.taken.length > 0 && (
        <p className="small" role="status" style={{ marginTop: 8 }}>
          {t('scheduling.rooms.takenHint')}
        </p>
      )}
    </div>
  )
}
