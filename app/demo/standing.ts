import type { DemoPerson } from './people.ts'
import { randomFrom } from './pieces/fill.ts'
import type { Stage } from './records/shape.ts'

/** Two teams one can look into stand at every point of the way; so does the leaver. */
const chosen: Record<string, Stage | null> = {
  YX0032: 'sealed',
  YX0033: 'manager',
  YX0034: 'reveal',
  YX0035: 'booked',
  YX0036: 'self',
  YX0037: null,
  YX0038: 'agree',
  YX0039: 'sealed',
  YX0098: 'manager',
  YX0099: 'booked',
  YX0100: 'sealed',
  YX0103: 'manager',
  YX0048: 'self',
  YX0093: 'reveal',
}

const shares: [Stage | null, number][] = [
  [null, 0.1],
  ['self', 0.14],
  ['manager', 0.2],
  ['reveal', 0.14],
  ['booked', 0.1],
  ['talk', 0.01],
  ['agree', 0.06],
  ['sign', 0.09],
  ['sealed', 0.16],
]

/** How far somebody is in the running cycle; null: not begun. Seeded, so that it is the same everywhere. */
export function stageOf(person: DemoPerson): Stage | null {
  if (person.number in chosen) return chosen[person.number] ?? null
  let left = randomFrom(`${person.number}/standing`).next()
  for (const [stage, share] of shares) {
    left -= share
    if (left < 0) return stage
  }
  return 'sealed'
}
