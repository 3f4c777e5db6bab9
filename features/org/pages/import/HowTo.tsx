import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import type {
  Fault,
  FaultKind,
  Field,
  Import,
  ImportRow,
  LineChoice,
} from '../../import/contract.ts'
import { acceptable, emptiable } from '../../import/verdicts/drafts/rules.ts'
import { Fill } from './Fill.tsx'
import type { useResolve } from './useResolve.ts'
import styles from './ImportWizard.module.css'

interface Props {
  roster: Import
  row: ImportRow
  deciding: ReturnType<typeof useResolve>
}

interface Way {
  key: string
  label: string
  go: () => void
}

// What a person can do about a fault besides filling in another value.
const words: Partial<Record<FaultKind, { fill: string; empty?: string; accept?: string }>> = {
  managerMissing: { fill: 'pickManager', empty: 'noManagerYet' },
  managerSelf: { fill: 'pickManager', empty: 'noManagerYet' },
  managerLeft: { fill: 'pickManager', empty: 'noManagerYet' },
  managerLoop: { fill: 'pickManager', empty: 'noManagerYet' },
  secondTop: { fill: 'pickManager', empty: 'isTop' },
  levelUnknown: { fill: 'pickLevel', empty: 'leaveEmpty', accept: 'newLevel' },
  hiredOnUnreadable: { fill: 'fillDay', empty: 'leaveEmpty' },
  hiredOnFuture: { fill: 'fillDay', empty: 'leaveEmpty', accept: 'startsLater' },
  leftOnUnreadable: { fill: 'fillDay', empty: 'leaveEmpty' },
  emailUnreadable: { fill: 'fillMail', empty: 'leaveEmpty' },
  numberMissing: { fill: 'fillNumber' },
  numberDamaged: { fill: 'fillNumber' },
  nameMissing: { fill: 'fillName' },
  departmentMissing: { fill: 'pickDepartment' },
  textDamaged: { fill: 'rewrite' },
  textTooLong: { fill: 'rewrite' },
}

/** 怎么办: the ways out of one row's problems, as short as they can be said. */
export function HowTo({ roster, row, deciding }: Props) {
  const { t } = useTranslation()
  const [filling, setFilling] = useState<Fault | null>(null)
  const decide = (change: LineChoice) => deciding.decide([row], change)
  const ways: Way[] = [
    ...row.faults.flatMap((fault) => waysOf(fault)),
    { key: 'drop', label: t('org.import.ways.drop'), go: () => decide({ drop: true }) },
  ]

  function waysOf(fault: Fault): Way[] {
    const { kind, field, suggestion, lines } = fault
    if (kind === 'numberTwice')
      return [row.line, ...(lines ?? [])].map((kept) =>
        keepOnly(kept, [row.line, ...(lines ?? [])]),
      )
    if (kind === 'statusUnknown')
      return (['active', 'left'] as const).map((status) => ({
        key: status,
        label: t(`org.status.${status}`),
        go: () => decide(set('status', status)),
      }))
    if (kind === 'perhapsReturned')
      return [
        {
          key: 'same',
          label: t('org.import.ways.samePerson'),
          go: () => decide({ continues: suggestion! }),
        },
        {
          key: 'other',
          label: t('org.import.ways.newPerson'),
          go: () => decide({ accept: [...(row.choice?.accept ?? []), kind] }),
        },
      ]
    const said = words[kind]
    const found: Way[] = []
    if (suggestion)
      found.push({
        key: `${kind} suggestion`,
        label: t('org.import.ways.fillWith', { value: suggestion }),
        go: () => decide(set(field, suggestion)),
      })
    else if (said)
      found.push({
        key: `${kind} fill`,
        label: t(`org.import.ways.${said.fill}`),
        go: () => setFilling(fault),
      })
    if (said?.accept && acceptable.has(kind))
      found.push({
        key: `${kind} accept`,
        label: t(`org.import.ways.${said.accept}`),
        go: () => decide({ accept: [...(row.choice?.accept ?? []), kind] }),
      })
    if (said?.empty && emptiable.has(kind))
      found.push({
        key: `${kind} empty`,
        label:
          said.empty === 'leaveEmpty' && row.faults.length > 1
            ? t('org.import.ways.leaveFieldEmpty', { field: t(`org.short.${field}`) })
            : t(`org.import.ways.${said.empty}`),
        go: () => decide(set(field, null)),
      })
    return found
  }

  function keepOnly(kept: number, all: number[]): Way {
    const others = all.filter((line) => line !== kept)
    return {
      key: `keep ${kept}`,
      label: t('org.import.ways.keep', { line: kept }),
      go: () =>
        deciding.decide(
          others.map((line) => ({ line, choice: line === row.line ? row.choice : null })),
          { drop: true },
        ),
    }
  }

  return (
    <div className={styles.choices}>
      {ways.map((way) => (
        <ActionButton
          key={way.key}
          kind="quiet"
          size="compact-sm"
          refusal={roster.refusals.edit}
          onClick={way.go}
        >
          {way.label}
        </ActionButton>
      ))}
      {filling && (
        <Fill
          roster={roster}
          own={row.employeeNo}
          field={filling.field}
          title={t('org.import.fillTitle', { line: row.line, name: row.name || row.employeeNo })}
          initial={filling.field === 'managerNo' || filling.field === 'level' ? '' : filling.value}
          onClose={() => setFilling(null)}
          onFill={(value) => decide(set(filling.field, value))}
        />
      )}
    </div>
  )
}

const set = (field: Field, value: string | null): LineChoice => ({ set: { [field]: value } })
