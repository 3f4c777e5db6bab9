import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Workspace } from '../../contract.ts'
import { Paper } from '../talk/Paper.tsx'

/** Both are in: the next thing is to sit down together. */
export function TalkNext({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isPaper, setPaper] = useState(false)
  // Something else comes first, such as the note on a large gap: then that stands at the top instead.
  const mayStart = talk.refusals.startTalk === null
  if (
    talk.talk.startedAt ||
    talk.sealedAt ||
    !talk.revealedAt ||
    (talk.relation === 'manager' && !mayStart)
  )
    return null
  return (
    <Card tone="calm">
      <div className="row">
        <div>
          <h2>{t('conversations.part.bothIn')}</h2>
          <p className="mute">
            {t('conversations.part.openedAt', { when: f.near(talk.revealedAt) })}
          </p>
        </div>
        {talk.relation === 'manager' && (
          <div className="end">
            <ActionButton kind="primary" to={`/conversations/${talk.id}/live`}>
              {t('conversations.talk.enter')}
            </ActionButton>
          </div>
        )}
      </div>
      {talk.refusals.recordPaper === null && (
        <p className="small">
          <ActionButton kind="quiet" onClick={() => setPaper(true)}>
            {t('conversations.paper.open')}
          </ActionButton>
        </p>
      )}
      {isPaper && <Paper talk={talk} onClose={() => setPaper(false)} />}
    </Card>
  )
}
