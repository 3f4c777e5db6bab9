import type { Scale } from '../../templates/contract.ts'
import { chainTo, levelBelow, smallApart, type Department } from '../monitor/rules.ts'
import type { Curve, Expected, KnownScale, Share } from './contract.ts'

/** Fewer rated people than this are held against no expected distribution: one of them is five percent. */
export const smallestCurve = 20

/** Two scales are the same when their values and labels are; whatever else differs, results are not converted. */
export const knownScale = ({ points }: Scale): KnownScale => ({
  scale: points.map(({ value, label }) => `${value}=${label.zh}`).join(' '),
  points: points.map(({ value, label }) => ({ value, label })),
})

/** So many people of a department whose part of a talk comes out at `value`; null is not rated. */
export interface Cell {
  departmentId: string
  scale: string
  part: 'self' | 'manager'
  value: number | null
  people: number
}

export interface Counted {
  rated: number
  manager: Share
  self: Share | null
}

const ratedIn = ({ counts }: Share) => counts.reduce((sum, people) => sum + people, 0)

/** People by label, in the order of the scale's values. */
export function countedIn(cells: readonly Cell[], values: readonly number[]) {
  const shareOf = (part: Cell['part']): Share => {
    const share = { counts: values.map(() => 0), notRated: 0 }
    for (const { value, people } of cells.filter((cell) => cell.part === part)) {
      const at = value === null ? -1 : values.indexOf(value)
      if (at < 0) share.notRated += people
      else share.counts[at]! += people
    }
    return share
  }
  const manager = shareOf('manager')
  return { rated: ratedIn(manager), manager, self: shareOf('self') }
}

/** A group as it may be shown; `id` null is several small ones together. */
export interface Group extends Counted {
  id: string | null
  hasBelow: boolean
}

/**
 * What may be shown of one scale at `asked` (null: at the top), or null for nothing. No group has fewer
 * than `k` rated people, and one comes to a department only through levels that showed it by itself: what
 * was put together above is not told apart by asking for it (E18). Own ratings come only where every
 * group beside has enough of them, for the same reason.
 */
export function spreadAt(
  departments: ReadonlyMap<string, Department>,
  cells: readonly Cell[],
  values: readonly number[],
  asked: string | null,
  k: number,
): { whole: Counted; groups: Group[] } | null {
  const involved = [...new Set(cells.map(({ departmentId }) => departmentId))]
  const chain = asked === null ? [] : chainTo(departments, asked)
  const of = (members: ReadonlySet<string>) =>
    countedIn(
      cells.filter(({ departmentId }) => members.has(departmentId)),
      values,
    )
  let members: ReadonlySet<string> = new Set(involved)
  let at: string | null = null
  let hasSelf = true
  for (;;) {
    const whole = of(members)
    if (whole.rated < k) return null
    const level = levelBelow(departments, involved, at)
    const { kept, small } = smallApart(
      level.groups.map((group) => ({ ...group, people: of(group.members).rated })),
      k,
    )
    const together = new Set(small.flatMap((group) => [...group.members]))
    const groups = [
      ...kept.map(({ id, hasBelow, members: own }) => ({ id, hasBelow, ...of(own) })),
      ...(small.length > 0 ? [{ id: null, hasBelow: false, ...of(together) }] : []),
    ]
    hasSelf &&= ratedIn(whole.self) >= k
    const isWholeSelf = hasSelf
    hasSelf &&= groups.every(({ self }) => ratedIn(self) >= k)
    if (asked === null || at === asked || level.path.includes(asked))
      return {
        whole: { ...whole, self: isWholeSelf ? whole.self : null },
        groups: groups.map((group) => ({ ...group, self: hasSelf ? group.self : null })),
      }
    const next = kept.find(({ id }) => id === chain[level.path.length])
    if (!next || level.path.some((id, depth) => chain[depth] !== id)) return null
    members = next.members
    at = next.id
  }
}

/**
 * What is expected beside what is there. A label is outside when it is further off than the tolerance, and
 * by at least one whole person: nobody can be rated by halves. Nothing follows from it by itself (E27).
 */
export function curveOf(
  { points }: KnownScale,
  { tolerance, shares }: Expected,
  { counts }: Share,
): Curve {
  const rated = counts.reduce((sum, people) => sum + people, 0)
  const tooFew = rated < smallestCurve
  return {
    tolerance,
    rated,
    tooFew,
    rows: points.map(({ value, label }, at) => {
      const people = counts[at] ?? 0
      const expectedPercent = shares.find((share) => share.value === value)?.percent ?? 0
      const exact = rated === 0 ? 0 : (people / rated) * 100
      const isFar = Math.abs(exact - expectedPercent) > tolerance
      const isSomebody = Math.abs(people - (expectedPercent * rated) / 100) >= 1
      return {
        value,
        label,
        people,
        percent: Math.round(exact * 10) / 10,
        expectedPercent,
        outside: !tooFew && isFar && isSomebody,
      }
    }),
  }
}

/** Labels that lie outside what is expected. */
export const outsideOf = (curve: Curve | null) =>
  (curve?.rows ?? [])
    .filter(({ outside }) => outside)
    .map(({ value, people, expectedPercent }) => ({ value, people, expectedPercent }))

/** Whether the percentages of an expectation make up a hundred. */
export const isWhole = ({ shares }: Pick<Expected, 'shares'>): boolean =>
  Math.abs(shares.reduce((sum, { percent }) => sum + percent, 0) - 100) < 0.05
