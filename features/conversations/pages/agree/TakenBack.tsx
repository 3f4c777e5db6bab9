import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Workspace } from '../../contract.ts'
import { inSight } from '../../../sealing/sight/rules.ts'

/** Over the agreement that came back from being signed: by whom, when and why. */
export function TakenBack({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { takenBack } = talk.signing
  if (!takenBack) return null
  return (
    <Card
      title={t('conversations.takenBack.title')}
      note={t('conversations.takenBack.by', {
        name: takenBack.by.name,
        when: f.near(takenBack.at),
      })}
    >
      {takenBack.reason && (
        <p className="measure" style={{ whiteSpace: 'pre-wrap' }}>
          {inSight(takenBack.reason)}
        </p>
      )}
      <p className="small mute">{t('conversations.takenBack.next')}</p>
    </Card>
  )
}
