import type { Reactions } from '../../platform/events.ts'
import { ensureFlows } from './queries.ts'

/** A new organization finds the usual flows on its first day. */
export const flowsReactions: Reactions = {
  'organization.founded': (db, event) => ensureFlows(db, event.orgId, event.at),
}
