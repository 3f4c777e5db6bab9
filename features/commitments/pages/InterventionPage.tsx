import { Brief } from '../../conversations/pages/intervention/Brief.tsx'
import { LastPromises } from './Promises.tsx'

/** A case of HR with how last time’s promises went, as far as HR may read them. */
export function InterventionPage() {
  return <Brief lastPromises={(id) => <LastPromises conversationId={id} />} />
}
