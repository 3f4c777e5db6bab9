import { relationsOf } from '../../features/conversations/policy.ts'
import type * as Steps from '../../features/conversations/steps/policy.ts'
import { stageKinds, type StageActor } from '../../features/flows/contract.ts'
import { holdsHere, keepsMachine, type Said } from './offices.ts'
import { bossesOf, columnsOf, has, onlyWithReason } from './oracle.ts'
import { asked, dice, type World } from './world.ts'

/** Stages of somebody besides the two, and the ratings they show. */
export type StageDoor = Pick<
  typeof Steps,
  'ownsStep' | 'refusalToSettle' | 'readsRatings' | 'refusalToCalibrate' | 'readsCalibrations'
>

/** A stage of somebody besides the two: by name, the manager’s, or HR’s where the talk belongs to. */
export function* atStages(
  rules: StageDoor,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { talk } = world
  const { maybe, pick } = dice(seed * 7 + me.charCodeAt(1))
  const { viewer, facts: edges } = asked(world, me, false)
  const { actor } = viewer
  const is = relationsOf(viewer, edges)
  const standing = columnsOf(world, me)
  const reportsTo = bossesOf(world, me).includes(talk.employeeId)
  const kind = maybe(0.7) ? pick(['form', 'approval', 'calibration'] as const) : pick(stageKinds)
  const owner = maybe() ? pick(world.people).id : null
  const whose = pick(['manager', 'hr', 'employee', 'both', 'system'] as StageActor[])
  const when = (chance: number) => (maybe(chance) ? world.now : null)
  const opened = when(0.8)
  const [settled, presented, sealed, closed] = [when(0.2), when(0.3), when(0.2), when(0.2)]
  const restricted = maybe(0.2)
  const facts = {
    kind,
    actor: whose,
    ownerId: owner,
    openedAt: opened,
    settledAt: settled,
    employeeId: talk.employeeId,
    managerId: talk.managerId,
    departmentId: talk.departmentId,
    isAboveViewer: reportsTo,
    presentedAt: presented,
    wasSealed: sealed !== null,
    closedAt: closed,
    restricted,
  }
  const isOthers = ['form', 'approval', 'calibration', 'hrParticipation'].includes(kind)
  const mine =
    owner !== null
      ? owner === me
      : whose === 'manager'
        ? talk.managerId === me
        : whose === 'hr' && (holdsHere(world, me, 'hrbp') || holdsHere(world, me, 'hrAdmin'))
  const owns =
    isOthers &&
    opened !== null &&
    me !== talk.employeeId &&
    !reportsTo &&
    !keepsMachine(world, me) &&
    mine
  yield [`the stage ${kind}`, rules.ownsStep(actor, facts), owns]
  const words = [
    [sealed, 'conversations.sealed'],
    [closed, 'conversations.closed'],
    [restricted, 'conversations.restricted'],
    [settled, 'conversations.alreadySubmitted'],
    [kind === 'form' && presented, 'conversations.presented'],
  ].find(([holds]) => holds)
  yield ['settling it', rules.refusalToSettle(facts), words?.[1] ?? null]
  // Row 9: R for the manager and M2, R of an office for BP, Rr for HRA however the stage came to them.
  const reads =
    talk.managerId === me || standing.includes('M2')
      ? 'freely'
      : standing.includes('BP')
        ? 'noted'
        : standing.includes('HRA')
          ? 'withReason'
          : owner === me
            ? 'noted'
            : null
  const showsThem = kind === 'approval' || kind === 'calibration'
  const sight = showsThem && !words ? reads : null
  yield ['its ratings', rules.readsRatings(actor, facts, is), sight]
  // E21: a reader of ratings puts another in its place, before the page is presented; an office once it has looked.
  const [isRated, hasLooked] = [maybe(), maybe()]
  const held = [
    [kind !== 'calibration', 'conversations.nothingToWrite'],
    [words, words?.[1]],
    [!reads || (reads !== 'freely' && !hasLooked), 'conversations.ratingsUnseen'],
    [presented, 'conversations.presented'],
    [!isRated, 'conversations.ratingNotIn'],
  ].find(([holds]) => holds)
  const refusal = rules.refusalToCalibrate(actor, facts, is, { isRated, hasLooked })
  yield ['calibrating a rating', refusal, held?.[1] ?? null]
  yield* atCalibrations(rules, world, me)
}

/** What was calibrated is read like the rating it stands for: by its manager at once, by others once it is open. */
function* atCalibrations(rules: StageDoor, world: World, me: string): Generator<Said> {
  const { viewer, facts } = asked(world, me, false)
  const standing = columnsOf(world, me)
  const { restricted, sealedAt, revealedAt } = world.talk
  const row = sealedAt ? '8 sealed record' : revealedAt ? '9 rating, released' : '6 manager, draft'
  const reads =
    has(standing, 'R', row) &&
    !(row === '8 sealed record' && onlyWithReason(standing, 'R', row)) &&
    !(restricted && !standing.includes('EMP'))
  yield [
    'how ratings were calibrated',
    rules.readsCalibrations(relationsOf(viewer, facts), facts),
    reads,
  ]
}
