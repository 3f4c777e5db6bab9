import { refusalOf } from '../../features/conversations/actions/policy.ts'
import {
  meetingActions,
  meetingOutcomes,
  type MeetingAction,
} from '../../features/scheduling/contract.ts'
import type * as Scheduling from '../../features/scheduling/policy.ts'
import { diceFor } from './hr.ts'
import { first, type Said } from './offices.ts'
import { columnsOf } from './oracle.ts'
import type { World } from './world.ts'
import { foundBy } from './written.ts'

export type MeetingDoor = Omit<typeof Scheduling, 'default'>

/** Row 2, W: whoever leads the talk sets and moves the hour; both say that the other did not come; HR that sits in only notes it. */
export function* atMeetings(
  rules: MeetingDoor,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 73)
  const { talk, now } = world
  const found = foundBy(world, me)
  const columns = columnsOf(world, me)
  const startsAt = new Date(now.getTime() + pick([-1, 0, 1]))
  const outcome = maybe() ? null : pick(meetingOutcomes)
  const meeting = maybe(0.2) ? null : { startsAt, outcome }
  const assistantId = maybe(0.3) ? me : maybe() ? null : pick(world.people).id
  const books = refusalOf('book', found.viewer, found.is, found.facts)
  const sits = columns.some((column) => ['EMP', 'DM', 'DEL'].includes(column))
  const leads: [unknown, string] = [books, books ?? '']
  const ahead: [unknown, string][] = [
    [!meeting, 'scheduling.noMeeting'],
    [outcome, 'scheduling.over'],
  ]
  const early: [unknown, string] = [startsAt > now, 'scheduling.notYet']
  const begun =
    talk.talkStartedAt || talk.amending || talk.wasSealed || talk.sealedAt || talk.closedAt
  const should: Record<MeetingAction, string | null> = {
    book: first([leads, [meeting && !outcome, 'scheduling.alreadyBooked']]),
    reschedule: first([leads, ...ahead]),
    cancel: first([leads, ...ahead]),
    held: first([leads, ...ahead, early]),
    noShow: first([
      [!sits, 'scheduling.pairOnly'],
      ...ahead,
      early,
      [begun, 'scheduling.hasBegun'],
    ]),
    download: first([
      [!sits && me !== assistantId, 'scheduling.pairOnly'],
      [!meeting || outcome === 'rescheduled', 'scheduling.noMeeting'],
    ]),
  }
  const takesPart = maybe(0.3)
  const kinds = ['talk', ...(takesPart ? (['hrParticipation'] as const) : [])] as const
  const none = { actor: '', openedAt: null, settledAt: null, dueOn: null }
  const stages = kinds.map((kind) => ({ key: kind, kind, ...none }))
  yield [
    'where and about what',
    rules.readsMeeting({ ...found, facts: { ...found.facts, stages } }, assistantId),
    sits || me === assistantId || (takesPart && columns.includes('BP')),
  ]
  const all = rules.meetingRefusals(found, meeting, assistantId)
  for (const action of meetingActions) {
    yield [action, rules.meetingRefusal(action, found, meeting, assistantId), should[action]]
    yield [`${action} among others`, all[action], should[action]]
  }
}
