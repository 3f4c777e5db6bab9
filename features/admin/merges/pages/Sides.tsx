import { type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../../../ui/Tag.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Side } from '../contract.ts'
import { holdings } from '../rules.ts'
import styles from './Doubles.module.css'

/** What each of two accounts is and holds, line by line; what agrees stands out. */
export function Sides({ one, other, keptId }: { one: Side; other: Side; keptId: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const empty = <span className="faint">{t('admin.merges.empty')}</span>
  const day = (value: string | null) => value && f.shortDay(value)
  const lines: [string, (side: Side) => ReactNode][] = [
    [t('admin.merges.field.department'), (side) => side.department.replaceAll('/', ' / ')],
    [t('admin.merges.field.position'), (side) => side.position],
    [t('admin.merges.field.hiredOn'), (side) => day(side.hiredOn)],
    [t('admin.merges.field.leftOn'), (side) => day(side.leftOn)],
    [t('admin.merges.field.email'), (side) => side.email],
    [t('admin.merges.field.phone'), (side) => side.phone],
    [
      t('admin.merges.field.account'),
      (side) => t(side.hasAccount ? 'admin.merges.yes' : 'admin.merges.no'),
    ],
    ...holdings.map((kind): [string, (side: Side) => ReactNode] => [
      t(`admin.merges.holds.${kind}`),
      (side) => f.count(side.holds[kind]),
    ]),
  ]
  return (
    <table className={styles.sides}>
      <caption className="unseen">{t('admin.merges.comparingSub')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">{t('admin.merges.what')}</span>
          </th>
          {[one, other].map((side) => (
            <th key={side.id} scope="col">
              {side.name}
              <br />
              <span className="small mute">{side.employeeNo}</span>
              <br />
              {side.id === keptId ? (
                <Tag kind="d">{t('admin.merges.keptTag')}</Tag>
              ) : (
                <Tag>{t('admin.merges.mergedTag')}</Tag>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(([label, of]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{of(one) || empty}</td>
            <td>{of(other) || empty}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
