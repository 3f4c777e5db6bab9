import type { Refusal } from '../../platform/refusal.ts'
import { refusalOf } from '../conversations/actions/policy.ts'
import { may, sitsIn } from '../conversations/policy.ts'
import type { Found } from '../conversations/queries.ts'
import { meetingActions, type MeetingAction } from './contract.ts'

/** What is known of an appointment when rights are asked; null: there is none yet. */
export interface Appointment {
  startsAt: Date
  outcome: string | null
}

type Check = (
  found: Found,
  meeting: Appointment | null,
  now: Date,
  assistantId: string | null,
) => Refusal

const leads: Check = ({ viewer, is, facts }) => refusalOf('book', viewer, is, facts)
const takesPart: Check = ({ is }) => (sitsIn(is) ? null : 'scheduling.pairOnly')
const ahead: Check = (_, meeting) =>
  !meeting ? 'scheduling.noMeeting' : meeting.outcome ? 'scheduling.over' : null
const begun: Check = (_, meeting, now) =>
  meeting && meeting.startsAt > now ? 'scheduling.notYet' : null
/** Whoever has begun to talk has come; while a record is amended nobody is waited for either. */
const notBegun: Check = ({ facts }) =>
  facts.talkStartedAt || facts.amending || facts.wasSealed || facts.sealedAt || facts.closedAt
    ? 'scheduling.hasBegun'
    : null

const first =
  (...checks: Check[]): Check =>
  (found, meeting, now, assistantId) => {
    for (const check of checks) {
      const refusal = check(found, meeting, now, assistantId)
      if (refusal) return refusal
    }
    return null
  }

const checks: Record<MeetingAction, Check> = {
  book: first(leads, (_, meeting) =>
    meeting && !meeting.outcome ? 'scheduling.alreadyBooked' : null,
  ),
  reschedule: first(leads, ahead),
  cancel: first(leads, ahead),
  // The employee may say that the manager did not come.
  noShow: first(takesPart, ahead, begun, notBegun),
  held: first(leads, ahead, begun),
  // Whoever sits in for HR puts it into their calendar, and decides nothing about it.
  download: (found, meeting, _, assistantId) =>
    (sitsIn(found.is) || found.viewer.actor.personId === assistantId
      ? null
      : 'scheduling.pairOnly') ??
    (!meeting || meeting.outcome === 'rescheduled' ? 'scheduling.noMeeting' : null),
}

/**
 * Row 2: whoever knows only how a talk stands learns when the two meet, not where, about what or why it
 * fell through. HR that sits in, or takes part by the flow, has to find the way there.
 */
export const readsMeeting = (
  { is, viewer, facts }: Pick<Found, 'is' | 'viewer' | 'facts'>,
  assistantId: string | null,
): boolean =>
  may(is, 'R', 'status') ||
  may(is, 'W', 'status') ||
  viewer.actor.personId === assistantId ||
  (is.includes('hrbp') && facts.stages.some(({ kind }) => kind === 'hrParticipation'))

/** Why this person may not do this with the appointment now; null when they may. */
export const meetingRefusal = (
  action: MeetingAction,
  found: Found,
  meeting: Appointment | null,
  assistantId: string | null = null,
): Refusal => checks[action](found, meeting, found.viewer.now, assistantId)

export const meetingRefusals = (
  found: Found,
  meeting: Appointment | null,
  assistantId: string | null = null,
) =>
  Object.fromEntries(
    meetingActions.map((action) => [action, meetingRefusal(action, found, meeting, assistantId)]),
  ) as Record<MeetingAction, Refusal>
