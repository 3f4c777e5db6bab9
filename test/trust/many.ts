import type * as Audit from '../../features/admin/audit/policy.ts'
import { logKinds, technicalSubjects } from '../../features/admin/audit/rules.ts'
import { relationsOf } from '../../features/conversations/policy.ts'
import type * as History from '../../features/insights/history/policy.ts'
import { diceFor } from './hr.ts'
import { first, holdsWide, type Said } from './offices.ts'
import { columnsOf } from './oracle.ts'
import { asked, type World } from './world.ts'

/** Where many records come together: rows 8, 12, 17 and 23. */
export interface ManyDoors {
  'admin/audit': Omit<typeof Audit, 'default'>
  'insights/history': Omit<typeof History, 'default'>
}

/** What the product says where many records are reached at once, beside what the rows say. */
export function* atManyRecords(
  { 'admin/audit': audit, 'insights/history': history }: ManyDoors,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  yield* atExports(audit, world, me, seed)
  const { viewer, facts } = asked(world, me, false)
  const is = relationsOf(viewer, facts)
  const standing = columnsOf(world, me)
  const stands = (...columns: string[]) => standing.some((column) => columns.includes(column))
  yield [
    'evidence for a decision',
    history.openForDecision(is),
    stands('DM', 'NEXT', 'M2', 'BP', 'HRA') ? null : 'insights.decisionNotYours',
  ]
  yield [
    'whether a promise was kept',
    history.seesKeeping(is),
    standing.some((column) => column !== 'HRA' && column !== 'AUD'),
  ]
  for (const kind of ['result', 'return', 'preDecision', 'checkIn'] as const)
    yield [`a ${kind} talk as evidence`, history.isEvidence(kind), !/^(return|pre)/.test(kind)]
  for (const purpose of ['promotion', 'pay', 'training'] as const)
    yield [`wishes for ${purpose}`, history.seesWishes(purpose), !purpose.startsWith('pay')]
  const isSealed = world.talk.sealedAt !== null
  yield [
    'the course of a record',
    audit.readChain(is, isSealed),
    first([
      [!stands('HRA', 'AUD'), 'admin.chainNotYours'],
      [!isSealed, 'admin.chainSealedOnly'],
    ]),
  ]
  yield ['a reason for the course', audit.chainNeedsReason(is), !stands('AUD')]
}

/** Row 17: HR of everywhere and auditors ask, a second person of HR or security agrees, who asked takes within a day. */
function* atExports(
  rules: ManyDoors['admin/audit'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 37)
  const { actor } = asked(world, me, false).viewer
  const isHr = holdsWide(world, me, 'hrAdmin')
  const isGuard = holdsWide(world, me, 'securityAdmin')
  const asks = isHr || world.grants.some((one) => one.personId === me && one.role === 'auditor')
  const somebody = () => (maybe() ? me : pick(world.people).id)
  yield ['asking for many', rules.askExport(actor), asks ? null : 'admin.exportNotYours']
  yield ['knowing of exports', rules.seesExports(actor), asks || isGuard]
  const [askedBy, employeeId] = [somebody(), maybe() ? null : somebody()]
  const isDecided = maybe(0.3)
  const isWithdrawn = !isDecided && maybe(0.3)
  const question = { askedBy, isDecided, isWithdrawn }
  yield [
    'agreeing to many',
    rules.decideExport(actor, { ...question, employeeId }),
    first([
      [!isHr && !isGuard, 'admin.exportApprovers'],
      [isDecided, 'admin.exportDecided'],
      [isWithdrawn, 'admin.exportWithdrawn'],
      [employeeId === me, 'admin.exportOwn'],
      [askedBy === me, 'admin.exportSecondPerson'],
    ]),
  ]
  yield [
    'taking the question about many back',
    rules.withdrawExport(actor, question),
    first([
      [askedBy !== me, 'admin.exportAskerOnly'],
      [isDecided, 'admin.exportDecided'],
      [isWithdrawn, 'admin.exportWithdrawn'],
    ]),
  ]
  yield [
    'taking the record of whoever agreed',
    rules.takeWith(world.talk.employeeId, askedBy),
    askedBy === world.talk.employeeId ? 'admin.exportDeciders' : null,
  ]
  const until = maybe(0.2) ? null : new Date(world.now.getTime() + pick([-1, 0, 1]) * 1000)
  const approvedAt = maybe(0.2) ? null : world.now
  yield [
    'taking many',
    rules.takeExport(actor, { askedBy, approvedAt, expiresAt: until }, world.now),
    first([
      [askedBy !== me, 'admin.exportNotYours'],
      [!approvedAt, 'admin.exportNotApproved'],
      [!until || until <= world.now, 'admin.exportExpired'],
      [!asks, 'admin.exportNotYours'],
    ]),
  ]
  const whole = isGuard || holdsWide(world, me, 'auditor')
  yield [
    'the security log',
    JSON.stringify(rules.readsLog(actor)),
    JSON.stringify(
      whole
        ? { subjects: Object.keys(logKinds), names: true }
        : holdsWide(world, me, 'itAdmin')
          ? { subjects: technicalSubjects, names: false }
          : null,
    ),
  ]
}
