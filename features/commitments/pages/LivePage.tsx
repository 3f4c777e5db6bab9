import { Live } from '../../conversations/pages/talk/Live.tsx'
import { LastPromises } from './Promises.tsx'

/** The guided mode with last time's promises among the facts at hand. */
export function LivePage() {
  return <Live lastPromises={(id) => <LastPromises conversationId={id} />} />
}
