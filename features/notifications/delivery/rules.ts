import type { NoticeKind } from '../kinds/rules.ts'

/** What a word outside is about; what it says is composed when it leaves. */
export const deliveryKinds = [
  'notice',
  'reminder',
  'digest',
  'receipt',
  'checkpoint',
  'invitation',
  'test',
] as const
export type DeliveryKind = (typeof deliveryKinds)[number]

/** `needless`: when it was to leave, there was nothing to say any more. */
export const deliveryStates = ['waiting', 'sent', 'dead', 'needless'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** Of these only the newest is sent. */
export const supersedes: DeliveryKind[] = ['reminder', 'digest']

/** Words about the safety of one's account, or about what others saw: sent at once and never switched off. */
export const urgentNotices = [
  'newDevice',
  'passkeyAdded',
  'passkeyRemoved',
  'passkeySuspended',
  'factorOn',
  'factorOff',
  'factorCodes',
  'factorRecovered',
  'factorReset',
  'glassOpened',
] as const satisfies NoticeKind[]

/** Words for those who want to hear of things as they happen. */
export const promptNotices = [
  'cycleStarted',
  'nudged',
  'revealed',
  'presented',
  'meetingBooked',
  'meetingMoved',
  'meetingRoomMoved',
  'meetingCancelled',
  'witnessAsked',
  'delegationAsked',
  'glassAsked',
  'appealHandler',
  'caseAssigned',
  'hrJoins',
  'appealDecided',
  'privacyAnswered',
] as const satisfies NoticeKind[]

const isIn = (kinds: readonly string[], topic: string | null) =>
  topic !== null && kinds.includes(topic)

/** Whether it leaves at any hour and whatever somebody has set. */
export const isUrgent = ({ kind, topic }: { kind: DeliveryKind; topic: string | null }): boolean =>
  kind === 'notice' ? isIn(urgentNotices, topic) : ['receipt', 'invitation', 'test'].includes(kind)
