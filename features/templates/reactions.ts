import type { Reactions } from '../../platform/events.ts'
import { ensureLibrary } from './queries.ts'

/** A new organization finds the library on its shelf. */
export const templatesReactions: Reactions = {
  'organization.founded': (db, event) => ensureLibrary(db, event.orgId, event.at),
}
