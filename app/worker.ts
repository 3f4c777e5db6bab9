import { commitmentsReactions } from '../features/commitments/reactions.ts'
import { conversationsJobs, conversationsReactions, deadlinesQueue } from '../features/conversations/reactions.ts'
import { cyclesJobs, launchQueue } from '../features/cycles/launch/reactions.ts'
import { cyclesReactions } from '../features/cycles/reactions.ts'
import { flowsReactions } from '../features/flows/reactions.ts'
import { notificationsReactions } from '../features/notifications/reactions.ts'
import { importQueue } from '../features/org/import/handlers.ts'
import { importJobs } from '../features/org/import/reactions.ts'
import { templatesReactions } from '../features/templates/reactions.ts'
import { startReactions, type Reactions } from '../platform/events.ts'
import type { JobHandlers } from '../platform/jobs.ts'
import { log } from '../platform/log.ts'
import type { Services } from './services.ts'

/** What features do when events of earlier ones arrive. */
export const reactionsOf = (_services: Services): Reactions[] => [
  templatesReactions,
  flowsReactions,
  cyclesReactions,
  conversationsReactions,
  commitmentsReactions,
  notificationsReactions,
]

/** Every queue there is; each has its handler below. */
export const queues: string[] = [importQueue, launchQueue, deadlinesQueue]

const jobHandlers = (services: Services): JobHandlers => ({
  ...importJobs(services.database),
  ...cyclesJobs(services),
  ...conversationsJobs(services),
})

/** Events → reactions, queues → jobs. The same code in this process or in one of its own. */
export async function startWorker(services: Services) {
  const delivering = startReactions(services.database, reactionsOf(services), log)
  await services.jobs.work(jobHandlers(services))
  return delivering
}
