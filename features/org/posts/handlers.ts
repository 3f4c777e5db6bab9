import { sql } from 'kysely'
import { addDays } from '../../../platform/clock.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { setAccountDisabled } from '../../accounts/queries.ts'
import { moveData, replacePosts } from '../import/applying/posts/handlers.ts'
import { holdReportingLines } from '../import/applying/queries.ts'
import { namesOf } from '../import/undoing/handlers.ts'
import { type PersonNow } from '../person/queries.ts'
import { linesFrom } from '../queries.ts'
import { beginAnew } from '../returning/handlers.ts'
import { type Day, isHere, loopThroughNewManager } from '../rules.ts'

export interface NewPost {
  fromOn: Day
  departmentId: string
  position: string
  jobFamily: string | null
  level: string | null
  managerId: string | null
}

/**
 * Gives somebody a post from a day on, until a leaving that is planned; the one before ends there,
 * one already planned later goes.
 * @throws BAD_REQUEST with the people of the loop a new manager would close (E15).
 */
export async function givePost(context: Context, person: PersonNow, post: NewPost): Promise<void> {
  const { db, orgId, today } = context
  await holdReportingLines(db, orgId)
  await demandDepartment(context, post.departmentId)
  await demandManager(context, person.id, post)
  const present = await db
    .selectFrom('assignment')
    .select(['managerId', 'departmentId', 'fromOn'])
    .where('orgId', '=', orgId)
    .where('personId', '=', person.id)
    .where('kind', '=', 'primary')
    .where('fromOn', '<=', today)
    .orderBy('fromOn', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (present && post.fromOn < present.fromOn)
    throw invalid('org.postBeforePost', { day: present.fromOn }, 'fromOn')
  if (person.leftOn && post.fromOn >= person.leftOn)
    throw invalid('org.leavesBefore', { day: person.leftOn }, 'fromOn')
  if (post.fromOn > addDays(today, 366)) throw invalid('org.dayTooFar', {}, 'fromOn')
  await db
    .deleteFrom('assignment')
    .where('orgId', '=', orgId)
    .where('personId', '=', person.id)
    .where('kind', '=', 'primary')
    .where('fromOn', '>', post.fromOn)
    .execute()
  const row = {
    id: newId(),
    person_id: person.id,
    department_id: post.departmentId,
    position: post.position,
    job_family: post.jobFamily,
    level: post.level,
    manager_id: post.managerId,
    from_on: post.fromOn,
    to_on: person.leftOn,
  }
  await replacePosts(db, context, [row])
  const before = present
    ? { manager_id: present.managerId, department_id: present.departmentId }
    : null
  await record(db, context, 'assignment.changed', {
    subjectId: person.id,
    personId: person.id,
    data: moveData(before, row),
  })
}

/** Another manager beside the accountable one, for a project or a matrix. */
export async function giveDotted(
  context: Context,
  person: PersonNow,
  dotted: { managerId: string; position: string; fromOn: Day; toOn: Day | null },
): Promise<void> {
  const { db, orgId, now } = context
  if (!person.departmentId) throw refuse('org.noPost')
  if (dotted.toOn && dotted.toOn <= dotted.fromOn) throw invalid('org.endsBeforeStart', {}, 'toOn')
  if (dotted.managerId === person.id) throw invalid('org.managerSelf', {}, 'managerId')
  if (dotted.managerId === person.manager?.id) throw invalid('org.dottedIsManager', {}, 'managerId')
  await demandHere(context, dotted.managerId)
  const id = newId()
  await db
    .insertInto('assignment')
    .values({
      orgId,
      id,
      personId: person.id,
      departmentId: person.departmentId,
      position: dotted.position,
      jobFamily: null,
      level: null,
      managerId: dotted.managerId,
      kind: 'dotted',
      fromOn: dotted.fromOn,
      toOn: dotted.toOn,
      createdAt: now,
    })
    .execute()
  await record(db, context, 'assignment.dottedAdded', {
    subjectId: id,
    personId: person.id,
    data: { managerAfter: dotted.managerId, from: dotted.fromOn },
  })
}

/** Ends a dotted line on a day. */
export async function endDotted(
  context: Context,
  personId: string,
  assignmentId: string,
  toOn: Day,
): Promise<void> {
  const { db, orgId } = context
  const ended = await db
    .updateTable('assignment')
    .set({ toOn: sql<Day>`greatest(from_on, ${toOn}::date)` })
    .where('orgId', '=', orgId)
    .where('id', '=', assignmentId)
    .where('personId', '=', personId)
    .where('kind', '=', 'dotted')
    .executeTakeFirst()
  if (ended.numUpdatedRows === 0n) throw missing()
  await record(db, context, 'assignment.dottedEnded', {
    subjectId: assignmentId,
    personId,
    data: { on: toOn },
  })
}

/** Takes somebody back who had left; history and account are the same person's, rights are not (E28). */
export async function takeBack(
  context: Context,
  person: PersonNow,
  post: { departmentId: string; managerId: string | null },
): Promise<void> {
  const { db, orgId, now, today } = context
  await db
    .updateTable('person')
    .set({ leftOn: null, updatedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', person.id)
    .execute()
  if (person.accountId) await setAccountDisabled(db, orgId, person.accountId, null)
  await beginAnew(db, context, [person.id])
  await record(db, context, 'person.returned', { subjectId: person.id, personId: person.id })
  await givePost(
    context,
    { ...person, leftOn: null },
    {
      ...post,
      fromOn: today,
      position: person.position,
      jobFamily: person.jobFamily,
      level: person.level,
    },
  )
}

async function demandDepartment({ db, orgId }: Context, id: string): Promise<void> {
  const found = await db
    .selectFrom('department')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  if (!found) throw invalid('org.departmentUnknown', {}, 'departmentId')
}

async function demandHere({ db, orgId, today }: Context, managerId: string): Promise<void> {
  const manager = await db
    .selectFrom('person')
    .select(['name', 'leftOn'])
    .where('orgId', '=', orgId)
    .where('id', '=', managerId)
    .executeTakeFirst()
  if (!manager) throw invalid('org.managerUnknown', {}, 'managerId')
  if (!isHere(manager, today)) throw invalid('org.managerLeft', { name: manager.name }, 'managerId')
}

async function demandManager(
  context: Context,
  personId: string,
  { managerId, fromOn }: Pick<NewPost, 'managerId' | 'fromOn'>,
): Promise<void> {
  if (!managerId) return
  if (managerId === personId) throw invalid('org.managerSelf', {}, 'managerId')
  await demandHere(context, managerId)
  const lines = await linesFrom(context, fromOn > context.today ? fromOn : context.today)
  const loop = lines.days
    .map((day) => loopThroughNewManager(personId, managerId, lines.managerOn(day)))
    .find((found) => found !== null)
  if (!loop) return
  const people = new Map<string, string>()
  for (const id of new Set(loop.slice(0, 12)))
    people.set(id, (await namesOf(context.db, context.orgId, [id]))[0] ?? '')
  throw invalid(
    'org.managerLoop',
    {
      loop: loop
        .slice(0, 12)
        .map((id) => people.get(id))
        .join(' → '),
    },
    'managerId',
  )
}
