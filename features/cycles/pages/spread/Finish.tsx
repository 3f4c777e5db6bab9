import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api } from '../../../../ui/api.ts'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { ScaleSpread, Spread } from '../../spread/contract.ts'
import { outsideOf } from '../../spread/rules.ts'
import { OutsideReason } from './OutsideReason.tsx'

/** Says that a group is calibrated; outside the expectation it asks why, and goes on without an answer. */
export function Finish({
  cycleId,
  seen,
  scale,
}: {
  cycleId: string
  seen: Spread
  scale: ScaleSpread
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const cache = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const finish = useMutation(
    api.cycles.finishCalibration.mutationOptions({
      onSuccess: () => {
        toast({ text: t('cycles.spread.finishedToast') })
        setAsking(false)
        setReason('')
        void cache.invalidateQueries({ queryKey: api.cycles.spread.key() })
      },
    }),
  )
  const group = seen.department?.name ?? t('cycles.spread.everybody')
  const isOutside = outsideOf(scale.curve).length > 0
  return (
    <div>
      <ActionButton onClick={() => setAsking(true)}>{t('cycles.spread.finish')}</ActionButton>
      <ConfirmDialog
        opened={isAsking}
        title={t('cycles.spread.finishTitle', { group })}
        confirm={t('cycles.spread.finish')}
        busy={finish.isPending}
        error={finish.error}
        onConfirm={() =>
          finish.mutate({
            id: cycleId,
            scale: scale.scale,
            departmentId: seen.department?.id,
            reason: reason.trim() || undefined,
          })
        }
        onClose={() => setAsking(false)}
      >
        <div className="stack">
          <p>{t('cycles.spread.finishWhat', { rated: f.count(scale.whole!.rated) })}</p>
          {isOutside && scale.curve && (
            <OutsideReason curve={scale.curve} value={reason} onChange={setReason} />
          )}
        </div>
      </ConfirmDialog>
    </div>
  )
}
