import type * as Amending from '../../features/conversations/amending/policy.ts'
import { relationsOf } from '../../features/conversations/policy.ts'
import type * as Flows from '../../features/flows/policy.ts'
import type * as Channels from '../../features/notifications/channels/policy.ts'
import type * as Nudging from '../../features/notifications/nudging/policy.ts'
import type * as Rooms from '../../features/scheduling/rooms/policy.ts'
import type { Role } from '../../features/accounts/policy.ts'
import type * as Surveys from '../../features/surveys/policy.ts'
import { atCounts, type CountDoors } from './counts.ts'
import { atDesks, type DeskDoors } from './desks.ts'
import { besideDoors, type BesideDoors } from './hr.ts'
import { atInterventions, type Beside } from './interventions.ts'
import { atManyRecords, type ManyDoors } from './many.ts'
import { atMeetings, type MeetingDoor } from './meetings.ts'
import { first, holdsHere, holdsWide, isInTheirLine, linesIn, type Said } from './offices.ts'
import { columnsOf } from './oracle.ts'
import { atPeople, type PeopleDoors } from './people.ts'
import { atStages, type StageDoor } from './stages.ts'
import { asked, dice, type World } from './world.ts'
import { atAnswers, type WrittenDoors } from './written.ts'

/** Doors beside the one to a talk, each with the file that holds its rule. */
export interface Doors
  extends BesideDoors, ManyDoors, DeskDoors, PeopleDoors, CountDoors, WrittenDoors {
  scheduling: MeetingDoor
  'conversations/intervention': Beside
  'conversations/steps': StageDoor
  'conversations/amending': Pick<
    typeof Amending,
    'startsAmendments' | 'askAmendment' | 'decideAmendment' | 'withdrawAmendment'
  >
  'notifications/channels': Pick<
    typeof Channels,
    'seesChannels' | 'seesWhere' | 'configureChannel' | 'resendLetters'
  >
  'scheduling/rooms': Pick<typeof Rooms, 'seesRooms' | 'runsRoom'>
  'notifications/nudging': Pick<typeof Nudging, 'mayNudge'>
  flows: Pick<typeof Flows, 'flowsPolicy'>
  surveys: Pick<typeof Surveys, 'runsSurveys' | 'endSurvey' | 'answerSurvey'>
}

/**
 * trust.md §4, rows 1, 2, 26 and 28, as far as they are built, copied by hand: who of the whole
 * organization sees that it is there (L), reads (R) and writes (W).
 */
const rows = {
  //                              HRA SEC ITA AUD
  '1 shaping and trying flows': 'W   -   -   -',
  '20 running surveys': /*   */ 'W   -   -   -',
  '26 mail server': /*       */ '-   R   RW  R',
  '26 letters sent again': /**/ '-   -   W   -',
  '28 webhooks and chats': /**/ '-   RW  L   R',
} as const
const offices: Role[] = ['hrAdmin', 'securityAdmin', 'itAdmin', 'auditor']

const letterOf = (world: World, me: string, row: keyof typeof rows, letter: string) =>
  rows[row]
    .split(/\s+/)
    .some((cell, n) => cell.includes(letter) && holdsWide(world, me, offices[n]!))

/** One world, everybody in it, every door: where rule and copy differ, in words. */
export function* differencesAtDoors(
  doors: Doors,
  world: World,
  seed: number,
  tally: { decisions: number },
): Generator<string> {
  for (const { id } of world.people)
    for (const [what, is, should] of [
      ...atStages(doors['conversations/steps'], world, id, seed),
      ...atAmendments(doors['conversations/amending'], world, id, seed),
      ...atOffices(doors, world, id, seed),
      ...besideDoors(doors, world, id, seed),
      ...atManyRecords(doors, world, id, seed),
      ...atInterventions(doors['conversations/intervention'], world, id, seed),
      ...atDesks(doors, world, id, seed),
      ...atPeople(doors, world, id, seed),
      ...atAnswers(doors, world, id, seed),
      ...atMeetings(doors.scheduling, world, id, seed),
      ...atCounts(doors, world, id, seed),
    ]) {
      tally.decisions++
      if (is !== should) yield `${id}, ${what}: ${String(is)}, should be ${String(should)}`
    }
}

/** Row 14 and E08: two of HR administration outside the line, and nobody once the employee has answered. */
function* atAmendments(
  rules: Doors['conversations/amending'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { talk } = world
  const { maybe, pick } = dice(seed * 13 + me.charCodeAt(1))
  const { viewer, facts } = asked(world, me, false)
  const lines = linesIn(world, me)
  const inLine = isInTheirLine(world, me)
  const isHr = holdsWide(world, me, 'hrAdmin')
  yield ['starting amendments', rules.startsAmendments(viewer.actor), isHr]
  const isWaiting = maybe(0.3)
  yield [
    'asking for one',
    rules.askAmendment(viewer.actor, relationsOf(viewer, facts), facts, lines, isWaiting),
    first([
      [!columnsOf(world, me).includes('HRA'), 'conversations.amending.hrOnly'],
      [inLine, 'conversations.amending.ownLine'],
      [talk.closedAt, 'conversations.closed'],
      [talk.amending, 'conversations.amending.underWay'],
      [!talk.sealedAt, 'conversations.notSealed'],
      [isWaiting, 'conversations.amending.already'],
    ]),
  ]
  const apart = me === talk.employeeId || inLine
  const by = maybe() ? me : pick(world.people).id
  const isDecided = maybe(0.3)
  yield [
    'being the second',
    rules.decideAmendment(viewer.actor, { askedBy: by, isDecided }, lines),
    first([
      [!isHr, 'conversations.amending.hrOnly'],
      [isDecided, 'conversations.amending.decided'],
      [by === me, 'conversations.amending.secondPerson'],
      [apart, 'conversations.amending.ownLine'],
    ]),
  ]
  const state = pick(['asked', 'declined', 'open', 'sealed', 'withdrawn'] as const)
  const [fromCase, isAnswered, hasCopy] = [maybe(0.2), maybe(0.3), maybe(0.7)]
  yield [
    'withdrawing it',
    rules.withdrawAmendment(viewer.actor, { state, fromCase, isAnswered, hasCopy }, lines),
    first([
      [!isHr, 'conversations.amending.hrOnly'],
      [apart, 'conversations.amending.ownLine'],
      [!['asked', 'open'].includes(state), 'conversations.amending.over'],
      [fromCase, 'conversations.amending.promised'],
      [isAnswered, 'conversations.amending.answered'],
      [state === 'open' && !hasCopy, 'conversations.amending.noCopy'],
    ]),
  ]
}

/** Row 20: what may be done with a survey on its way, for whoever has answered and whoever has not. */
const surveyStates = [
  ['planned', false, null, 'surveys.notYet'],
  ['open', false, null, null],
  ['open', true, null, 'surveys.answered'],
  ['over', false, 'surveys.over', 'surveys.over'],
] as const

function* atOffices(doors: Doors, world: World, me: string, seed: number): Generator<Said> {
  const { actor } = asked(world, me, false).viewer
  const channels = doors['notifications/channels']
  const has = (row: keyof typeof rows, letter: string) => letterOf(world, me, row, letter)
  yield [
    'flows',
    doors.flows.flowsPolicy.design(actor) === null,
    has('1 shaping and trying flows', 'W'),
  ]
  yield ['surveys', doors.surveys.runsSurveys(actor), has('20 running surveys', 'W')]
  for (const [state, hasAnswered, ends, answers] of surveyStates) {
    yield [`ending what is ${state}`, doors.surveys.endSurvey(state), ends]
    yield [`answering ${state}`, doors.surveys.answerSurvey(state, hasAnswered), answers]
  }
  yield [
    'that there are channels',
    channels.seesChannels(actor),
    has('26 mail server', 'R') || has('28 webhooks and chats', 'L'),
  ]
  yield ['the mail server', channels.seesWhere(actor, 'mail'), has('26 mail server', 'R')]
  const set = channels.configureChannel(actor, 'mail')
  yield ['setting mail', set, has('26 mail server', 'W') ? null : 'delivery.mailByIt']
  const again = channels.resendLetters(actor)
  yield ['letters', again, has('26 letters sent again', 'W') ? null : 'delivery.resentByIt']
  for (const kind of ['webhook', 'wecom', 'dingtalk', 'feishu'] as const) {
    yield [kind, channels.seesWhere(actor, kind), has('28 webhooks and chats', 'R')]
    const set = channels.configureChannel(actor, kind)
    yield [
      `setting ${kind}`,
      set,
      has('28 webhooks and chats', 'W') ? null : 'delivery.hooksBySecurity',
    ]
  }
  // Row 2, rooms: whoever runs them where they belong, and HR administration; everybody's by one for all.
  const { seesRooms, runsRoom } = doors['scheduling/rooms']
  const isHrAdmin = holdsWide(world, me, 'hrAdmin')
  const isFacilitator = world.grants.some(
    ({ personId, role }) => personId === me && role === 'facilitator',
  )
  yield ['that there are rooms', seesRooms(actor), isHrAdmin || isFacilitator]
  const here = holdsHere(world, me, 'facilitator')
  yield ['a room of here', runsRoom(actor, world.talk.departmentId), isHrAdmin || here]
  const wide = holdsWide(world, me, 'facilitator')
  yield ['a room of all', runsRoom(actor, null), isHrAdmin || wide]
  // Row 2: HR in charge and HR administration remind, wherever they may name people at all.
  const names = dice(seed).pick([undefined, null, ['a']])
  const isHr = world.grants.some(
    ({ personId, role }) => personId === me && (role === 'hrAdmin' || role === 'hrbp'),
  )
  const nudges = doors['notifications/nudging'].mayNudge(actor, { names })
  yield ['reminding', nudges, names !== undefined && isHr]
}
