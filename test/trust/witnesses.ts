import type * as Witness from '../../features/conversations/signing/witness/policy.ts'
import { holdsHere, first, keepsMachine, type Said } from './offices.ts'
import { bossesOf } from './oracle.ts'
import { dice, type World } from './world.ts'

export type WitnessDoor = Pick<typeof Witness, 'witnessConflict'>

/** E05: nobody of the two, nobody who keeps the machine, nobody below either of them but HR in charge further down. */
export function* atWitnesses(
  rules: WitnessDoor,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { employeeId, managerId } = world.talk
  const { maybe, pick } = dice(seed * 73 + me.charCodeAt(1))
  const notedBy = managerId && maybe(0.6) ? managerId : pick(world.people).id
  const bosses = bossesOf(world, me)
  const isHr = holdsHere(world, me, 'hrbp') || holdsHere(world, me, 'hrAdmin')
  const isTheirs = (id: string | null) =>
    bosses[0] === id || (!isHr && id !== null && bosses.includes(id))
  const asked = {
    personId: me,
    beneath: Object.fromEntries(bosses.map((id, at) => [id, at + 1])),
    isHrInCharge: isHr,
    isTechnical: keepsMachine(world, me),
  }
  yield [
    'confirming a refusal',
    rules.witnessConflict(asked, { employeeId, managerId, notedBy }),
    first([
      [[employeeId, managerId, notedBy].includes(me), 'conversations.witnessTakesPart'],
      [asked.isTechnical, 'conversations.witnessTechnical'],
      [
        bosses.includes(employeeId) || isTheirs(managerId) || isTheirs(notedBy),
        'conversations.witnessBelow',
      ],
    ]),
  ]
}
