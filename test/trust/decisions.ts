import type * as Actions from '../../features/conversations/actions/policy.ts'
import type * as Policy from '../../features/conversations/policy.ts'
import {
  actions,
  partKinds,
  relations,
  type Relation,
} from '../../features/conversations/contract.ts'
import { allows, words } from './acts.ts'
import {
  columnsOf,
  has,
  letters,
  onlyWithReason,
  reads,
  rowOf,
  type Column,
  type Row,
} from './oracle.ts'
import { asked, dice, type World } from './world.ts'

export type Rules = Pick<
  typeof Policy,
  | 'relationsOf'
  | 'may'
  | 'needsReason'
  | 'partVisible'
  | 'fieldVisible'
  | 'writesField'
  | 'sitsIn'
  | 'resourceOf'
  | 'cells'
> &
  Pick<typeof Actions, 'refusalOf'>

const nameOf: Record<Relation, Column> = {
  employee: 'EMP',
  manager: 'DM',
  delegate: 'DEL',
  formerManager: 'FDM',
  handedOver: 'HAND',
  nextManager: 'NEXT',
  secondLine: 'M2',
  hrbp: 'BP',
  breakGlass: 'GLASS',
  hrAdmin: 'HRA',
  auditor: 'AUD',
}

const rowFor: Record<keyof Rules['cells'], Row> = {
  status: '2 schedule, status',
  selfDraft: '3 self-assessment, draft',
  selfOpen: '4 self-assessment, submitted',
  managerDraft: '6 manager, draft',
  managerOpen: '9 manager, released',
  rating: '9 rating, released',
  jointDraft: '6 joint record, draft',
  awaiting: '7 awaiting confirmation',
  signedByOne: '7 signed by one',
  sealed: '8 sealed record',
  hrNote: '10 HR-only note',
  evidence: '15 signature evidence',
  bundle: '16 evidence bundle',
}

/** Where the policy's table and the copy of trust.md differ, cell by cell. */
export function* unlikeCells({ cells }: Rules): Generator<string> {
  for (const [resource, row] of Object.entries(rowFor) as [keyof Rules['cells'], Row][])
    for (const relation of relations) {
      const is = cells[resource]?.[relation] ?? ''
      if (is !== letters[row][nameOf[relation]])
        yield `${row}, ${nameOf[relation]}: ‘${is}’, in the table ‘${letters[row][nameOf[relation]]}’`
    }
}

const fields = (['shortText', 'rating'] as const).flatMap((type) =>
  (['employee', 'manager', 'both', 'hr'] as const).flatMap((writer) =>
    (['pair', 'pairOnly', 'authorOnly', 'hr'] as const).map((readers) => ({
      type,
      writer,
      readers,
    })),
  ),
)

export interface Tally {
  decisions: number
}

/** One world, everybody in it, every question: where policy and oracle differ, in words. */
export function* differences(
  rules: Rules,
  world: World,
  tally: Tally,
  seed: number,
): Generator<string> {
  const { maybe, pick } = dice(seed)
  for (const { id } of world.people) {
    const steppedUp = maybe()
    const { viewer, facts } = asked(world, id, steppedUp)
    const is = rules.relationsOf(viewer, facts)
    const standing = columnsOf(world, id)
    tally.decisions++
    const named = is.map((relation) => nameOf[relation])
    if ([...named].sort().join() !== [...standing].sort().join())
      yield `${id} stands as ${named.join()} and should as ${standing.join()}`
    for (const action of actions) {
      tally.decisions++
      const refusal = rules.refusalOf(action, viewer, is, facts)
      // What does not exist for somebody is never asked for.
      if (standing.length > 0 && (refusal === null) !== allows(world, standing, action, steppedUp))
        yield `${action} for ${standing.join()}: ${refusal ?? 'allowed'}`
      const because = refusal && standing.length > 0 && words(world, standing, action, steppedUp)
      if (because && because !== refusal)
        yield `${action} for ${standing.join()}: refused with ${refusal}, not ${because}`
    }
    for (const [resource, row] of Object.entries(rowFor) as [keyof Rules['cells'], Row][])
      for (const letter of ['R', 'E'] as const) {
        tally.decisions++
        if (rules.may(is, letter, resource) !== has(standing, letter, row))
          yield `${letter} on ${row} for ${standing.join()}`
        if (rules.needsReason(is, letter, resource) !== onlyWithReason(standing, letter, row))
          yield `a reason for ${letter} on ${row} for ${standing.join()}`
      }
    if (rules.sitsIn(is) !== standing.some((column) => ['EMP', 'DM', 'DEL'].includes(column)))
      yield `${standing.join()} at the table`
    for (const writer of ['employee', 'manager', 'both', 'hr'] as const) {
      tally.decisions++
      const writes =
        (writer !== 'hr' && writer !== 'manager' && standing.includes('EMP')) ||
        (writer !== 'hr' &&
          writer !== 'employee' &&
          (standing.includes('DM') || standing.includes('DEL')))
      if (rules.writesField(is, writer) !== writes) yield `${writer}’s field for ${standing.join()}`
    }
    for (const kind of partKinds) {
      const authorId =
        kind === 'talk' || kind === 'agreement'
          ? null
          : pick([world.talk.employeeId, world.talk.managerId ?? id, id])
      const part = { kind, authorId }
      tally.decisions++
      const row = rowOf(kind, world)
      const resource = rules.resourceOf(kind, facts)
      if ((resource === 'own' ? null : rowFor[resource]) !== row)
        yield `${kind} falls under ${resource}`
      if (rules.partVisible(viewer, is, facts, part) !== reads(world, id, standing, part, null))
        yield `the part ${kind} for ${standing.join()}`
      const field = pick(fields)
      tally.decisions++
      if (
        rules.fieldVisible(viewer, is, facts, part, field as never) !==
        reads(world, id, standing, part, field)
      )
        yield `${field.readers} ${field.type} of ${field.writer} in ${kind} for ${standing.join()}`
    }
  }
}
