import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { Curve } from '../../../cycles/pages/spread/Curve.tsx'
import { OutsideReason } from '../../../cycles/pages/spread/OutsideReason.tsx'
import { outsideOf, smallestCurve } from '../../../cycles/spread/rules.ts'
import type { StepView } from '../../steps/contract.ts'

/** The group around a talk beside what is expected of it; outside, the question why goes with the click. */
export function Calibrate({
  step,
  busy,
  onSettle,
}: {
  step: StepView
  busy: boolean
  onSettle: (reason: string | undefined) => void
}) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const curve = step.group?.curve ?? null
  return (
    <>
      {curve && (
        <Card
          title={t('conversations.steps.group', {
            group: step.group?.department ?? t('cycles.spread.everybody'),
          })}
          note={t('cycles.spread.tolerance', { tolerance: curve.tolerance })}
        >
          <div className="stack">
            <Curve curve={curve} smallest={smallestCurve} />
            {outsideOf(curve).length > 0 && step.refusal === null && (
              <OutsideReason curve={curve} value={reason} onChange={setReason} />
            )}
          </div>
        </Card>
      )}
      <div className="cluster">
        <ActionButton
          kind="primary"
          refusal={step.refusal}
          busy={busy}
          onClick={() => onSettle(reason.trim() || undefined)}
        >
          {t('conversations.steps.settle.calibration')}
        </ActionButton>
      </div>
    </>
  )
}
