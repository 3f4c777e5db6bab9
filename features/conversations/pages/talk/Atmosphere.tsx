import { useTranslation } from 'react-i18next'
import { Fold } from '../../../../ui/Fold.tsx'
import type { Workspace } from '../../contract.ts'
import { atmosphereOf } from '../../talk/atmosphere/rules.ts'
import { isPair } from '../form.ts'

/** 安全、尊重、多倾听: one short word to each of the two, another at every step; folded away it stays folded. */
export function Atmosphere({ talk, at }: { talk: Workspace; at: number }) {
  const { t } = useTranslation()
  const hint = atmosphereOf(talk.template.body)[at]
  if (!hint || !isPair(talk)) return null
  const role = talk.relation === 'employee' ? 'employee' : 'manager'
  return (
    <Fold name={`talk.atmosphere.${role}`} title={t('conversations.atmosphere.title')} open>
      <p>{t(`conversations.atmosphere.${role}.${hint}`)}</p>
    </Fold>
  )
}
