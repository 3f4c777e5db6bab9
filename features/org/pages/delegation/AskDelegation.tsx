import { useState } from 'react'
import { MultiSelect, SegmentedControl, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../ui/DateField.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { addDays } from '../../../../platform/clock.ts'
import type { Delegation } from '../../delegation/contract.ts'
import { longestDelegationDays } from '../../delegation/rules.ts'
import { PersonPick } from '../PersonPick.tsx'
import { FormDialog } from '../person/FormDialog.tsx'
import { delegationChanged } from './Delegations.tsx'

type Somebody = Delegation['from']

/** Who, for whom, from when until when, and why. */
export function AskDelegation({ reports, onClose }: { reports: Somebody[]; onClose: () => void }) {
  const { t } = useTranslation()
  const today = new Date().toLocaleDateString('en-CA')
  const [to, setTo] = useState<Somebody | null>(null)
  const [isSome, setSome] = useState(false)
  const [chosen, setChosen] = useState<string[]>([])
  const [fromOn, setFromOn] = useState(today)
  const [untilOn, setUntilOn] = useState(addDays(today, 6))
  const [reason, setReason] = useState('')
  const ask = useMutation(
    api.org.delegation.ask.mutationOptions({
      onSuccess: async () => {
        toast({ text: t('org.delegation.asked') })
        await delegationChanged()
        onClose()
      },
    }),
  )
  const lacking = !to
    ? 'org.delegation.personMissing'
    : isSome && chosen.length === 0
      ? 'org.delegation.someMissing'
      : !fromOn || !untilOn
        ? 'org.dayMissing'
        : reason.trim()
          ? null
          : 'org.delegation.reasonMissing'
  return (
    <FormDialog
      title={t('org.delegation.askTitle')}
      submit={t('org.delegation.ask')}
      refusal={lacking}
      busy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onSubmit={() =>
        to &&
        ask.mutate({
          toId: to.id,
          employeeIds: isSome ? chosen : null,
          fromOn,
          untilOn,
          reason: reason.trim(),
        })
      }
    >
      <p className="small mute">{t('org.delegation.what')}</p>
      <PersonPick
        label={t('org.delegation.who')}
        description={t('org.delegation.whoHelp')}
        value={to}
        onChange={setTo}
      />
      <SegmentedControl
        aria-label={t('org.delegation.whom')}
        value={isSome ? 'some' : 'everybody'}
        data={(['everybody', 'some'] as const).map((value) => ({
          value,
          label: t(`org.delegation.${value}`),
        }))}
        onChange={(value) => setSome(value === 'some')}
      />
      {isSome && (
        <MultiSelect
          label={t('org.delegation.chosen')}
          searchable
          value={chosen}
          onChange={setChosen}
          data={reports.map(({ id, name, employeeNo }) => ({
            value: id,
            label: `${name}（${employeeNo}）`,
          }))}
        />
      )}
      <DateField
        label={t('org.delegation.from')}
        required
        min={today}
        value={fromOn}
        onChange={setFromOn}
      />
      <DateField
        label={t('org.delegation.until')}
        description={t('org.delegation.untilHelp')}
        required
        min={fromOn}
        max={fromOn && addDays(fromOn, longestDelegationDays - 1)}
        value={untilOn}
        onChange={setUntilOn}
      />
      <Textarea
        label={t('org.delegation.reason')}
        description={t('org.delegation.reasonHelp')}
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
