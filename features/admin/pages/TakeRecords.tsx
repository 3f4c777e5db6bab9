import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { queryClient, api } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import { StepUp } from '../../accounts/pages/StepUp.tsx'
import type { ChainExport } from '../audit/contract.ts'

/** The archives of an approved export, each taken by itself; how far each has come is counted as it is written. */
export function TakeRecords({ one }: { one: ChainExport }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [number, setNumber] = useState<number | null>(null)
  const { archives } = one
  // Begun here, and the server has not told of it yet; from then on the page asks by itself.
  const [begunFrom, setBegunFrom] = useState<string | null>(null)
  const standing = archives
    .flatMap(({ handedOverAt, brokenOffAt }) => [handedOverAt, brokenOffAt])
    .map((at) => at?.getTime())
    .join()
  if (begunFrom !== null && (one.isBeingTaken || begunFrom !== standing)) setBegunFrom(null)
  const isBegun = begunFrom !== null
  useEffect(() => {
    if (!isBegun) return
    const asking = setInterval(
      () => void queryClient.invalidateQueries({ queryKey: api.admin.audit.exports.key() }),
      2_000,
    )
    const giveUp = setTimeout(() => setBegunFrom(null), 60_000)
    return () => (clearInterval(asking), clearTimeout(giveUp))
  }, [isBegun])
  const isUnderWay = isBegun || one.isBeingTaken
  const verb = (at: number) =>
    archives.length > 1
      ? t('admin.audit.takePart', { number: at + 1, of: archives.length })
      : t(archives[at]!.written > 0 ? 'admin.audit.takeAgain' : 'admin.audit.takeRecords')
  return (
    <div className="stack" style={{ marginTop: 8 }}>
      {archives.map(({ records, written, leftOut, ...told }, at) => (
        <div key={at} className="stack" style={{ gap: 8 }}>
          {written > 0 && (
            <Progress
              label={
                archives.length > 1
                  ? t('admin.audit.partOf', { number: at + 1, of: archives.length })
                  : t('admin.audit.partWritten')
              }
              done={written}
              whole={records}
              note={leftOut > 0 && t('admin.audit.partLeftOut', { count: leftOut })}
            />
          )}
          {!isUnderWay && told.handedOverAt && (
            <p className="small mute">
              {t('admin.audit.partTaken', { when: f.dayTime(told.handedOverAt) })}
            </p>
          )}
          {!isUnderWay && told.brokenOffAt && one.expiresAt && (
            <p className="small">
              {t('admin.audit.partBroken', {
                when: f.dayTime(told.brokenOffAt),
                until: f.dayTime(one.expiresAt),
              })}
            </p>
          )}
          <div>
            <ActionButton
              size="compact-sm"
              busy={isUnderWay}
              refusal={one.refusals.take}
              onClick={() => setNumber(at + 1)}
            >
              {verb(at)}
            </ActionButton>
          </div>
        </div>
      ))}
      {!isUnderWay && one.brokenOffAt && archives.length > 1 && (
        <p className="small mute">{t('admin.audit.partStopped')}</p>
      )}
      {number !== null && (
        <StepUp
          title={verb(number - 1)}
          text={t('admin.audit.takeText')}
          confirm={verb(number - 1)}
          act={async () => location.assign(`/api/files/records/${one.id}?archive=${number}`)}
          onDone={() => {
            toast({ text: t('admin.audit.taking') })
            setBegunFrom(standing)
          }}
          onClose={() => setNumber(null)}
        />
      )}
    </div>
  )
}
