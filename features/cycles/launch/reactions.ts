import { sql } from 'kysely'
import { dayIn } from '../../../platform/clock.ts'
import type { Database, Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import type { JobHandlers } from '../../../platform/jobs.ts'
import type { ParticipationSnapshot } from '../contract.ts'
import { resolution } from '../dryrun/queries.ts'
import type { Resolved } from '../dryrun/rules.ts'
import { keepSegments } from '../segments/queries.ts'
import type { CycleTable } from '../table.ts'

/** The queue that asks for `{ orgId, cycleId }`. */
export const launchQueue = 'cycle.launch'

// Large enough that a chunk costs little more than its rows, small enough that a killed worker
// loses less than a second and the progress moves.
const chunkSize = 2000

/** Launches as a job: whatever a killed worker left undone, the next one does. */
export const cyclesJobs = ({ database }: { database: Database }): JobHandlers => ({
  [launchQueue]: async ({ orgId, cycleId }) => launch(database, orgId!, cycleId!, () => new Date()),
})

/**
 * Freezes everybody's part in a cycle, chunk by chunk, each in its own transaction with one
 * `cycle.participantsAdded` event (`from`, `to`: the first and last participation id, both
 * included). Who is in already stays as he is, so it may be run again at any time.
 */
export async function launch(
  database: Database,
  orgId: string,
  cycleId: string,
  clock: () => Date,
): Promise<void> {
  const start = await database.inOrg(orgId, async (db) => {
    const cycle = await lockedCycle(db, orgId, cycleId)
    if (!cycle?.launchAskedAt || cycle.launchedAt) return null
    const organization = await db
      .selectFrom('organization')
      .select('timezone')
      .where('id', '=', orgId)
      .executeTakeFirstOrThrow()
    const today = dayIn(organization.timezone, clock())
    const { people, already } = await resolution(db, cycle, today)
    // Somebody who lost his template or manager since the launch was asked for waits for HR.
    const ready = people.filter(
      ({ now, rule, managerFrom }) => now && rule && managerFrom !== 'undecided',
    )
    await db
      .updateTable('cycle')
      .set({ launchTotal: already + ready.length })
      .where('orgId', '=', orgId)
      .where('id', '=', cycleId)
      .execute()
    return { cycle, ready }
  })
  if (!start) return
  for (let at = 0; at < start.ready.length; at += chunkSize)
    await database.inOrg(orgId, (db) =>
      addChunk(db, start.cycle, start.ready.slice(at, at + chunkSize), clock()),
    )
  await database.inOrg(orgId, async (db) => {
    const cycle = await lockedCycle(db, orgId, cycleId)
    if (!cycle || cycle.launchedAt) return
    const now = clock()
    const { people } = await db
      .selectFrom('participation')
      .select((row) => row.fn.countAll<number>().as('people'))
      .where('orgId', '=', orgId)
      .where('cycleId', '=', cycleId)
      .executeTakeFirstOrThrow()
    await db
      .updateTable('cycle')
      .set({ launchedAt: now, launchTotal: people })
      .where('orgId', '=', orgId)
      .where('id', '=', cycleId)
      .execute()
    await record(db, { orgId, actorId: cycle.launchAskedBy, now }, 'cycle.launched', {
      subjectId: cycleId,
      data: { people },
    })
  })
}

/** Two workers that hold the same job take turns; the second finds everything done. */
const lockedCycle = (db: Db, orgId: string, id: string) =>
  db
    .selectFrom('cycle')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

async function addChunk(db: Db, cycle: CycleTable, chunk: Resolved[], now: Date) {
  await lockedCycle(db, cycle.orgId, cycle.id)
  // Ids grow with the employee number, so the first page of a cycle is in the order people expect.
  const rows = chunk.map(({ person, manager, rule, unrated, segments }) => ({
    id: newId(),
    person_id: person.id,
    manager_id: manager?.id ?? null,
    department_id: person.departmentId,
    conversation_id: newId(),
    template_version_id: rule!.templateVersionId,
    flow_version_id: rule!.flowVersionId,
    snapshot: {
      name: person.name,
      employeeNo: person.employeeNo,
      department: person.department,
      position: person.position,
      level: person.level,
      jobFamily: person.jobFamily,
      managerName: manager?.name ?? null,
      managerEmployeeNo: manager?.employeeNo ?? null,
      hiredOn: person.hiredOn,
      unrated,
    } satisfies ParticipationSnapshot,
    segments,
  }))
  const { rows: added } = await sql<{ id: string }>`
    insert into participation (org_id, id, cycle_id, person_id, manager_id, department_id, conversation_id,
      template_version_id, flow_version_id, snapshot, created_at)
    select ${cycle.orgId}, id, ${cycle.id}, person_id, manager_id, department_id, conversation_id,
      template_version_id, flow_version_id, snapshot, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, person_id uuid, manager_id uuid,
      department_id uuid, conversation_id uuid, template_version_id uuid, flow_version_id uuid, snapshot jsonb)
    on conflict (org_id, cycle_id, person_id) do nothing
    returning id`.execute(db)
  if (added.length === 0) return
  const isAdded = new Set(added.map(({ id }) => id))
  await keepSegments(
    db,
    cycle.orgId,
    rows.filter(({ id }) => isAdded.has(id)),
  )
  await record(
    db,
    { orgId: cycle.orgId, actorId: cycle.launchAskedBy, now },
    'cycle.participantsAdded',
    {
      subjectId: cycle.id,
      data: { from: rows[0]!.id, to: rows.at(-1)!.id, people: added.length },
    },
  )
}
