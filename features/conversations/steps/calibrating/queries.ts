import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import type { Context } from '../../../accounts/policy.ts'
import { groupAround } from '../../../cycles/spread/around/queries.ts'
import { noteCalibration } from '../../../cycles/spread/queries.ts'
import { outsideOf } from '../../../cycles/spread/rules.ts'
import type { TemplateBody } from '../../../templates/contract.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { countedDimensions, countedRating } from '../../../templates/rules.ts'
import { answersOf } from '../../answers/queries.ts'
import { personRef } from '../../people/queries.ts'
import type { PersonRef, Relation } from '../../contract.ts'
import { hasLooked, noteOnceADay } from '../../record/looks/queries.ts'
import type { CalibratedView, StepView } from '../contract.ts'
import { readsRatings, refusalToSettle, type RatingsSight } from '../policy.ts'
import type { OwnStep } from '../queries.ts'
import type {} from '../table.ts'
import { standing, withCalibrated, type Calibrated, type Rated } from './rules.ts'

/** What a calibration is held against: counts of a group, never of this talk. */
export async function groupOf(
  context: Context,
  { talk, facts }: OwnStep,
): Promise<StepView['group']> {
  if (facts.kind !== 'calibration' || refusalToSettle(facts) !== null) return null
  const group = await groupAround(context, talk)
  return group && { department: group.department?.name ?? null, curve: group.curve }
}

/**
 * Keeps what lay outside the expectation when a talk was calibrated, and why whoever did it went on. It
 * changes no rating and stops nothing (E27).
 */
export async function noteCalibrated(
  context: Context,
  { talk, step }: OwnStep,
  reason: string | null,
): Promise<void> {
  const group = step.kind === 'calibration' ? await groupAround(context, talk) : null
  const outside = outsideOf(group?.curve ?? null)
  if (!group || !talk.cycleId || outside.length === 0) return
  await noteCalibration(context, {
    cycleId: talk.cycleId,
    scale: group.scale,
    departmentId: group.department?.id ?? null,
    conversationId: talk.id,
    rated: group.curve.rated,
    outside,
    reason,
  })
}

interface Row extends Calibrated {
  was: number | null
  reason: string
  by: PersonRef
  at: Date
  wasRead: boolean
}

/** The ratings of a talk that were calibrated, oldest first. */
export const calibrationsIn = async (
  { db, orgId, today }: { db: Db; orgId: string; today: string },
  conversationId: string,
): Promise<Row[]> =>
  (
    await sql<Row>`
      select c.dimension, c.manager_id, c.given, c.was, c.value, c.reason, ${personRef('c.by_id', today)} as by, c.at, c.was_read
        from rating_calibration c
       where c.org_id = ${orgId} and c.conversation_id = ${conversationId} order by c.id`.execute(
      db,
    )
  ).rows

/** What may count in the place of a rating, oldest first. */
export const calibratedValues = (
  db: Db,
  orgId: string,
  conversationId: string,
): Promise<Calibrated[]> =>
  db
    .selectFrom('ratingCalibration')
    .select(['dimension', 'value', 'managerId', 'given'])
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .orderBy('id')
    .execute()

/** The same in the words of the template; what no longer stands says so. */
export function inWords(
  template: TemplateBody,
  rated: Rated,
  rows: readonly Row[],
): CalibratedView[] {
  const { dimensions, scale } = template
  const still = new Set(standing(template, rated, rows))
  const pointOf = (value: number | null) =>
    scale?.points.find((point) => point.value === value)?.label ?? null
  const plain = (text: string) => ({ zh: text, en: text })
  return rows.map((row) => {
    const { dimension, was, value, reason, by, at, wasRead } = row
    return {
      reason,
      by,
      at,
      wasRead,
      stands: still.has(row),
      key: dimension,
      dimension: dimensions.find(({ key }) => key === dimension)?.label ?? plain(dimension),
      was: pointOf(was),
      value: pointOf(value) ?? plain(String(value)),
    }
  })
}

/** What the manager of a talk gave, whatever was calibrated since. */
export const ratedBy = async (
  { db, orgId }: Context,
  { id, managerId }: Pick<OwnStep['talk'], 'id' | 'managerId'>,
): Promise<Rated> => ({ managerId, answers: (await answersOf(db, orgId, id)).manager })

/** The ratings that count, once the manager's part is in: the manager's, or what was calibrated since. */
async function ratingsOf(context: Context, { talk }: OwnStep) {
  const { db, orgId } = context
  const { submittedAt } =
    (await db
      .selectFrom('part')
      .select('submittedAt')
      .where('orgId', '=', orgId)
      .where('conversationId', '=', talk.id)
      .where('kind', '=', 'manager')
      .where('authorId', 'is not distinct from', talk.managerId)
      .executeTakeFirst()) ?? {}
  if (!submittedAt || talk.snapshot.unrated) return null
  const template = await templateVersion(db, orgId, talk.templateVersionId)
  const rated = await ratedBy(context, talk)
  const counted = withCalibrated(template, rated, await calibrationsIn(context, talk.id))
  return countedDimensions(template).map(({ key, label }) => {
    const value = countedRating(template, 'manager', counted, key)
    const point = template.scale?.points.find((each) => each.value === value)
    return { key, dimension: label, rating: point?.label ?? null, value }
  })
}

const asWhat = (sight: RatingsSight | null, is: readonly Relation[]) =>
  sight === 'withReason' ? 'hrAdmin' : is.includes('hrbp') ? 'hrbp' : 'stageOwner'

/**
 * The ratings of a stage for whoever owns it, as far as they may read them now. An office, and anybody else
 * who was named, leaves a trace by it.
 * @param reason why they look; asked from HR administration once a day
 */
export async function ratingsFor(context: Context, own: OwnStep, reason: string | null) {
  const { talk, facts } = own
  const sight = readsRatings(context.actor, facts, talk.is)
  const ratings = sight && (await ratingsOf(context, own))
  if (!ratings) return { ratings: null, asksWhy: false }
  if (sight === 'withReason' && !reason && !(await hasLooked(context, talk.id, 'ratings', sight)))
    return { ratings: null, asksWhy: true }
  if (sight !== 'freely')
    await noteOnceADay(context, talk, { kind: 'ratings', as: asWhat(sight, talk.is), reason })
  return { ratings, asksWhy: false }
}

/**
 * The ratings of a stage for whoever calibrates one. It leaves no trace of its own, which a refusal would take
 * along: it says whether they have read them within the day, with the trace that leaves.
 */
export async function ratingsSeen(context: Context, own: OwnStep) {
  const { talk, facts } = own
  const sight = readsRatings(context.actor, facts, talk.is)
  const ratings = sight && (await ratingsOf(context, own))
  return {
    ratings,
    hasLooked:
      !ratings || sight === 'freely' || (await hasLooked(context, talk.id, 'ratings', sight)),
  }
}
