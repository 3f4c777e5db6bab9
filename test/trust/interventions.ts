import { isHr as isHrAnywhere, roles } from '../../features/accounts/policy.ts'
import type * as Intervention from '../../features/conversations/intervention/policy.ts'
import { relationsOf } from '../../features/conversations/policy.ts'
import { diceFor } from './hr.ts'
import {
  first,
  holdsHere,
  holdsWide,
  isInTheirLine,
  keepsMachine,
  linesIn,
  type Said,
} from './offices.ts'
import { bossesOf, columnsOf } from './oracle.ts'
import { asked, type World } from './world.ts'

export type Beside = Omit<typeof Intervention, 'default'>

/** HR beside a talk: in charge of the department, free of a conflict, and only whoever has the case opens it. */
export function* atInterventions(
  rules: Beside,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { talk } = world
  const { maybe, pick } = diceFor(world, me, seed, 23)
  const { viewer, facts } = asked(world, me, false)
  const { actor } = viewer
  const is = relationsOf(viewer, facts)
  const columns = columnsOf(world, me)
  const apart = keepsMachine(world, me)
  const isHr = !apart && (holdsHere(world, me, 'hrbp') || holdsHere(world, me, 'hrAdmin'))
  const isAnyHr =
    !apart &&
    world.grants.some(
      ({ personId, role }) => personId === me && (role === 'hrbp' || role === 'hrAdmin'),
    )
  yield ['HR here', rules.isHrFor(actor, talk.departmentId), isHr]
  yield ['HR at all', isHrAnywhere(actor), isAnyHr]
  const held = roles.filter(() => maybe(0.15))
  const above = bossesOf(world, me)
  const others = world.people.filter(() => maybe(0.15)).map(({ id }) => id)
  const [boss = null] = above
  const { aboveEmployee } = linesIn(world, me)
  yield [
    'a conflict',
    rules.conflictOf(
      { personId: me, roles: held, above, managerId: boss },
      { employeeId: talk.employeeId, managerId: talk.managerId, aboveEmployee, others },
    ),
    first([
      [me === talk.employeeId, 'intervention.isEmployee'],
      [me === talk.managerId || aboveEmployee.includes(me), 'intervention.inLine'],
      [above.includes(talk.employeeId), 'intervention.belowEmployee'],
      [talk.managerId !== null && boss === talk.managerId, 'intervention.reportsToManager'],
      [others.includes(me), 'intervention.otherPart'],
      [held.includes('itAdmin') || held.includes('securityAdmin'), 'intervention.technical'],
    ]),
  ]
  const hrId = maybe(0.2) ? null : maybe() ? me : pick(world.people).id
  const conflict = maybe(0.3) ? 'intervention.otherPart' : null
  const [isAccepted, isClosed, isRestricted] = [maybe(), maybe(0.2), maybe(0.2)]
  const standing = {
    departmentId: talk.departmentId,
    hrId,
    isAccepted,
    isClosed,
    isRestricted,
    conflict,
  }
  const opens: [unknown, string][] = [
    [hrId !== me || !isHr, 'intervention.notYours'],
    [conflict, conflict ?? ''],
    [isRestricted, 'conversations.restricted'],
  ]
  const over: [unknown, string] = [isClosed, 'intervention.closed']
  yield ['its brief and notes', rules.opensCase(actor, standing), first(opens)]
  const knows = isHr && (hrId === me || (conflict === null && holdsHere(world, me, 'hrAdmin')))
  yield ['that there is a case', rules.knowsCase(actor, standing), knows]
  yield [
    'taking or declining it',
    rules.answerCase(actor, standing),
    first([over, ...opens, [isAccepted, 'intervention.accepted']]),
  ]
  yield [
    'stepping back',
    rules.recuseCase(actor, standing),
    first([over, [hrId !== me, 'intervention.notYours']]),
  ]
  yield [
    'giving it on',
    rules.handOverCase(actor, standing),
    first([over, [conflict, conflict ?? ''], [!knows, 'intervention.notYours']]),
  ]
  yield [
    'closing it',
    rules.closeCase(actor, standing),
    first([over, ...opens, [!isAccepted, 'intervention.acceptFirst']]),
  ]
  const [isOn, hasAsked] = [maybe(0.7), maybe(0.3)]
  const asks = columns.includes('EMP') || columns.includes('DM') || columns.includes('BP')
  yield [
    'asking for HR',
    rules.askForHr(viewer, is, facts, { isOn, hasAsked }),
    first([
      [!asks, 'intervention.pairOnly'],
      [talk.closedAt, 'conversations.closed'],
      [talk.sealedAt, 'conversations.sealed'],
      [!isOn, 'intervention.switchedOff'],
      [hasAsked, 'intervention.askedAlready'],
    ]),
  ]
  const isProposed = maybe(0.7)
  yield [
    'answering',
    rules.answerAttendance(is, facts, { isProposed, answer: null }),
    first([
      [!columns.includes('EMP'), 'conversations.employeeOnly'],
      [!isProposed, 'intervention.nobodyProposed'],
      [talk.talkStartedAt, 'conversations.talkStarted'],
    ]),
  ]
  const sits = columns.some((column) => ['EMP', 'DM', 'DEL'].includes(column))
  yield ['hearing of HR', rules.readsAttendance(is), sits]
  const shapes = holdsWide(world, me, 'hrAdmin') && !apart
  yield ['shaping the rules', rules.setRules(actor), shapes ? null : 'intervention.hrOnly']
  const departmentId = maybe(0.2) ? null : talk.departmentId
  const inCharge = departmentId === null ? holdsWide(world, me, 'hrAdmin') && !apart : isHr
  yield [
    'keeping a mark',
    rules.keepsMark(actor, { departmentId, lines: linesIn(world, me) }),
    first([
      [!inCharge, 'intervention.notYours'],
      [me === talk.employeeId, 'intervention.isEmployee'],
      [isInTheirLine(world, me), 'intervention.inLine'],
    ]),
  ]
  const setBy = maybe(0.3) ? me : pick(world.people).id
  const reads = setBy === me || (departmentId !== null && holdsHere(world, me, 'hrbp'))
  yield ['why there is a mark', rules.readsMarkReason(actor, { departmentId, setBy }), reads]
}
