import type * as Privacy from '../../features/admin/privacy/policy.ts'
import type * as Appeals from '../../features/conversations/appeals/policy.ts'
import type * as Duties from '../../features/conversations/duties/policy.ts'
import type * as Glass from '../../features/conversations/glass/policy.ts'
import { relationsOf } from '../../features/conversations/policy.ts'
import { roles } from '../../features/accounts/policy.ts'
import { atMerges, type MergeDoor } from './merges.ts'
import { first, holdsWide, isInTheirLine, linesIn, type Said } from './offices.ts'
import { bossesOf, columnsOf } from './oracle.ts'
import { atWitnesses, type WitnessDoor } from './witnesses.ts'
import { asked, dice, type World } from './world.ts'

/** What HR, and who watches over it, decide about a talk or a record: rows 4 G, 10, 13 and 27. */
export interface BesideDoors {
  'conversations/appeals': Omit<typeof Appeals, 'default'>
  'conversations/glass': Omit<typeof Glass, 'default'>
  'conversations/duties': Pick<typeof Duties, 'otherDuty' | 'duties'>
  'admin/privacy': Omit<typeof Privacy, 'default'>
  'admin/merges': MergeDoor
  'conversations/signing/witness': WitnessDoor
}

/**
 * What the product says where a talk has something beside it (cases, emergencies, duties, requests, joined
 * accounts), beside what the rows say.
 */
export function* besideDoors(
  doors: BesideDoors,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  yield* atCases(doors['conversations/appeals'], world, me, seed)
  yield* atEmergencies(doors['conversations/glass'], world, me, seed)
  yield* atDuties(doors['conversations/duties'], seed)
  yield* atPrivacy(doors['admin/privacy'], world, me, seed)
  yield* atMerges(doors['admin/merges'], world, me, seed)
  yield* atWitnesses(doors['conversations/signing/witness'], world, me, seed)
}

/** The same luck for the same person in the same world, another for each part that asks with its own `salt`. */
export const diceFor = (world: World, me: string, seed: number, salt: number) =>
  dice(seed * salt + me.charCodeAt(1) + world.people.length)

/** Row 13: the employee opens and takes back, HR administration outside the line names, the one named decides. */
function* atCases(
  rules: BesideDoors['conversations/appeals'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { talk, today } = world
  const { maybe, pick } = diceFor(world, me, seed, 17)
  const { viewer, facts } = asked(world, me, false)
  const is = relationsOf(viewer, facts)
  const standing = columnsOf(world, me)
  const lines = linesIn(world, me)
  const inLine = isInTheirLine(world, me)
  const isMine = standing.includes('EMP')
  const hasOpen = maybe(0.3)
  const until = maybe(0.2) ? null : pick(['2026-11-20', today, '2026-12-01'])
  const of = { hasOpen, until, today }
  yield [
    'an appeal',
    rules.openCase('appeal', is, facts, of),
    first([
      [!isMine, 'conversations.employeeOnly'],
      [hasOpen, 'conversations.appeals.already'],
      [talk.closedAt, 'conversations.closed'],
      [talk.amending, 'conversations.appeals.amending'],
      [!talk.sealedAt || until === null, 'conversations.notSealed'],
      [until !== null && until < today, 'conversations.appeals.tooLate'],
    ]),
  ]
  yield [
    'a dispute',
    rules.openCase('dispute', is, facts, of),
    first([
      [!isMine, 'conversations.employeeOnly'],
      [hasOpen, 'conversations.appeals.already'],
      [talk.closedAt, 'conversations.closed'],
      [talk.amending, 'conversations.appeals.amending'],
      [talk.sealedAt, 'conversations.appeals.sealedAlready'],
      [!talk.presentedAt, 'conversations.notPresented'],
      [talk.employeeSigned, 'conversations.alreadySigned'],
    ]),
  ]
  const handlerId = maybe(0.3) ? null : maybe() ? me : pick(world.people).id
  const [aboutManager, isDecided, isSealed] = [maybe(), maybe(0.3), maybe()]
  const it = { employeeId: talk.employeeId, handlerId, aboutManager, isDecided }
  const reads =
    me === talk.employeeId ||
    me === handlerId ||
    (standing.includes('DM')
      ? !aboutManager
      : (standing.includes('HRA') && !inLine) || (standing.includes('AUD') && isSealed))
  yield ['reading a case', rules.readsCase(viewer.actor, is, it, lines, isSealed), reads]
  yield [
    'naming who decides',
    rules.nameHandler(viewer.actor, is, it, lines),
    first([
      [!standing.includes('HRA'), 'conversations.appeals.hrOnly'],
      [inLine, 'conversations.appeals.ownLine'],
      [isDecided, 'conversations.appeals.decided'],
    ]),
  ]
  const over: [unknown, string] = [isDecided, 'conversations.appeals.decided']
  yield [
    'deciding it',
    rules.decideCase(viewer.actor, it),
    first([over, [handlerId !== me, 'conversations.appeals.handlerOnly']]),
  ]
  yield [
    'taking it back',
    rules.withdrawCase(viewer.actor, it),
    first([over, [me !== talk.employeeId, 'conversations.employeeOnly']]),
  ]
  const days = holdsWide(world, me, 'hrAdmin') ? null : 'conversations.appeals.hrOnly'
  yield ['the days for it', rules.setDays(viewer.actor), days]
  const signers = world.people.filter(() => maybe(0.2)).map(({ id }) => id)
  const held = roles.filter(() => maybe(0.15))
  const above = bossesOf(world, me)
  yield [
    'being named',
    rules.handlerConflict(
      { personId: me, roles: held, above },
      {
        employeeId: talk.employeeId,
        managerId: talk.managerId,
        aboveEmployee: lines.aboveEmployee,
      },
      signers,
    ),
    first([
      [me === talk.employeeId, 'conversations.appeals.isEmployee'],
      [
        me === talk.managerId || bossesOf(world, talk.employeeId).includes(me),
        'conversations.appeals.inLine',
      ],
      [
        above.includes(talk.employeeId) || (talk.managerId && above.includes(talk.managerId)),
        'conversations.appeals.belowManager',
      ],
      [signers.includes(me), 'conversations.appeals.hasSigned'],
      [
        held.includes('itAdmin') || held.includes('securityAdmin'),
        'conversations.appeals.technical',
      ],
    ]),
  ]
}

/** Row 4 G and E23: HR administration asks, another head or security agrees, neither in the line. */
function* atEmergencies(
  rules: BesideDoors['conversations/glass'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { talk } = world
  const { maybe, pick } = diceFor(world, me, seed, 19)
  const { viewer, facts } = asked(world, me, false)
  const lines = linesIn(world, me)
  const inLine = isInTheirLine(world, me)
  const heads = holdsWide(world, me, 'hrAdmin') || holdsWide(world, me, 'securityAdmin')
  const hasOpen = maybe(0.3)
  yield ['that there are emergencies', rules.seesGlass(viewer.actor), heads]
  yield ['the line', rules.isInLine(viewer.actor, lines), inLine]
  yield [
    'asking to look',
    rules.askGlass(viewer.actor, relationsOf(viewer, facts), facts, lines, hasOpen),
    first([
      [!columnsOf(world, me).includes('HRA'), 'conversations.glass.hrOnly'],
      [inLine, 'conversations.glass.ownLine'],
      [talk.sealedAt, 'conversations.glass.sealed'],
      [talk.closedAt, 'conversations.closed'],
      [!talk.revealedAt, 'conversations.glass.notOpen'],
      [hasOpen, 'conversations.glass.already'],
    ]),
  ]
  const by = maybe() ? me : pick(world.people).id
  const isDecided = maybe(0.3)
  const isWithdrawn = !isDecided && maybe(0.3)
  const question = { askedBy: by, isDecided, isWithdrawn }
  yield [
    'agreeing to it',
    rules.decideGlass(viewer.actor, question, lines),
    first([
      [!heads, 'conversations.glass.approvers'],
      [isDecided, 'conversations.glass.decided'],
      [isWithdrawn, 'conversations.glass.withdrawn'],
      [by === me, 'conversations.glass.secondPerson'],
      [me === talk.employeeId || inLine, 'conversations.glass.ownLine'],
    ]),
  ]
  yield [
    'taking the question back',
    rules.withdrawGlass(viewer.actor, question),
    first([
      [!heads, 'conversations.glass.approvers'],
      [by !== me, 'conversations.glass.askerOnly'],
      [isDecided, 'conversations.glass.decided'],
      [isWithdrawn, 'conversations.glass.withdrawn'],
    ]),
  ]
  const isOpen = maybe()
  yield [
    'ending it',
    rules.endGlass(viewer.actor, isOpen),
    first([
      [!heads, 'conversations.glass.approvers'],
      [!isOpen, 'conversations.glass.notOpenNow'],
    ]),
  ]
}

/** E22: one capacity for one record. */
function* atDuties(
  { otherDuty, duties }: BesideDoors['conversations/duties'],
  seed: number,
): Generator<Said> {
  const { maybe, pick } = dice(seed * 29)
  const wanted = pick(duties)
  const held = duties.filter(() => maybe(0.3))
  const other = held.filter((duty) => duty !== wanted)[0]
  yield [
    'a second capacity',
    otherDuty(wanted, held),
    other ? `conversations.duties.${other}` : null,
  ]
}

/** Row 27: HR administration asks and answers apart from the line, security approves what is for ever. */
function* atPrivacy(
  rules: BesideDoors['admin/privacy'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 31)
  const { actor } = asked(world, me, false).viewer
  const isHr = holdsWide(world, me, 'hrAdmin')
  const isSecurity = holdsWide(world, me, 'securityAdmin')
  const sees = isHr || isSecurity || holdsWide(world, me, 'auditor')
  yield ['the desk', rules.seesPrivacy(actor), sees]
  yield ['keeping the desk', rules.keepsPrivacy(actor), isHr]
  yield ['approving what is for ever', rules.approvesErasures(actor), isSecurity]
  const subject = { personId: maybe(0.3) ? me : pick(world.people).id, isInLine: maybe(0.3) }
  const apart: [unknown, string][] = [
    [!isHr, 'admin.privacy.hrOnly'],
    [subject.personId === me, 'admin.privacy.ownCase'],
    [subject.isInLine, 'admin.privacy.ownLine'],
  ]
  const isAnswered = maybe(0.3)
  yield [
    'answering a request',
    rules.answerRequest(actor, subject, isAnswered),
    first([[isAnswered, 'admin.privacy.answered'], ...apart]),
  ]
  yield ['holding a record', rules.holdRecord(actor, subject), first(apart)]
  const [isFinished, isHeld, isAsked] = [maybe(), maybe(0.3), maybe(0.3)]
  yield [
    'asking for the end',
    rules.askErasure(actor, subject, { isFinished, isHeld, isAsked }),
    first([
      ...apart,
      [isHeld, 'admin.privacy.legalHold'],
      [!isFinished, 'admin.privacy.notFinished'],
      [isAsked, 'admin.privacy.alreadyAsked'],
    ]),
  ]
  const by = maybe() ? me : pick(world.people).id
  const isDecided = maybe(0.3)
  yield [
    'approving the end',
    rules.decideErasure(actor, { askedBy: by, isDecided, isHeld }, subject),
    first([
      [!isSecurity, 'admin.privacy.securityOnly'],
      [isDecided, 'admin.privacy.decided'],
      [by === me, 'admin.privacy.secondPerson'],
      [subject.personId === me, 'admin.privacy.ownCase'],
      [isHeld, 'admin.privacy.legalHold'],
    ]),
  ]
  yield ['how long', rules.setRetention(actor), isHr ? null : 'admin.privacy.hrOnly']
}
