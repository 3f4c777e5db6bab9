import type { ReactNode } from 'react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Format } from '../../../ui/format.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Happening } from '../audit/contract.ts'
import styles from './Audit.module.css'

/**
 * What happened, a sentence each: who did what to whom, and when. Never a word of content.
 * @param inside what belongs to something of many parts, to be opened below it
 */
export function Happenings({
  items,
  inside,
}: {
  items: Happening[]
  inside?: (one: Happening) => ReactNode
}) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <ul>
      {items.map((one) => (
        <li key={one.id} className={styles.happening}>
          <span className="small mute">{f.dayTime(one.at)}</span>
          <div>
            {t(`admin.event.${one.kind}`, {
              ...namesOf(t, one),
              ...factsOf(t, f, one),
              // Whoever wrote down not to sign has not signed.
              ...(one.data.outcome === 'refused' && { context: 'refused' }),
            })}
            {inside?.(one)}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The people of the sentence; whoever does something to themselves is not named twice. */
function namesOf(t: TFunction, { who, whom, third, pseudonym }: Happening) {
  const isOwn = who !== null && whom?.id === who.id
  const nameOf = ({ name, employeeNo }: { name: string; employeeNo: string }) =>
    t('admin.audit.named', { name, number: employeeNo })
  return {
    who: who
      ? nameOf(who)
      : pseudonym === null
        ? t('admin.audit.system')
        : t('admin.audit.person', { number: pseudonym }),
    whom: isOwn ? t('admin.audit.themselves') : whom ? nameOf(whom) : t('admin.audit.someone'),
    whose: isOwn
      ? t('admin.audit.own')
      : whom
        ? t('admin.audit.whose', { name: nameOf(whom) })
        : t('admin.audit.someonesOwn'),
    third: third ? nameOf(third) : t('admin.audit.someone'),
  }
}

/** Codes, days and counts as words; whose names are withheld has none of them. */
function factsOf(t: TFunction, f: Format, { data }: Happening) {
  const count = (key: string) => (typeof data[key] === 'number' ? data[key] : '–')
  const day = (key: string) => (typeof data[key] === 'string' ? f.day(String(data[key])) : '–')
  return {
    role: data.role ? t(`org.role.${String(data.role)}`) : '–',
    outcome: data.outcome ? t(`conversations.outcome.${String(data.outcome)}`) : '–',
    rows: count('rows'),
    people: count('people'),
    hours: count('hours'),
    records: count('records'),
    written: count('written'),
    leftOut: data.leftOut ? t('admin.audit.leftOutToo', { count: Number(data.leftOut) }) : '',
    labels: count('labels'),
    reasoned: t(data.withReason ? 'admin.audit.withReason' : 'admin.audit.withoutReason'),
    beside: data.choice === 'both' ? t('admin.audit.besideFormer') : '',
    findings: count('findings'),
    years: count('recordYears'),
    entry: typeof data.leafIndex === 'number' ? data.leafIndex + 1 : '–',
    day: day('day'),
    from: day('from'),
    until: day('until'),
  }
}
