import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Happening } from '../audit/contract.ts'

/** What happened, one line each: when, what, who, and the codes that go with it. Never a word of content. */
export function Happenings({ items }: { items: Happening[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const whoOf = ({ who, pseudonym }: Happening) =>
    who
      ? `${who.name}（${who.employeeNo}）`
      : pseudonym === null
        ? t('admin.audit.system')
        : t('admin.audit.person', { number: pseudonym })
  return (
    <ul>
      {items.map((one) => (
        <li key={one.id} className="row">
          <div>
            <b>{t(`admin.event.${one.kind}`, { defaultValue: one.kind })}</b> {whoOf(one)}
            <Codes data={one.data} />
          </div>
          <span className="end small mute">{f.dayTime(one.at)}</span>
        </li>
      ))}
    </ul>
  )
}

// An id says nothing to a reader; it stands in the export.
const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{8}-/.test(value)

function Codes({ data }: { data: Happening['data'] }) {
  const shown = Object.entries(data).filter(([, value]) => value !== null && !isId(value))
  if (shown.length === 0) return null
  return (
    <>
      <br />
      <span className="small mute">
        {shown.map(([key, value]) => `${key}: ${String(value)}`).join(' · ')}
      </span>
    </>
  )
}
