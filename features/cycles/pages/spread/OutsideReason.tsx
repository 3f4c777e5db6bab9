import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Curve } from '../../spread/contract.ts'

/** The labels outside, with their numbers, and the question why. Nothing depends on the answer. */
export function OutsideReason({
  curve,
  value,
  onChange,
}: {
  curve: Curve
  value: string
  onChange: (reason: string) => void
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  return (
    <>
      <p role="alert">
        {t('cycles.spread.outside', {
          count: curve.rows.filter(({ outside }) => outside).length,
          rated: f.count(curve.rated),
        })}
      </p>
      <ul style={{ paddingLeft: 20 }}>
        {curve.rows
          .filter(({ outside }) => outside)
          .map((row) => (
            <li key={row.value}>
              {text(row.label)}
              {t('cycles.spread.colon')}
              {t('cycles.spread.row', {
                expected: row.expectedPercent,
                percent: row.percent,
                people: f.count(row.people),
              })}
            </li>
          ))}
      </ul>
      <ReasonField
        label={t('cycles.spread.reason')}
        help={t('cycles.spread.reasonHelp')}
        most={1000}
        isOptional
        value={value}
        onChange={onChange}
      />
    </>
  )
}
