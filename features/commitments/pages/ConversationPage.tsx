import { Workspace } from '../../conversations/pages/Workspace.tsx'
import { MeetingCard } from '../../scheduling/pages/MeetingCard.tsx'
import { FollowUp, LastPromises } from './Promises.tsx'

/** A conversation with what belongs to it before and after: the meeting, last time's promises, this time's. */
export function ConversationPage() {
  return (
    <Workspace
      meeting={(id) => <MeetingCard conversationId={id} />}
      lastPromises={(id) => <LastPromises conversationId={id} />}
      follow={(id) => <FollowUp conversationId={id} />}
    />
  )
}
