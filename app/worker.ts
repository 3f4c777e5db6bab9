import { askForSelfCheck, selfCheckJobs } from '../features/admin/selfcheck/reactions.ts'
import { mergesReactions } from '../features/admin/merges/reactions.ts'
import { privacyReactions } from '../features/admin/privacy/reactions.ts'
import { commitmentsReactions } from '../features/commitments/reactions.ts'
import { askForScans, scansJobs } from '../features/conversations/attachments/holding/reactions.ts'
import {
  askForDeadlines,
  conversationsJobs,
  conversationsReactions,
} from '../features/conversations/reactions.ts'
import { interventionReactions } from '../features/conversations/intervention/reactions.ts'
import { cyclesJobs } from '../features/cycles/launch/reactions.ts'
import { cyclesReactions } from '../features/cycles/reactions.ts'
import { ensureFlows } from '../features/flows/queries.ts'
import { flowsReactions } from '../features/flows/reactions.ts'
import { startSending } from '../features/notifications/delivery/sending/reactions.ts'
import { askForReminders, remindersJobs } from '../features/notifications/reminders/reactions.ts'
import { notificationsReactions } from '../features/notifications/reactions.ts'
import { importJobs } from '../features/org/import/reactions.ts'
import { demoQueue } from '../features/org/joining/contract.ts'
import { ensureLibrary } from '../features/templates/queries.ts'
import { templatesReactions } from '../features/templates/reactions.ts'
import {
  askForAttestations,
  attestingJobs,
  attestingReactions,
} from '../features/sealing/attesting/reactions.ts'
import { signingReactions } from '../features/sealing/signing/reactions.ts'
import { startReactions, type Reactions } from '../platform/events.ts'
import type { JobHandlers } from '../platform/jobs.ts'
import { errorFacts, log } from '../platform/log.ts'
import type { Services } from './services.ts'

/** What features do when events of earlier ones arrive. */
export const reactionsOf = ({ jobs, files }: Services): Reactions[] => [
  templatesReactions,
  flowsReactions,
  signingReactions,
  attestingReactions(jobs),
  cyclesReactions,
  conversationsReactions,
  interventionReactions,
  commitmentsReactions,
  notificationsReactions,
  privacyReactions(files),
  mergesReactions,
]

const jobHandlers = (services: Services): JobHandlers => ({
  ...importJobs(services.database),
  ...cyclesJobs(services),
  ...conversationsJobs(services),
  ...scansJobs(services),
  ...attestingJobs(services),
  ...selfCheckJobs(services),
  ...remindersJobs(services),
  // Its texts are large and needed once: read when somebody asks for the demo.
  [demoQueue]: async () =>
    void (await (
      await import('./demo/seed.ts')
    ).seedDemo(services, { reactions: reactionsOf(services) })),
})

const anHour = 3_600_000
const aQuarter = 900_000

/** Events → reactions, queues → jobs. The same code in this process or in one of its own. */
export async function startWorker(services: Services) {
  const delivering = startReactions(services.database, reactionsOf(services), log)
  await services.jobs.work(jobHandlers(services))
  await installDefaults(services)
  const askForDay = () =>
    services.database
      .inOrg(null, async (db) => {
        await askForDeadlines(db, services.jobs)
        await askForScans(db, services.jobs)
        await askForAttestations(db, services.jobs)
        await askForSelfCheck(db, services.jobs)
      })
      .catch((error) => log('deadlines.notAsked', errorFacts(error)))
  const askToRemind = () =>
    services.database
      .inOrg(null, (db) => askForReminders(db, services.jobs, new Date()))
      .catch((error) => log('reminders.notAsked', errorFacts(error)))
  await askForDay()
  await askToRemind()
  const sending = startSending(services)
  const quarterly = setInterval(askToRemind, aQuarter)
  const hourly = setInterval(askForDay, anHour)
  return {
    async stop() {
      clearInterval(hourly)
      clearInterval(quarterly)
      await Promise.all([delivering.stop(), sending.stop()])
    },
  }
}

/** What a newer program brings for organizations that are older: newer versions of the library, never changed ones. */
async function installDefaults({ database }: Services) {
  const organizations = await database.kysely.selectFrom('organization').select('id').execute()
  const now = new Date()
  for (const { id } of organizations)
    await database.inOrg(id, async (db) => {
      await ensureLibrary(db, id, now)
      await ensureFlows(db, id, now)
    })
}
