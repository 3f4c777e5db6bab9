import type { leavable } from '../../../../sealing/parts/rules.ts'
import type { Block, RecordGroup } from '../../contract.ts'
import { wordsIn, type Word } from '../../words/rules.ts'
import type { Read } from '../reading/rules.ts'

type Listed = Exclude<(typeof leavable)[number], 'fields' | 'contributions'>

/** Where on the page one part of an excerpt was left out: among a group's answers, or in what has a name of its own. */
export type LeftOut = RecordGroup | Listed

const names: Record<Listed, Word> = {
  gaps: 'gaps',
  calibrations: 'calibrated',
  score: 'score',
  minutes: 'minutes',
  plan: 'plan',
  attachments: 'attachments',
}

/** The line that says how many were left out at a place; nothing where nothing was. */
export function leftAt(
  { locale }: Pick<Read, 'locale'>,
  left: readonly LeftOut[],
  place: LeftOut,
): Block[] {
  const n = left.filter((each) => each === place).length
  if (n === 0) return []
  const say = wordsIn(locale)
  const text = Object.hasOwn(names, place)
    ? say('leftOf', { what: say(names[place as Listed]), n })
    : say('left', { n })
  return [{ kind: 'left', text }]
}
