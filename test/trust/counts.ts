import type * as Access from '../../features/admin/access/policy.ts'
import type * as Commitments from '../../features/commitments/policy.ts'
import { relationsOf } from '../../features/conversations/policy.ts'
import type * as Cycles from '../../features/cycles/policy.ts'
import type { CycleTable } from '../../features/cycles/table.ts'
import { diceFor } from './hr.ts'
import { first, holdsWide, keepsMachine, type Said } from './offices.ts'
import { bossesOf, columnsOf, has, onlyWithReason, type Column, type Row } from './oracle.ts'
import { asked, type World } from './world.ts'

/** What is counted, what was promised, and who is told who reads: rows 1, 2, 9, 12, 20, 22 and 24. */
export interface CountDoors {
  cycles: Omit<typeof Cycles, 'default'>
  commitments: Omit<typeof Commitments, 'default'>
  'admin/access': Pick<typeof Access, 'knowsAccess' | 'reachNow' | 'reachSealed' | 'reachAt'>
}

/** What the product says there, beside what the rows say. */
export function* atCounts(
  doors: CountDoors,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  yield* atCycles(doors.cycles, world, me, seed)
  yield* atPromises(doors.commitments, world, me, seed)
  yield* atAccess(doors['admin/access'], world, me)
}

type Scope = string[] | null | undefined
const told = (scope: Scope) => (scope ? scope.toSorted().join() : String(scope))

/** Where somebody holds one of these offices: everywhere (null), in departments, or nowhere. */
function whereOf({ grants, departments }: World, me: string, offices: string[]): Scope {
  const mine = grants.filter(({ personId, role }) => personId === me && offices.includes(role))
  if (mine.length === 0) return undefined
  if (mine.some(({ departmentId }) => departmentId === null)) return null
  return departments.filter((one) =>
    mine.some(({ departmentId }) => `${one}/`.startsWith(`${departmentId}/`)),
  )
}

function* atCycles(
  rules: CountDoors['cycles'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 67)
  const { actor } = asked(world, me, false).viewer
  const where = (...offices: string[]) => whereOf(world, me, offices)
  const state = pick(['draft', 'launching', 'piloting', 'running', 'closed'] as const)
  const isPast = (...states: string[]) => (states.includes(state) ? world.now : null)
  const cycle = {
    closedAt: isPast('closed'),
    launchedAt: isPast('piloting', 'running', 'closed'),
    launchAskedAt: isPast('launching', 'piloting', 'running', 'closed'),
    pilot: state === 'piloting' ? {} : null,
    rolloutAskedAt: null,
  } as unknown as CycleTable
  const view = rules.viewOf(actor)
  const named = where('hrAdmin', 'hrbp', 'auditor')
  const counted = where('hrAdmin', 'hrbp', 'auditor', 'executive')
  yield ['counting', told(view?.counts), told(counted)]
  yield ['naming', told(view?.names), told(named)]
  if (view)
    yield [
      'hiding few',
      rules.hidesSmall(view),
      named === undefined || (named !== null && counted === null),
    ]
  const hr = where('hrAdmin', 'hrbp')
  yield ['being HR', told(rules.hrScope(actor)), told(hr)]
  const rated = hr !== undefined ? hr : state === 'closed' ? where('executive') : undefined
  yield ['counting ratings', told(rules.ratingScope(actor, cycle)), told(rated)]
  const keeps = world.grants.some(
    ({ personId, role }) => personId === me && (role === 'itAdmin' || role === 'securityAdmin'),
  )
  const isHr = hr !== undefined && !keeps
  yield ['calibrating groups', rules.mayCalibrate(actor), isHr]
  yield [
    'that it is done',
    rules.refusalToFinish(actor, cycle),
    first([
      [!isHr, 'cycles.onlyHrCalibrates'],
      [state === 'closed', 'cycles.alreadyClosed'],
    ]),
  ]
  const some = (): string[] | null => (maybe(0.3) ? null : world.departments.filter(() => maybe()))
  const [scope, departmentIds] = [some(), some()]
  const looked = world.departments.filter(
    (one) => (!scope || scope.includes(one)) && (!departmentIds || departmentIds.includes(one)),
  )
  const isWhole = scope === null && departmentIds === null
  yield [
    'HR beside talks',
    rules.knowsOfHr(actor, { scope, departmentIds }),
    isHr && (hr === null || (!isWhole && looked.every((one) => hr.includes(one)))),
  ]
  const writes = holdsWide(world, me, 'hrAdmin')
  yield ['writing cycles', rules.mayWrite(actor), writes]
  const launched = state === 'draft' ? null : 'cycles.alreadyLaunched'
  const ends = {
    draft: 'cycles.notLaunched',
    launching: 'cycles.stillLaunching',
    piloting: null,
    running: null,
    closed: 'cycles.alreadyClosed',
  }
  const expected: Record<string, string | null> = {
    save: state === 'piloting' ? null : launched,
    discard: launched,
    launch: launched,
    rollOut: state === 'piloting' ? null : 'cycles.notPiloting',
    close: ends[state],
  }
  const refusals = rules.refusalsFor(actor, cycle)
  for (const [action, refusal] of Object.entries(expected))
    yield [`to ${action} it`, refusals[action], writes ? refusal : 'cycles.onlyHr']
}

/** Row 12: the two, who keeps it, the line above and the partner of the department; a former manager not (I7). */
function* atPromises(
  rules: CountDoors['commitments'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 71)
  const { actor } = asked(world, me, false).viewer
  const somebody = () => (maybe(0.2) ? null : pick(world.people).id)
  const facts = {
    employeeId: world.talk.employeeId,
    managerId: world.talk.managerId,
    ownerId: somebody(),
    isSettled: maybe(),
    managerNowId: somebody(),
    secondLineId: somebody(),
    departmentId: maybe(0.2) ? null : pick(world.departments),
    hasLineChanged: maybe(),
    isAboveViewer: bossesOf(world, me).includes(world.talk.employeeId),
  }
  const { employeeId, ownerId, managerNowId, secondLineId, isSettled } = facts
  const manager = facts.hasLineChanged ? null : facts.managerId
  const isOneOf = [employeeId, manager, ownerId, managerNowId].some((id) => id === me)
  const partner = whereOf(world, me, ['hrbp'])
  const isPartner =
    !keepsMachine(world, me) &&
    !facts.isAboveViewer &&
    (partner === null ||
      (facts.departmentId !== null && (partner?.includes(facts.departmentId) ?? false)))
  yield ['a promise', rules.maySee(actor, facts), isOneOf || secondLineId === me || isPartner]
  const notTheirs: [unknown, string] = [!isOneOf, 'commitments.notYours']
  const over = first([[isSettled, 'commitments.settled'], notTheirs])
  yield ['saying it was kept', rules.settle(actor, facts), over]
  yield ['saying how it stands', rules.checkIn(actor, facts), over]
  yield [
    'opening it again',
    rules.reopen(actor, facts),
    first([[!isSettled, 'commitments.stillOpen'], notTheirs]),
  ]
}

/** Rows 22 and 24: who is told who may see a record, and that the telling is the rule itself. */
function* atAccess(rules: CountDoors['admin/access'], world: World, me: string): Generator<Said> {
  const { viewer, facts } = asked(world, me, false)
  const { talk } = world
  const is = relationsOf(viewer, facts)
  const standing = columnsOf(world, me)
  const knows =
    standing.includes('EMP') || standing.includes('AUD')
      ? 'everything'
      : standing.includes('HRA')
        ? 'days'
        : null
  yield ['who reads', rules.knowsAccess(is), knows]
  const reach = (columns: Column[], rows: Row[]) => {
    const open = rows.filter((row) => has(columns, 'R', row))
    if (open.length === 0) return columns.length > 0 ? 'status' : 'nothing'
    return open.every((row) => onlyWithReason(columns, 'R', row)) ? 'reason' : 'read'
  }
  const later = standing.filter((column) => column !== 'GLASS' && column !== 'DEL')
  yield ['reading it once sealed', rules.reachSealed(is), reach(later, ['8 sealed record'])]
  const isSigned = talk.managerSigned || talk.employeeSigned !== null
  const page = isSigned ? '7 signed by one' : '7 awaiting confirmation'
  const rows: Row[] = talk.sealedAt
    ? ['8 sealed record']
    : [
        ...(talk.revealedAt
          ? (['4 self-assessment, submitted', '9 manager, released'] as const)
          : []),
        ...(talk.talkStartedAt
          ? ([talk.presentedAt ? page : '6 joint record, draft'] as const)
          : []),
      ]
  const said = reach(standing, rows)
  const drafts = ['3 self-assessment, draft', '6 manager, draft'] as const
  const now = said === 'status' && drafts.some((row) => has(standing, 'W', row)) ? 'own' : said
  yield ['reading it now', rules.reachNow(is, facts), now]
  for (const sight of [null, 'freely', 'noted', 'withReason'] as const) {
    const atStage = { freely: 'ratings', noted: 'ratings', withReason: 'reason' } as const
    const more = now === 'own' || now === 'status' || now === 'nothing'
    yield [
      `at a stage that shows ratings ${sight}`,
      rules.reachAt(sight, now),
      sight && more ? atStage[sight] : now,
    ]
  }
}
