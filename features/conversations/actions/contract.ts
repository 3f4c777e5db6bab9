import { z } from 'zod'

/** Everything one can do with a conversation; each has its refusal key or null. */
export const actions = [
  'read',
  'writeSelf',
  'submitSelf',
  'withdrawSelf',
  'writeManager',
  'submitManager',
  'withdrawManager',
  'reviseManager',
  'skipSelf',
  'completeStage',
  'writeNote',
  'book',
  'startTalk',
  'writeTalk',
  'enterStep',
  'endTalk',
  'writeAgreement',
  'writePlan',
  'present',
  'takeBack',
  'sign',
  'noteRefusal',
  'nameWitness',
  'countersign',
  'attachStatement',
  'attach',
  'recordPaper',
  'changeManager',
  'readSealed',
  'export',
] as const
export type Action = (typeof actions)[number]

export const refusalsShape = z.record(z.enum(actions), z.string().nullable())
export type Refusals = z.infer<typeof refusalsShape>
