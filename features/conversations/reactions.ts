import { dayIn } from '../../platform/clock.ts'
import type { Database, Db } from '../../platform/database.ts'
import type { EventTable, Reactions } from '../../platform/events.ts'
import type { Jobs, JobHandlers } from '../../platform/jobs.ts'
import { errorFacts, log } from '../../platform/log.ts'
import { forgetAnswers } from '../accounts/once/queries.ts'
import type { Part } from '../templates/contract.ts'
import { openSealed } from '../sealing/queries.ts'
import { noteFullness } from './fullness/queries.ts'
import { adopt } from './adopting/queries.ts'
import { lookOver } from './intervention/reactions.ts'
import { closeLeavers, reopenReturned } from './leaving/queries.ts'
import { openForCycle } from './opening/queries.ts'
import { indexRecord } from './record/search/queries.ts'
import { sealNotAnswered, silentOnes } from './signing/silence/handlers.ts'
import { lateSteps, passStep } from './steps/late/handlers.ts'
import './table.ts'

const sourceOf = ({ orgId, actorId, at }: EventTable) => ({ orgId, actorId, now: at })

async function dayOf(db: Db, { orgId, at }: EventTable): Promise<string> {
  const { timezone } = await db
    .selectFrom('organization')
    .select('timezone')
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow()
  return dayIn(timezone, at)
}

const doingOn = async (db: Db, event: EventTable) => ({
  ...sourceOf(event),
  today: await dayOf(db, event),
})

export const conversationsReactions: Reactions = {
  'cycle.participantsAdded': async (db, event) => {
    const { from, to } = event.data
    await openForCycle(db, await doingOn(db, event), event.subjectId, {
      from: String(from),
      to: String(to),
    })
  },
  /** What a batch may have missed: nobody in a running cycle is without a conversation. */
  'cycle.launched': async (db, event) => {
    await openForCycle(db, await doingOn(db, event), event.subjectId)
  },
  'person.left': async (db, event) => {
    await closeLeavers(db, sourceOf(event), await dayOf(db, event), event.personId)
  },
  'person.returned': async (db, event) => {
    await reopenReturned(db, sourceOf(event), await dayOf(db, event), event.personId)
  },
  'import.undone': async (db, event) => {
    await reopenReturned(db, sourceOf(event), await dayOf(db, event))
  },
  'conversation.submitted': (db, event) =>
    noteFullness(db, sourceOf(event), event.subjectId, [event.data.part as Part]),
  'template.adoptionAsked': async (db, event) => {
    if (event.data.decision !== 'waiting')
      await adopt(db, sourceOf(event), String(event.data.adoptionId))
  },
  'template.adoptionApproved': async (db, event) => {
    await adopt(db, sourceOf(event), String(event.data.adoptionId))
  },
  'conversation.sealed': async (db, event) => {
    await noteFullness(db, sourceOf(event), event.subjectId, ['talk', 'agreement'])
    const opened = await openSealed(db, event.orgId, event.subjectId, Number(event.data.version))
    if (opened?.document) await indexRecord(db, event.orgId, event.subjectId, opened.document)
  },
}

/** The queue of what days bring: silence sealed, leavers closed. Asked for once an hour, also twice. */
export const deadlinesQueue = 'conversations.deadlines'

export const askForDeadlines = (db: Db, jobs: Jobs) => jobs.enqueue(db, deadlinesQueue, {}, 'all')

/** Each conversation in a transaction of its own: one that fails keeps no other from its day. */
export const conversationsJobs = ({ database }: { database: Database }): JobHandlers => ({
  [deadlinesQueue]: () => meetDeadlines(database, new Date()),
})

/** Seals what nobody answered and closes the talks of leavers, in every organization. */
export async function meetDeadlines(database: Database, now: Date): Promise<void> {
  const organizations = await database.inOrg(null, (db) =>
    db.selectFrom('organization').selectAll().execute(),
  )
  for (const org of organizations) {
    const silent = await database.inOrg(org.id, (db) => silentOnes(db, org, now))
    for (const id of silent)
      await database
        .inOrg(org.id, (db) => sealNotAnswered(db, org, now, id))
        .catch((error) => log('silence.notSealed', { conversation: id, ...errorFacts(error) }))
    const late = await database.inOrg(org.id, (db) => lateSteps(db, org, now))
    for (const step of late)
      await database
        .inOrg(org.id, (db) => passStep(db, org, now, step))
        .catch((error) => log('stage.notPassed', { conversation: step.id, ...errorFacts(error) }))
    await lookOver(database, org.id, now)
    await database.inOrg(org.id, async (db) => {
      await closeLeavers(db, { orgId: org.id, actorId: null, now }, dayIn(org.timezone, now))
      await forgetAnswers(db, org.id, now)
    })
  }
}
