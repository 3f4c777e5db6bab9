import type { Field, Part, Step, TemplateBody } from '../../../templates/contract.ts'
import { fieldOf } from '../../../templates/rules.ts'

/** What a step of a talk is mostly about, and how many hints there are for it; keys below `conversations.atmosphere`. */
export const hintsPerMood = {
  arrive: 1,
  hear: 3,
  view: 2,
  weigh: 1,
  look: 2,
  plan: 3,
  close: 1,
  any: 3,
} as const
type Mood = keyof typeof hintsPerMood

/** One hint: `hear.2` is the second on hearing somebody out. */
type AtmosphereHint = `${Mood}.${number}`

const byPart: Record<Part, Mood> = {
  self: 'hear',
  manager: 'view',
  talk: 'look',
  agreement: 'plan',
}

/** A talk begins by arriving and ends by thanking, whatever else these steps are about. */
function moodOf(template: TemplateBody, step: Step, at: number): Mood {
  if (at === 0) return 'arrive'
  if (at === template.steps.length - 1) return 'close'
  const found = step.fields.flatMap((key) => fieldOf(template, key) ?? [])
  const isRated = ({ field }: { field: Field }) => field.type === 'rating'
  if (!step.ratingHidden && found.some(isRated)) return 'weigh'
  // What most of its questions are; of as many, what comes first.
  const parts = [...Map.groupBy(found, ({ part }) => part)]
  const [most] = parts.sort(([, one], [, other]) => other.length - one.length)
  return most ? byPart[most[0]] : 'any'
}

/**
 * The hint of each step, in the order of the steps; the same kind of step comes with another one each
 * time, and none comes twice before all that fit were given.
 */
export function atmosphereOf(template: TemplateBody): AtmosphereHint[] {
  const given = new Map<Mood, number>()
  const take = (mood: Mood): AtmosphereHint => {
    const before = given.get(mood) ?? 0
    if (before >= hintsPerMood[mood] && mood !== 'any') return take('any')
    given.set(mood, before + 1)
    return `${mood}.${(before % hintsPerMood[mood]) + 1}`
  }
  return template.steps.map((step, at) => take(moodOf(template, step, at)))
}
