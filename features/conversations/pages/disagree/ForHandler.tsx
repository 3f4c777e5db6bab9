import { useTranslation } from 'react-i18next'
import { Fold } from '../../../../ui/Fold.tsx'
import type { Case } from '../../appeals/contract.ts'
import { Points } from './Points.tsx'

/** Above the cases: for whoever answers, how to hear both; for HR, whom to name and what to keep an eye on. */
export function ForHandler({ cases }: { cases: Case[] }) {
  const { t } = useTranslation()
  const answers = cases.some(({ refusals }) => refusals.decide === null)
  const names = cases.some(({ refusals }) => refusals.name === null)
  return (
    <>
      {answers && (
        <Fold name="disagree.handler" title={t('disagree.handler.title')}>
          <Points of="handler.before" keys={['record', 'recuse', 'apart']} />
          <Points of="handler.hear" keys={['same', 'facts', 'promise', 'said']} />
          <Points of="handler.answer" keys={['each', 'parts', 'inTime']} />
        </Fold>
      )}
      {names && (
        <Fold name="disagree.hr" title={t('disagree.hr.title')}>
          <Points of="hr.name" keys={['free', 'early', 'change']} />
          <Points of="hr.keep" keys={['silent', 'protect', 'both']} />
        </Fold>
      )}
    </>
  )
}
