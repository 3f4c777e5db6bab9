import { useContext, useState } from 'react'
import { MultiSelect, SegmentedControl } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../ui/DateField.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api } from '../../../../ui/api.ts'
import { failureOf, useRefusal } from '../../../../ui/failure.ts'
import { dayIn } from '../../../../ui/format.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { Zone } from '../../../../ui/useFormat.ts'
import { useKeptForm } from '../../../../ui/useKept.ts'
import { addDays } from '../../../../platform/clock.ts'
import type { Delegation } from '../../delegation/contract.ts'
import { daysIn, longestDelegationDays } from '../../delegation/rules.ts'
import { PersonPick } from '../PersonPick.tsx'
import { FormDialog } from '../person/FormDialog.tsx'
import { delegationChanged } from './delegationChanged.ts'

type Somebody = Delegation['from']

interface Asked {
  to: Somebody | null
  isSome: boolean
  chosen: string[]
  fromOn: string
  untilOn: string
  reason: string
}

/** Who, for whom, from when until when, and why. */
export function AskDelegation({ reports, onClose }: { reports: Somebody[]; onClose: () => void }) {
  const { t } = useTranslation()
  const say = useRefusal()
  const today = dayIn(useContext(Zone), new Date())
  const [{ to, isSome, chosen, fromOn, untilOn, reason }, write, forget] = useKeptForm<Asked>(
    'delegation',
    { to: null, isSome: false, chosen: [], fromOn: today, untilOn: addDays(today, 6), reason: '' },
  )
  const [clientId] = useState(() => crypto.randomUUID())
  const ask = useMutation(
    api.org.delegation.ask.mutationOptions({
      onSuccess: async () => {
        forget()
        toast({ text: t('org.delegation.asked') })
        onClose()
        await delegationChanged()
      },
    }),
  )
  // The server's word about a day stands at that day, until the day is changed.
  const refused = failureOf(ask.error)
  const wrong = (field: string) =>
    refused.field === field ? say(refused.reason, refused.params) : null
  const days = (which: 'fromOn' | 'untilOn') => (day: string) => {
    write({ [which]: day })
    ask.reset()
  }
  const outOfRange =
    fromOn < today
      ? 'org.delegation.past'
      : untilOn < fromOn
        ? 'org.endsBeforeStart'
        : daysIn(fromOn, untilOn) > longestDelegationDays
          ? 'org.delegation.tooLong'
          : null
  const lacking = !to
    ? 'org.delegation.personMissing'
    : isSome && chosen.length === 0
      ? 'org.delegation.someMissing'
      : !fromOn || !untilOn
        ? 'org.dayMissing'
        : (outOfRange ?? (reason.trim() ? null : 'org.delegation.reasonMissing'))
  return (
    <FormDialog
      title={t('org.delegation.askTitle')}
      submit={t('org.delegation.ask')}
      refusal={lacking}
      busy={ask.isPending}
      error={refused.field ? null : ask.error}
      onClose={onClose}
      onSubmit={() =>
        to &&
        ask.mutate({
          toId: to.id,
          employeeIds: isSome ? chosen : null,
          fromOn,
          untilOn,
          reason: reason.trim(),
          clientId,
        })
      }
    >
      <p className="small mute">{t('org.delegation.what')}</p>
      <PersonPick
        label={t('org.delegation.who')}
        description={t('org.delegation.whoHelp')}
        value={to}
        onChange={(person) => write({ to: person })}
      />
      <SegmentedControl
        aria-label={t('org.delegation.whom')}
        value={isSome ? 'some' : 'everybody'}
        data={(['everybody', 'some'] as const).map((value) => ({
          value,
          label: t(`org.delegation.${value}`),
        }))}
        onChange={(value) => write({ isSome: value === 'some' })}
      />
      {isSome && (
        <MultiSelect
          label={t('org.delegation.chosen')}
          searchable
          value={chosen}
          onChange={(ids) => write({ chosen: ids })}
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
        error={wrong('fromOn')}
        onChange={days('fromOn')}
      />
      <DateField
        label={t('org.delegation.until')}
        description={t('org.delegation.untilHelp')}
        required
        min={fromOn || today}
        {...(fromOn && { max: addDays(fromOn, longestDelegationDays - 1) })}
        value={untilOn}
        error={
          wrong('untilOn') ?? (outOfRange && fromOn >= today && untilOn ? say(outOfRange) : null)
        }
        onChange={days('untilOn')}
      />
      <ReasonField
        label={t('org.delegation.reason')}
        help={t('org.delegation.reasonHelp')}
        most={500}
        value={reason}
        onChange={(words) => write({ reason: words })}
      />
    </FormDialog>
  )
}
