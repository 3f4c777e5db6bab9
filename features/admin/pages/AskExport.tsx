import { useContext, useState } from 'react'
import { Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { dayIn } from '../../../platform/clock.ts'
import { Choices } from '../../../ui/Choices.tsx'
import { DateField } from '../../../ui/DateField.tsx'
import { ReasonField } from '../../../ui/ReasonField.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import { Zone } from '../../../ui/useFormat.ts'
import { useKeptForm } from '../../../ui/useKept.ts'
import { PersonPick } from '../../org/pages/PersonPick.tsx'
import { FormDialog } from '../../org/pages/person/FormDialog.tsx'
import { DepartmentPick } from '../../org/pages/person/PostFields.tsx'
import { exportContents, type ExportContents } from '../audit/contract.ts'
import styles from './Audit.module.css'

/** Whose records are asked for, where they are one person's. */
export interface Whose {
  id: string
  name: string
  employeeNo: string
}

interface Asked {
  contents: ExportContents
  fromOn: string
  untilOn: string
  departmentId: string | null
  cycleId: string | null
  employee: Whose | null
  reason: string
}

/** Which records, whether their words are wanted, and what for; a second person reads it all. */
export function AskExport({ whose, onClose }: { whose: Whose | null; onClose: () => void }) {
  const { t } = useTranslation()
  const today = dayIn(useContext(Zone), new Date())
  const [form, write, forget] = useKeptForm<Asked>(`export.${whose?.id ?? 'all'}`, {
    contents: 'records',
    fromOn: '',
    untilOn: today,
    departmentId: null,
    cycleId: null,
    employee: whose,
    reason: '',
  })
  const { contents, fromOn, untilOn, departmentId, cycleId, employee, reason } = form
  const [clientId] = useState(() => crypto.randomUUID())
  const { data: cycles } = useQuery(api.cycles.list.queryOptions())
  const ask = useMutation(
    api.admin.audit.exports.ask.mutationOptions({
      onSuccess: async () => {
        forget()
        toast({ text: t('admin.audit.sent') })
        await queryClient.invalidateQueries({ queryKey: api.admin.audit.exports.key() })
        onClose()
      },
    }),
  )
  const lacking = !untilOn ? 'org.dayMissing' : reason.trim().length < 10 ? 'admin.writeWhy' : null
  return (
    <FormDialog
      title={t('admin.audit.ask')}
      size="lg"
      submit={t('admin.audit.send')}
      refusal={lacking}
      busy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onSubmit={() =>
        ask.mutate({
          contents,
          fromOn: fromOn || null,
          untilOn,
          departmentId,
          cycleId,
          employeeId: employee?.id ?? null,
          reason,
          clientId,
        })
      }
    >
      <Choices
        label={t('admin.audit.contentsLabel')}
        choices={exportContents.toReversed().map((key) => ({
          key,
          name: t(`admin.audit.contents.${key}`),
          what: t(`admin.audit.contentsHelp.${key}`),
        }))}
        chosen={contents}
        onChoose={(key) => write({ contents: key })}
      />
      <div className={styles.which}>
        <Select
          label={t('admin.audit.cycle')}
          searchable
          clearable
          value={cycleId}
          onChange={(id) => write({ cycleId: id })}
          data={(cycles ?? [])
            .filter(({ state }) => state !== 'draft')
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
        <DepartmentPick
          label={t('admin.audit.department')}
          value={departmentId}
          onChange={(id) => write({ departmentId: id })}
        />
        <div className={styles.whole}>
          <PersonPick
            label={t('admin.audit.employee')}
            value={employee}
            onChange={(person) => write({ employee: person })}
          />
        </div>
        <DateField
          label={t('admin.audit.fromOn')}
          description={t('admin.audit.fromStart')}
          value={fromOn}
          onChange={(day) => write({ fromOn: day })}
        />
        <DateField
          label={t('admin.audit.untilOn')}
          required
          min={fromOn}
          value={untilOn}
          onChange={(day) => write({ untilOn: day })}
        />
      </div>
      <ReasonField
        label={t('admin.audit.why')}
        help={t('admin.audit.whyHelp')}
        most={500}
        value={reason}
        onChange={(words) => write({ reason: words })}
      />
    </FormDialog>
  )
}
