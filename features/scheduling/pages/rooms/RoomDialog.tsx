import { useState } from 'react'
import { NumberInput, Switch, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useTried } from '../../../../ui/useTried.ts'
import { DepartmentPick } from '../../../org/pages/person/PostFields.tsx'
import type { Room } from '../../rooms/contract.ts'
import { longestEquipment, mostEquipment } from '../../rooms/rules.ts'

/** One room as it stands in the list; without one a new one is added. */
export function RoomDialog({ room, onClose }: { room: Room | null; onClose: () => void }) {
  const { t } = useTranslation()
  const [form, setForm] = useState(() => ({
    id: room?.id ?? crypto.randomUUID(),
    name: room?.name ?? '',
    site: room?.site ?? '',
    departmentId: room?.departmentId ?? null,
    capacity: room?.capacity ?? 4,
    equipment: room?.equipment.join(t('scheduling.rooms.comma')) ?? '',
    isOpen: room?.isOpen ?? true,
  }))
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const save = useMutation(
    api.scheduling.rooms.save.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.scheduling.key() })
        toast({ text: t('scheduling.rooms.roomSaved') })
        onClose()
      },
    }),
  )
  const equipment = form.equipment
    .split(/[,，、;；\n]/)
    .map((each) => each.trim())
    .filter(Boolean)
  const isTooMuch =
    equipment.length > mostEquipment || equipment.some(({ length }) => length > longestEquipment)
  const { tried, submit } = useTried(() => save.mutate({ ...form, equipment }))
  return (
    <Dialog
      opened
      onClose={onClose}
      title={
        room ? t('scheduling.rooms.editRoom', { name: room.name }) : t('scheduling.rooms.addRoom')
      }
    >
      <form className="stack" noValidate onSubmit={submit}>
        <TextInput
          label={t('scheduling.rooms.name')}
          description={t('scheduling.rooms.nameHint')}
          required
          maxLength={60}
          value={form.name}
          error={tried && !form.name.trim() && t('ui.fillIn')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('scheduling.rooms.site')}
          description={t('scheduling.rooms.siteHint')}
          maxLength={100}
          value={form.site}
          onChange={(event) => set({ site: event.currentTarget.value })}
        />
        <NumberInput
          label={t('scheduling.rooms.capacity')}
          required
          allowDecimal={false}
          min={1}
          max={1000}
          value={form.capacity}
          onChange={(value) => set({ capacity: Number(value) || 1 })}
        />
        <TextInput
          label={t('scheduling.rooms.equipment')}
          description={t('scheduling.rooms.equipmentHint')}
          value={form.equipment}
          error={
            isTooMuch &&
            t('scheduling.rooms.equipmentTooMuch', {
              most: mostEquipment,
              longest: longestEquipment,
            })
          }
          onChange={(event) => set({ equipment: event.currentTarget.value })}
        />
        <DepartmentPick
          label={t('scheduling.rooms.whose')}
          none={t('scheduling.rooms.everybody')}
          value={form.departmentId}
          onChange={(departmentId) => set({ departmentId })}
        />
        <Switch
          label={t('scheduling.rooms.isOpen')}
          checked={form.isOpen}
          onChange={(event) => set({ isOpen: event.currentTarget.checked })}
        />
        <ErrorNote error={save.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={save.isPending}>
            {t('scheduling.rooms.saveRoom')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
