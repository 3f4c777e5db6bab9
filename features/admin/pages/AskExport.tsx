import { useState } from 'react'
import { Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../ui/DateField.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import { FormDialog } from '../../org/pages/person/FormDialog.tsx'
import { DepartmentPick } from '../../org/pages/person/PostFields.tsx'

/** Which records, and what for; a second person reads both. */
export function AskExport({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [fromOn, setFromOn] = useState('')
  const [untilOn, setUntilOn] = useState(new Date().toLocaleDateString('en-CA'))
  const [departmentId, setDepartmentId] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const ask = useMutation(
    api.admin.audit.exports.ask.mutationOptions({
      onSuccess: async () => {
        toast({ text: t('admin.audit.sent') })
        await queryClient.invalidateQueries({ queryKey: api.admin.audit.exports.key() })
        onClose()
      },
    }),
  )
  const lacking =
    !fromOn || !untilOn ? 'org.dayMissing' : reason.trim().length < 10 ? 'admin.writeWhy' : null
  return (
    <FormDialog
      title={t('admin.audit.ask')}
      submit={t('admin.audit.send')}
      refusal={lacking}
      busy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onSubmit={() => ask.mutate({ fromOn, untilOn, departmentId, reason })}
    >
      <DateField label={t('admin.audit.fromOn')} required value={fromOn} onChange={setFromOn} />
      <DateField
        label={t('admin.audit.untilOn')}
        required
        min={fromOn}
        value={untilOn}
        onChange={setUntilOn}
      />
      <DepartmentPick
        label={t('admin.audit.department')}
        value={departmentId}
        onChange={setDepartmentId}
      />
      <Textarea
        label={t('admin.audit.why')}
        description={t('admin.audit.whyHelp')}
        required
        minLength={10}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
