import { selfCheckQueue } from '../features/admin/selfcheck/reactions.ts'
import { scansQueue } from '../features/conversations/attachments/holding/rules.ts'
import { deadlinesQueue } from '../features/conversations/reactions.ts'
import { launchQueue } from '../features/cycles/launch/reactions.ts'
import { remindersQueue } from '../features/notifications/reminders/reactions.ts'
import { importQueue } from '../features/org/import/handlers.ts'
import { demoQueue } from '../features/org/joining/contract.ts'
import { attestQueue } from '../features/sealing/attesting/reactions.ts'

/** Every queue there is; each has its handler in the worker. */
export const queues: string[] = [
  importQueue,
  launchQueue,
  deadlinesQueue,
  scansQueue,
  attestQueue,
  selfCheckQueue,
  remindersQueue,
  demoQueue,
]
