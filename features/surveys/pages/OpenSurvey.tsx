import { useContext, useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DateField } from '../../../ui/DateField.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { Zone } from '../../../ui/useFormat.ts'
import { addDays, dayIn } from '../../../platform/clock.ts'
import { DepartmentSelect } from '../../cycles/pages/draft/DepartmentSelect.tsx'
import { longestDays, usualDays } from '../rules.ts'

/** Whom to ask and until when; a fortnight and everybody unless told. */
export function OpenSurvey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const today = dayIn(useContext(Zone), new Date())
  const [departmentIds, setDepartments] = useState<string[]>([])
  const [opensOn, setOpensOn] = useState(today)
  const [closesOn, setClosesOn] = useState(addDays(today, usualDays))
  const [clientId] = useState(() => crypto.randomUUID())
  const open = useMutation(
    api.surveys.open.mutationOptions({
      onSuccess: async ({ id }) => {
        void queryClient.invalidateQueries({ queryKey: api.surveys.key() })
        void queryClient.invalidateQueries({ queryKey: api.notifications.key() })
        await navigate({ to: `/surveys/${id}` })
      },
    }),
  )
  return (
    <Dialog opened={opened} title={t('surveys.open.title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          open.mutate({ opensOn, closesOn, departmentIds, clientId })
        }}
      >
        <p className="small mute">{t('surveys.open.lead')}</p>
        <DepartmentSelect
          label={t('surveys.open.departments')}
          none={t('surveys.everybody')}
          value={departmentIds}
          onChange={setDepartments}
        />
        <DateField
          label={t('surveys.open.from')}
          required
          min={today}
          value={opensOn}
          onChange={setOpensOn}
        />
        <DateField
          label={t('surveys.open.until')}
          required
          min={opensOn}
          max={opensOn ? addDays(opensOn, longestDays) : undefined}
          value={closesOn}
          onChange={setClosesOn}
        />
        <ErrorNote error={open.error} />
        <div className="cluster">
          <ActionButton kind="primary" type="submit" busy={open.isPending}>
            {t('surveys.open.confirm')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
