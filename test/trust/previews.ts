import type * as Previewing from '../../features/conversations/previewing/policy.ts'
import { previewEyes, previewPhases } from '../../features/conversations/previewing/contract.ts'
import type { Said } from './offices.ts'
import { diceFor } from './hr.ts'
import type { World } from './world.ts'
import { someSections } from './written.ts'

/**
 * How far which part has come while a talk stands there, by hand: who Writes and who Reads it, of the
 * Employee, the Manager and HR. What a stage asks of the two is theirs while it is open, a note on the
 * difference from the opening on; a form is somebody else's.
 */
const rights = {
  //                prepare    opened        talk          agree         sealed
  self: /*      */ ['W:E R:E', 'W: R:EMH', 'W: R:EMH', 'W: R:EMH', 'W: R:EMH'],
  manager: /*   */ ['W:M R:M', 'W:M R:EMH', 'W:M R:EMH', 'W:M R:EMH', 'W: R:EMH'],
  joint: /*     */ ['W: R:EM', 'W: R:EM', 'W:EM R:EM', 'W:EM R:EM', 'W: R:EMH'],
} as const

const openAt: Record<string, string> = {
  goalAlignment: 'prepare opened',
  differenceNote: 'opened',
  form: '',
} as const

const letter = { employee: 'E', manager: 'M', hr: 'H' } as const

/** The designer's preview of a form: who could write and who could read each field of it. */
export function* atPreviews(
  { rightsIn }: Pick<typeof Previewing, 'rightsIn'>,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const luck = diceFor(world, me, seed, 71)
  const sections = someSections(luck)
  const [eyes, phase] = [luck.pick(previewEyes), luck.pick(previewPhases)]
  const told = rightsIn(sections, eyes, phase)
  const at = previewPhases.indexOf(phase)
  const who = letter[eyes]
  const should = sections.flatMap(({ part, stage, fields }) =>
    fields.map(({ key, writer, readers }) => {
      const isJoint = part === 'talk' || part === 'agreement'
      const [written, read] = rights[isJoint ? 'joint' : part]
        [at]!.split(' ')
        .map((half) => half.slice(2))
      const isTheirs = stage === undefined || openAt[stage]!.includes(phase)
      const writes = !isTheirs ? '' : stage && isJoint ? 'EM' : written
      const isOurs =
        !isJoint || writer === 'both' || (eyes === 'hr' ? writer === 'hr' : writer === eyes)
      const isAuthor = (part === 'self' && who === 'E') || (part === 'manager' && who === 'M')
      const isHis = isAuthor || (isJoint && writer === eyes && who !== 'H')
      const isRead =
        readers === 'hr'
          ? isAuthor || who === 'H'
          : readers === 'authorOnly'
            ? isHis
            : read!.includes(who) && !(readers === 'pairOnly' && who === 'H')
      // Between the two nobody writes where he does not read.
      const mayWrite = writes!.includes(who) && isOurs && (!isJoint || isRead)
      if (mayWrite && key !== 'minutes') return 'write'
      if (stage === 'differenceNote' && at < 2 && who !== 'M') return 'none'
      return isRead ? 'read' : 'none'
    }),
  )
  yield [`a form for ${eyes} in ${phase}`, told.join(), should.join()]
}
