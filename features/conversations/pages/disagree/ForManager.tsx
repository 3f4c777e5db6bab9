import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Fold } from '../../../../ui/Fold.tsx'
import { api } from '../../../../ui/api.ts'
import type { Workspace } from '../../contract.ts'
import { AskHr } from '../intervention/AskHr.tsx'
import { Points } from './Points.tsx'

/** For whoever leads the talk: what to do and say when the other does not accept it, what to leave, and the ways out. */
export function ForManager({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const isManager = talk.relation === 'manager' && talk.sealedAt === null
  const input = { conversationId: talk.id }
  const { data: beside } = useQuery({
    ...api.conversations.intervention.of.queryOptions({ input }),
    enabled: isManager,
  })
  if (!isManager) return null
  const hasSaidNo =
    talk.openCase === 'dispute' ||
    talk.signing.signatures.some(({ outcome }) => outcome === 'refused')
  const mayAsk = beside?.refusals.complex === null || beside?.refusals.sensitive === null
  return (
    <Fold name="disagree.manager" title={t('disagree.manager.title')} open={hasSaidNo}>
      <Points of="manager.do" keys={['listen', 'repeat', 'facts', 'mend']} />
      <Points of="manager.say" keys={['which', 'check', 'differ']} said />
      <Points of="manager.leave" keys={['blame', 'compare', 'trade', 'press']} />
      <Points of="manager.stuck" keys={['later', 'hr', 'present']} />
      <div className="cluster">
        {talk.talk.endedAt === null && (
          <ActionButton size="xs" to={`/conversations/${talk.id}`} search={{ phase: 'talk' }}>
            {t('disagree.manager.toDate')}
          </ActionButton>
        )}
        {mayAsk && (
          <ActionButton size="xs" onClick={() => setAsking(true)}>
            {t('intervention.ask.open')}
          </ActionButton>
        )}
      </div>
      {isAsking && <AskHr conversationId={talk.id} onClose={() => setAsking(false)} />}
    </Fold>
  )
}
