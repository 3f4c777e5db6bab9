import { roles } from '../../features/accounts/policy.ts'
import type * as Delegation from '../../features/org/delegation/policy.ts'
import type * as Import from '../../features/org/import/policy.ts'
import type * as Org from '../../features/org/policy.ts'
import { diceFor } from './hr.ts'
import { first, holdsWide, type Said } from './offices.ts'
import { bossesOf } from './oracle.ts'
import { asked, type World } from './world.ts'

/** The people of the organization, their roles, the rosters they come from and their deputies: rows 21, 22 and 29. */
export interface PeopleDoors {
  org: Omit<typeof Org, 'default'>
  'org/delegation': Omit<typeof Delegation, 'default'>
  'org/import': Omit<typeof Import, 'default'>
}

const hour = 3_600_000

/** What the product says of changing people, rosters and deputies, beside what the rows say. */
export function* atPeople(
  doors: PeopleDoors,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  yield* atDirectory(doors.org, world, me, seed)
  yield* atRosters(doors['org/import'], world, me, seed)
  yield* atDeputies(doors['org/delegation'], world, me, seed)
}

/** Rows 21 and 22: HR changes people, two offices agree about a role, nobody about themselves. */
function* atDirectory(
  rules: PeopleDoors['org'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 47)
  const { actor } = asked(world, me, false).viewer
  const isHr = holdsWide(world, me, 'hrAdmin')
  const isGuard = holdsWide(world, me, 'securityAdmin')
  const isAuditor = holdsWide(world, me, 'auditor')
  const id = maybe(0.3) ? me : pick(world.people).id
  const noHr: [unknown, string] = [!isHr, 'org.hrOnly']
  yield ['changing people', rules.changePeople(actor), first([noHr])]
  const mergedInto = maybe(0.3) ? 'p9' : null
  yield [
    'changing one',
    rules.changePerson(actor, { mergedInto }),
    first([noHr, [mergedInto, 'org.joined']]),
  ]
  yield ['that there are imports', rules.seesImports(actor), isHr || isAuditor]
  const departmentId = maybe(0.2) ? null : pick(world.departments)
  const isPartner = world.grants.some(
    (one) =>
      one.personId === me &&
      one.role === 'hrbp' &&
      (one.departmentId === null ||
        (departmentId !== null && `${departmentId}/`.startsWith(`${one.departmentId}/`))),
  )
  yield [
    'details of somebody',
    rules.seesDetails(actor, { id, departmentId }),
    id === me || isHr || isPartner,
  ]
  yield [
    'roles of somebody',
    rules.seesGrants(actor, id),
    id === me || isHr || isGuard || isAuditor,
  ]
  yield [
    'proposing a role',
    rules.proposeGrant(actor, id),
    first([
      [!isHr && !isGuard, 'org.grantsBySecurity'],
      [id === me, 'org.noGrantToSelf'],
    ]),
  ]
  const proposedBy = maybe(0.3) ? me : pick(world.people).id
  const proposerIsSecurity = maybe()
  const role = pick(roles)
  // I4: two offices agree; who watches or audits is HR's to agree to, whoever asked.
  const hrMay = isHr && (proposerIsSecurity || role === 'securityAdmin' || role === 'auditor')
  yield [
    'agreeing to a role',
    rules.decideGrant(actor, { proposedBy, proposerIsSecurity, personId: id, role }),
    first([
      [!isGuard && !hrMay, isHr ? 'org.secondPersonBySecurity' : 'org.grantsBySecurity'],
      [id === me, 'org.noGrantToSelf'],
      [proposedBy === me, 'org.secondPerson'],
    ]),
  ]
  yield [
    'a lost second factor',
    rules.askFactorReset(actor, id),
    first([
      [!isHr, 'org.factorByHr'],
      [id === me, 'org.factorNotOwn'],
    ]),
  ]
  yield [
    'agreeing to its end',
    rules.decideFactorReset(actor, { askedBy: proposedBy, personId: id }),
    first([
      [!isHr && !isGuard, 'org.factorByHr'],
      [id === me, 'org.factorNotOwn'],
      [proposedBy === me, 'org.secondPerson'],
    ]),
  ]
  const isLastHrAdmin = maybe(0.3)
  yield [
    'letting somebody go',
    rules.letGo(actor, { id, isLastHrAdmin }),
    first([noHr, [id === me, 'org.notYourself'], [isLastHrAdmin, 'org.lastHrAdmin']]),
  ]
}

/** Row 29: HR writes rosters, another HR looks where many vanish, and takes them back within a day. */
function* atRosters(
  rules: PeopleDoors['org/import'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 53)
  const { actor } = asked(world, me, false).viewer
  const isHr = holdsWide(world, me, 'hrAdmin')
  const when = (chance: number) => (maybe(chance) ? world.now : null)
  const ago = pick([0, 24 * hour, 24 * hour + 1])
  const stage = {
    createdBy: maybe(0.3) ? me : pick(world.people).id,
    confirmedAt: when(0.3),
    failedAt: when(0.3),
    appliedAt: maybe(0.4) ? new Date(world.now.getTime() - ago) : null,
    undoneAt: when(0.2),
    discardedAt: when(0.2),
    approvedRevision: pick([null, 1, 2]),
    revision: pick([1, 2]),
    approvalAskedAt: when(0.5),
  }
  const standing: [unknown, string][] = [
    [!isHr, 'org.hrOnly'],
    [stage.discardedAt, 'org.importDiscarded'],
    [stage.appliedAt, 'org.importWritten'],
    [stage.confirmedAt && !stage.failedAt, 'org.importWriting'],
  ]
  yield ['a roster', rules.edit(actor, stage), first(standing)]
  yield [
    'a second look at it',
    rules.approve(actor, stage),
    first([
      ...standing,
      [stage.createdBy === me, 'org.secondPerson'],
      [!stage.approvalAskedAt, 'org.approvalNotAsked'],
    ]),
  ]
  const isLookedAt = stage.approvedRevision === stage.revision
  yield ['that it was looked at', rules.isApproved(stage), isLookedAt]
  const review = {
    needsSecondPerson: maybe(),
    missingFields: maybe(0.2) ? ['name'] : [],
    writable: pick([0, 1, 12]),
  }
  yield [
    'writing it',
    rules.confirm(actor, stage, review),
    first([
      ...standing,
      [review.missingFields.length > 0, 'org.importUnmapped'],
      [review.writable === 0, 'org.importNothingToWrite'],
      [review.needsSecondPerson && !isLookedAt, 'org.importNeedsSecondPerson'],
    ]),
  ]
  yield [
    'taking it back',
    rules.undo(actor, stage, world.now),
    first([
      [!isHr, 'org.hrOnly'],
      [!stage.appliedAt, 'org.importNotWritten'],
      [stage.undoneAt, 'org.importUndone'],
      [ago > 24 * hour, 'org.importTooOldToUndo'],
    ]),
  ]
  yield ['its rows', rules.readsRows(actor), isHr]
}

/** Row 22 and E10: a manager’s own people, thirty days, nobody who watches, nobody below the subject. */
function* atDeputies(
  rules: PeopleDoors['org/delegation'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { today } = world
  const { maybe, pick } = diceFor(world, me, seed, 59)
  const some = (chance: number) => world.people.filter(() => maybe(chance)).map(({ id }) => id)
  const reports = maybe(0.1) ? [] : some(0.6).filter((id) => id !== me)
  const id = maybe(0.1) ? me : pick(world.people).id
  const leftOn = maybe(0.8) ? null : pick(['2026-11-20', today, '2026-12-01'])
  const held = roles.filter(() => maybe(0.08))
  const above = bossesOf(world, id)
  const hasAccount = maybe(0.9)
  const of = reports.length > 0 && maybe(0.8) ? [pick(reports)] : some(0.3)
  const employeeIds = maybe(0.4) ? null : of
  const fromOn = pick(['2026-11-20', today, '2026-11-22', '2026-12-01'])
  const untilOn = pick(['2026-11-21', '2026-12-20', '2026-12-21', '2026-12-30', '2026-12-31'])
  const days = (Date.parse(untilOn) - Date.parse(fromOn)) / 86_400_000 + 1
  const about = employeeIds ?? []
  yield [
    'handing talks over',
    rules.askDelegation({
      managerId: me,
      reports,
      delegate: { id, leftOn, hasAccount, roles: held, above },
      employeeIds,
      fromOn,
      untilOn,
      today,
    }),
    first([
      [reports.length === 0, 'org.delegation.noReports'],
      [id === me, 'org.delegation.yourself'],
      [leftOn !== null && leftOn <= today, 'org.hasLeft'],
      [!hasAccount, 'org.delegation.noAccount'],
      [
        held.includes('securityAdmin') || held.includes('itAdmin') || held.includes('auditor'),
        'org.delegation.apart',
      ],
      [about.find((one) => !reports.includes(one)), 'org.delegation.notYours'],
      [about.includes(id), 'org.delegation.subject'],
      [about.find((one) => above.includes(one)), 'org.delegation.reportOfSubject'],
      [fromOn < today, 'org.delegation.past'],
      [untilOn < fromOn, 'org.endsBeforeStart'],
      [days > 30, 'org.delegation.tooLong'],
    ]),
  ]
  const [fromId, toId] = [pick(world.people).id, pick(world.people).id]
  const states = ['asked', 'planned', 'inForce', 'over', 'declined', 'withdrawn'] as const
  const state = pick(states)
  yield [
    'answering',
    rules.answerDelegation(me, { fromId, toId, state }),
    first([
      [toId !== me, 'org.delegation.notAsked'],
      [state !== 'asked', 'org.delegation.answered'],
    ]),
  ]
  yield [
    'ending it',
    rules.withdrawDelegation(me, { fromId, toId, state }),
    first([
      [fromId !== me && toId !== me, 'org.delegation.notAsked'],
      [state === 'over' || state === 'declined' || state === 'withdrawn', 'org.delegation.isOver'],
    ]),
  ]
}
