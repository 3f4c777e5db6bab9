import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { DryRunRow } from '../../contract.ts'

/** The posts of somebody who moved inside the period; HR may have it in one piece all the same. */
export function Split({ row, choose }: { row: DryRunRow; choose: (asOne: boolean) => void }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  if (!row.findings.includes('moved')) return null
  return (
    <div className="stack small" style={{ gap: 4, marginTop: 8 }}>
      {row.segments.map((segment) => (
        <span key={segment.fromOn} className="mute">
          {[
            t('cycles.dryRun.segment', {
              days: f.range(segment.fromOn, segment.untilOn),
              share: segment.share,
            }),
            segment.manager,
            text(segment.template),
            segment.isAsked && t('cycles.dryRun.segmentAsked'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      ))}
      <span>
        <ActionButton kind="quiet" size="xs" onClick={() => choose(!row.asOne)}>
          {t(row.asOne ? 'cycles.dryRun.split' : 'cycles.dryRun.asOne')}
        </ActionButton>
      </span>
    </div>
  )
}
