import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Workspace } from '../contract.ts'

/** 代: somebody leads the talk for its manager, and everybody at the table knows until when. */
export function LedFor({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (!talk.ledFor || !talk.manager) return null
  const { delegate, untilOn } = talk.ledFor
  const words = { name: talk.manager.name, delegate: delegate.name, day: f.day(untilOn) }
  const who = talk.relation === 'delegate' ? 'you' : 'other'
  return (
    <Card tone="calm" title={t(`conversations.ledFor.${who}`, words)}>
      <p className="mute">{t(`conversations.ledFor.${who}Text`, words)}</p>
    </Card>
  )
}
