import { sql } from 'kysely'
import { dayIn } from '../../../../platform/clock.ts'
import type { Db } from '../../../../platform/database.ts'
import { calendarOf } from '../../../org/calendar/queries.ts'
import type { FlowBody } from '../../../flows/contract.ts'
import { asksMore, type Circumstances } from '../../../flows/conditions/rules.ts'
import { actorsOf } from '../../../flows/drafts/queries.ts'
import { ownersFor } from '../../../flows/owners/queries.ts'
import type { World } from '../../../flows/rules.ts'
import type {} from '../../../cycles/table.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { countedDimensions, countedRating, gapMap, scoreOf } from '../../../templates/rules.ts'
import { answersOf } from '../../answers/queries.ts'
import { calibratedValues } from '../../steps/calibrating/queries.ts'
import { withCalibrated } from '../../steps/calibrating/rules.ts'
import type { Conversation } from '../../queries.ts'

/** Levels of the scale from which a difference is large; the organization's setting, else 2. */
export const gapThreshold = 2

type Subject = Pick<
  Conversation,
  | 'id'
  | 'employeeId'
  | 'managerId'
  | 'departmentId'
  | 'templateVersionId'
  | 'revealedAt'
  | 'snapshot'
  | 'cycleId'
>

/** Whether any stage goes to somebody who has to be found. */
const namesPeople = (flow: FlowBody): boolean =>
  actorsOf(flow).some((actor) => typeof actor === 'object')

/** Whether runs of a flow begin alike for everybody, whoever they are. */
export function beginsAlike(flow: FlowBody): boolean {
  const first = flow.stages.filter(({ after }) => after.length === 0)
  const passes = first.some(({ kind, condition }) => kind === 'notice' || condition !== undefined)
  return !passes && !first.some(({ actor }) => typeof actor === 'object') && !asksMore(first)
}

/** What an event in a conversation meets: people, ratings, the calendar; only what its flow asks about. */
export async function worldOf(
  db: Db,
  { orgId, now }: { orgId: string; now: Date },
  talk: Subject,
  flow: FlowBody,
): Promise<World> {
  const { timezone } = await db
    .selectFrom('organization')
    .select('timezone')
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow()
  const today = dayIn(timezone, now)
  const world: World = { today, employeeId: talk.employeeId }
  if (flow.stages.some(({ due, onOverdue }) => due || typeof onOverdue === 'object'))
    world.calendar = await calendarOf(db, orgId)
  if (namesPeople(flow)) {
    const launchManagerId = await managerAtLaunch(db, orgId, talk)
    world.owners = await ownersFor(db, { orgId, today, now }, { ...talk, launchManagerId }, flow)
  }
  if (asksMore(flow.stages)) Object.assign(world, await circumstancesOf(db, orgId, talk))
  return world
}

async function managerAtLaunch(db: Db, orgId: string, talk: Subject): Promise<string | null> {
  if (!talk.cycleId) return talk.managerId
  const frozen = await db
    .selectFrom('participation')
    .select('managerId')
    .where('orgId', '=', orgId)
    .where('cycleId', '=', talk.cycleId)
    .where('personId', '=', talk.employeeId)
    .executeTakeFirst()
  return frozen ? frozen.managerId : talk.managerId
}

/** Who the employee is, and how they were rated once both have read it. */
export async function circumstancesOf(
  db: Db,
  orgId: string,
  talk: Subject,
): Promise<Circumstances & Pick<World, 'facts'>> {
  const { rows } = await sql<{ id: string }>`
    select above.id from department at
      join department above on above.org_id = at.org_id
           and (above.id = at.id or starts_with(at.path, above.path || '/'))
     where at.org_id = ${orgId} and at.id = ${talk.departmentId}`.execute(db)
  const template = await templateVersion(db, orgId, talk.templateVersionId)
  const answers = await answersOf(db, orgId, talk.id)
  const counted = withCalibrated(
    template,
    { managerId: talk.managerId, answers: answers.manager },
    await calibratedValues(db, orgId, talk.id),
  )
  const points = template.scale?.points ?? []
  const rank = (value: number | null | undefined) =>
    points.findIndex((point) => point.value === value) + 1
  const ratings: Record<string, number> = {}
  // A rating counts once both have read it; who joined too late to be rated has none.
  if (talk.revealedAt && !talk.snapshot.unrated) {
    for (const { key } of countedDimensions(template)) {
      const found = rank(countedRating(template, 'manager', counted, key))
      if (found > 0) ratings[key] = found
    }
    const overall = rank(scoreOf(template, 'manager', counted).nearest?.value)
    if (overall > 0) ratings.overall = overall
  }
  const largeGap =
    talk.revealedAt !== null &&
    gapMap(template, answers.self, answers.manager, gapThreshold).some(({ needsNote }) => needsNote)
  return {
    person: {
      level: talk.snapshot.level,
      jobFamily: talk.snapshot.jobFamily,
      departmentIds: rows.map(({ id }) => id),
    },
    ratings,
    facts: talk.revealedAt ? { largeGap, ratingExists: Object.keys(ratings).length > 0 } : {},
  }
}
