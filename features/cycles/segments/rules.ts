import { addDays } from '../../../platform/clock.ts'
import type { Transfers } from '../contract.ts'
import { daysBetween } from '../rules.ts'

/** A primary post as it touches the period. */
export interface Post {
  personId: string
  fromOn: string
  /** The first day it is no longer in force. */
  toOn: string | null
  departmentId: string
  /** Department names from the root, joined by '/'. */
  department: string
  position: string
  level: string | null
  jobFamily: string | null
  managerId: string | null
}

/** A stretch of the period that is looked at by itself. */
export interface Segment {
  fromOn: string
  /** The last day. */
  untilOn: string
  departmentId: string
  department: string
  position: string
  managerId: string | null
  templateVersionId: string
}

/** Days of a stretch, both ends counted. */
const daysOf = ({ fromOn, untilOn }: Pick<Segment, 'fromOn' | 'untilOn'>) =>
  daysBetween(fromOn, untilOn) + 1

/** How long, in months to one place: what a segment weighs. */
export const monthsOf = (stretch: Pick<Segment, 'fromOn' | 'untilOn'>): number =>
  Math.round((daysOf(stretch) / (365.25 / 12)) * 10) / 10

/** Shares of the whole in hundredths that add up to a hundred: rounded down, the largest remainders first. */
export function sharesOf(stretches: readonly Pick<Segment, 'fromOn' | 'untilOn'>[]): number[] {
  const days = stretches.map(daysOf)
  const all = days.reduce((sum, each) => sum + each, 0)
  const shares = days.map((each) => Math.floor((each * 100) / all))
  const byRemainder = days
    .map((each, index) => ({ index, left: (each * 100) % all }))
    .sort((a, b) => b.left - a.left)
  for (const { index } of byRemainder.slice(0, 100 - shares.reduce((sum, each) => sum + each, 0)))
    shares[index]!++
  return shares
}

const isAlike = (a: Segment, b: Segment) =>
  addDays(a.untilOn, 1) === b.fromOn &&
  a.managerId === b.managerId &&
  a.departmentId === b.departmentId &&
  a.templateVersionId === b.templateVersionId

/** Stretches that follow each other without a difference are one, under the later name. */
const joined = (segments: readonly Segment[]): Segment[] =>
  segments.reduce<Segment[]>((done, segment) => {
    const before = done.at(-1)
    return before && isAlike(before, segment)
      ? [...done.slice(0, -1), { ...segment, fromOn: before.fromOn }]
      : [...done, segment]
  }, [])

/**
 * The period of somebody who changed posts in it, oldest first; empty where it is one piece under the
 * manager who leads the talk. A stretch shorter than `mergedBelow` days counts with the one after it; the
 * last one stays however short, because it is where the person works.
 */
export function segmentsOf(
  posts: readonly Post[],
  {
    period,
    today,
    managerId,
    mergedBelow,
    templateOf,
  }: {
    period: { from: string; to: string }
    today: string
    /** Who leads the talk. */
    managerId: string | null
    mergedBelow: number
    templateOf: (post: Post) => string
  },
): Segment[] {
  const within = posts
    .toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
    .map((post): Segment => {
      // The post of today lasts, as far as is known today.
      const ends = post.toOn !== null && post.toOn <= today ? addDays(post.toOn, -1) : period.to
      return {
        fromOn: post.fromOn > period.from ? post.fromOn : period.from,
        untilOn: ends < period.to ? ends : period.to,
        departmentId: post.departmentId,
        department: post.department,
        position: post.position,
        managerId: post.managerId,
        templateVersionId: templateOf(post),
      }
    })
    .filter(({ fromOn, untilOn }) => fromOn <= untilOn)
  const pieces = joined(within)
  for (let at = 0; at < pieces.length - 1; at++)
    if (daysOf(pieces[at]!) < mergedBelow) {
      pieces[at + 1] = { ...pieces[at + 1]!, fromOn: pieces[at]!.fromOn }
      pieces.splice(at--, 1)
    }
  const segments = joined(pieces)
  const isOne = segments.length === 1 && segments[0]!.managerId === managerId
  return isOne ? [] : segments
}

/** Why whoever led a stretch is not asked for its summary. */
export type NotAsked = 'nobody' | 'leads' | 'isThePerson' | 'gone' | 'noAccount' | 'below'

interface Asking {
  personId: string
  /** Who leads the talk. */
  leaderId: string | null
  ask: Transfers['ask']
  /** Who works here, with whom they report to. */
  employed: ReadonlyMap<string, { managerId: string | null; hasAccount: boolean }>
}

/**
 * Why the manager of a segment is not asked for a summary; null: they are. It is somebody else than who
 * leads the talk, here and able to sign in, and never the person or one of their own reports (I5).
 */
export function whyNotAsked(
  { managerId }: Pick<Segment, 'managerId'>,
  { personId, leaderId, ask, employed }: Asking,
): NotAsked | null {
  if (ask === 'nobody' || managerId === null || leaderId === null) return 'nobody'
  if (managerId === leaderId) return 'leads'
  if (managerId === personId) return 'isThePerson'
  const manager = employed.get(managerId)
  if (!manager) return 'gone'
  if (!manager.hasAccount) return 'noAccount'
  const seen = new Set<string>()
  for (let at: string | null = managerId; at !== null && !seen.has(at);) {
    seen.add(at)
    at = employed.get(at)?.managerId ?? null
    if (at === personId) return 'below'
  }
  return null
}

/** Whether the manager of a segment is asked for a summary. */
export const isAsked = (segment: Pick<Segment, 'managerId'>, about: Asking): boolean =>
  whyNotAsked(segment, about) === null

/** A segment as it is kept: the department by its name alone. */
export type Stretch = Omit<Segment, 'departmentId'>

/**
 * A talk's period after its line has changed under it (E01), oldest first: the last stretch so far ends
 * where somebody else began to lead, and what came since follows under its own managers, along the talk's
 * template. Null where the former manager or the present one has no day in it: there is nothing to weigh.
 * @param soFar the segments of the launch, or the whole period as one
 */
export function splitAtChange(
  soFar: readonly Stretch[],
  posts: readonly Post[],
  {
    before,
    nextId,
    templateVersionId,
  }: {
    /** Whoever stood above the person while the former manager led the talk, and that manager. */
    before: readonly (string | null)[]
    nextId: string
    templateVersionId: string
  },
): Stretch[] | null {
  const inOrder = posts.toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
  const last = soFar.at(-1)!
  const later = inOrder.slice(
    inOrder.findLastIndex(({ managerId }) => before.includes(managerId)) + 1,
  )
  const begins = later.filter(({ managerId }, at) => managerId !== later[at - 1]?.managerId)
  const [first] = begins
  if (!first || first.fromOn <= last.fromOn || first.fromOn > last.untilOn) return null
  if (begins.at(-1)!.managerId !== nextId) return null
  const since = begins.map(({ fromOn, managerId }, at): Stretch => {
    const next = begins[at + 1]
    // Where a post only got another name it is called what it was called last.
    const { department, position } = later.findLast(
      (post) => next === undefined || post.fromOn < next.fromOn,
    )!
    const untilOn = next ? addDays(next.fromOn, -1) : last.untilOn
    return { fromOn, untilOn, department, position, managerId, templateVersionId }
  })
  return [...soFar.slice(0, -1), { ...last, untilOn: addDays(first.fromOn, -1) }, ...since]
}
