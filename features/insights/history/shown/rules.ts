import type { PastTalk } from '../contract.ts'

/** The most talks that lie beside one another; older ones are opened one by one. */
export const mostTalks = 12

type Scaled = Pick<PastTalk, 'scale'>

/** Whether results stand on the same scale: the same points under the same names. */
export const isSameScale = (one: Scaled, other: Scaled): boolean =>
  one.scale !== null && JSON.stringify(one.scale) === JSON.stringify(other.scale)

export const turns = ['up', 'down', 'same', 'otherScale'] as const
export type Turn = (typeof turns)[number]

/**
 * How a result stands to the one of the talk before: null where there is nothing to compare, and never
 * a direction between two scales.
 * @param pick the figure of a talk, null where it has none
 */
export function turnOf(
  talk: PastTalk,
  before: PastTalk | undefined,
  pick: (talk: PastTalk) => number | null,
): Turn | null {
  if (!before) return null
  const [now, then] = [pick(talk), pick(before)]
  if (now === null || then === null) return null
  if (!isSameScale(talk, before)) return 'otherScale'
  return now > then ? 'up' : now < then ? 'down' : 'same'
}

/** The rating of a dimension that counts: what was calibrated, where it was, else the manager's. */
export const countedIn = ({ dimensions }: Pick<PastTalk, 'dimensions'>, key: string) => {
  const found = dimensions.find((each) => each.key === key)
  return found?.calibrated ?? found?.manager ?? null
}

/** The name of a point of the scale a talk was rated by; the figure itself between two points. */
export const pointOf = (
  { scale }: Scaled,
  value: number,
  say: (label: NonNullable<PastTalk['scale']>[number]['label']) => string,
): string => {
  const point = scale?.find((each) => each.value === value)
  return point ? say(point.label) : String(value)
}

/** Every dimension of any of these talks once, in the order of the newest, under its newest name. */
export function dimensionsIn(talks: readonly PastTalk[]): { key: string; label: string }[] {
  const found = new Map<string, string>()
  for (const { dimensions } of talks)
    for (const { key, label } of dimensions) if (!found.has(key)) found.set(key, label)
  return [...found].map(([key, label]) => ({ key, label }))
}
