import type * as Merges from '../../features/admin/merges/policy.ts'
import { mergeStates } from '../../features/admin/merges/rules.ts'
import { first, holdsWide, type Said } from './offices.ts'
import { asked, dice, type World } from './world.ts'

export type MergeDoor = Omit<typeof Merges, 'default'>

/** Rows 22 and 29, E28: HR administration asks, somebody else of HR or security agrees, nobody about themselves. */
export function* atMerges(
  rules: MergeDoor,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = dice(seed * 37 + me.charCodeAt(1))
  const { actor } = asked(world, me, false).viewer
  const isHr = holdsWide(world, me, 'hrAdmin')
  const isSecurity = holdsWide(world, me, 'securityAdmin')
  const somebody = () => (maybe(0.3) ? me : pick(world.people).id)
  const two = { keptId: somebody(), mergedId: somebody() }
  const isOwn = Object.values(two).includes(me)
  yield ['merges', rules.seesMerges(actor), isHr || isSecurity || holdsWide(world, me, 'auditor')]
  yield ['looking for doubles', rules.seeksDoubles(actor), isHr ? null : 'admin.merges.hrOnly']
  const apart: [unknown, string][] = [
    [!isHr, 'admin.merges.hrOnly'],
    [isOwn, 'admin.merges.ownAccount'],
  ]
  yield ['asking for a merge', rules.askMerge(actor, two), first(apart)]
  const state = pick(mergeStates)
  const by = maybe() ? me : pick(world.people).id
  const second: [unknown, string][] = [
    [!isHr && !isSecurity, 'admin.merges.officesOnly'],
    [isOwn, 'admin.merges.ownAccount'],
    [by === me, 'admin.merges.secondPerson'],
  ]
  yield [
    'agreeing to it',
    rules.decideMerge(actor, { ...two, askedBy: by, state }),
    first([[state !== 'asked', 'admin.merges.decided'], ...second]),
  ]
  const isBuiltOn = maybe(0.3)
  yield [
    'asking to undo it',
    rules.askUndo(actor, { ...two, state, isBuiltOn }),
    first([
      [state !== 'merged', 'admin.merges.notMerged'],
      ...apart,
      [isBuiltOn, 'admin.merges.laterFirst'],
    ]),
  ]
  const undoAskedBy = maybe(0.9) ? by : null
  yield [
    'agreeing to undo it',
    rules.decideUndo(actor, { ...two, undoAskedBy, state, isBuiltOn }),
    first([
      [state !== 'undoAsked' || undoAskedBy === null, 'admin.merges.decided'],
      ...second,
      [isBuiltOn, 'admin.merges.laterFirst'],
    ]),
  ]
}
