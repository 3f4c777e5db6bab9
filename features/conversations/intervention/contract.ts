import { oc } from '@orpc/contract'
import { z } from 'zod'
import { personShape } from '../people/contract.ts'

/** 争议绩效 · 核心人才 · 严重绩效问题 · 业务复杂 · 关系敏感 */
export const triggers = ['disputed', 'coreTalent', 'severe', 'complex', 'sensitive'] as const
export type Trigger = (typeof triggers)[number]

/** What exactly brought HR in; each belongs to one trigger. */
export const causeCodes = [
  'dispute',
  'appeal',
  'gap',
  'mark',
  'rating',
  'plan',
  'complex',
  'sensitive',
] as const
export type CauseCode = (typeof causeCodes)[number]

export const stepKinds = [
  'assigned',
  'accepted',
  'declined',
  'recused',
  'handedOver',
  'anotherAsked',
  'withoutAsked',
  'closed',
  'talkOver',
] as const
export type StepKind = (typeof stepKinds)[number]

/** What the employee says to HR at the table. */
export const answers = ['welcome', 'another', 'without'] as const
export type Answer = (typeof answers)[number]

/** Why HR is here, in words that give away neither a mark nor who asked. */
export const toldReasons = ['youAsked', 'seenDifferently', 'improving', 'support'] as const
export type ToldReason = (typeof toldReasons)[number]

export const rulesShape = z.object({
  disputed: z.object({
    on: z.boolean(),
    /** Levels of the scale between the two ratings. */
    steps: z.int().min(1).max(9),
  }),
  coreTalent: z.object({ on: z.boolean() }),
  severe: z.object({
    on: z.boolean(),
    /** How many of the lowest levels of the scale. */
    lowest: z.int().min(1).max(5),
    /** Also while an improvement plan runs. */
    plan: z.boolean(),
  }),
  complex: z.object({ on: z.boolean() }),
  sensitive: z.object({ on: z.boolean() }),
})
export type InterventionRules = z.infer<typeof rulesShape>

const figuresShape = z.record(z.string(), z.number())
export type Figures = z.infer<typeof figuresShape>

const id = z.uuid()
const reason = z.string().trim().min(1).max(500)

export const causeShape = z.object({
  code: z.enum(causeCodes),
  trigger: z.enum(triggers),
  at: z.date(),
  /** Left out where whoever asks may not read the ratings. */
  figures: figuresShape.nullable(),
  /** Who asked for HR, and the sentence that came with it. */
  asked: z.object({ by: personShape, reason: z.string() }).nullable(),
})

export const caseStates = ['unassigned', 'waiting', 'accepted', 'closed'] as const

/** A case as HR lists it: that it is there, whose it is, how far. */
export const caseShape = z.object({
  id,
  conversationId: id,
  title: z.string(),
  employee: personShape,
  manager: personShape.nullable(),
  firedAt: z.date(),
  hr: personShape.nullable(),
  isMine: z.boolean(),
  state: z.enum(caseStates),
  sitsIn: z.boolean().nullable(),
  refusals: z.object({
    open: z.string().nullable(),
    accept: z.string().nullable(),
    decline: z.string().nullable(),
    recuse: z.string().nullable(),
    handOver: z.string().nullable(),
    close: z.string().nullable(),
  }),
})
export type HrCase = z.infer<typeof caseShape>

/** What the two are told, and what was answered. */
export const attendanceShape = z.object({
  hr: personShape,
  proposedAt: z.date(),
  why: z.enum(toldReasons),
  answer: z.enum(answers).nullable(),
  answeredAt: z.date().nullable(),
  refusal: z.string().nullable(),
})

/** The brief: who, why, what happened so far as far as one may know it anyway, and how to prepare. */
export const briefShape = caseShape.extend({
  causes: z.array(causeShape),
  steps: z.array(
    z.object({
      kind: z.enum(stepKinds),
      person: personShape.nullable(),
      by: personShape.nullable(),
      reason: z.string().nullable(),
      at: z.date(),
    }),
  ),
  /** The days of the talk so far: dates only. */
  soFar: z.array(
    z.object({
      what: z.enum(['selfIn', 'managerIn', 'revealed', 'talkStarted', 'talkEnded', 'presented']),
      at: z.date(),
    }),
  ),
  isTalkOver: z.boolean(),
  /** Whether whoever asks may read what was written in this talk. */
  readsTalk: z.boolean(),
  /** The employee’s answer to HR at the table, with the words only HR reads. */
  attendance: attendanceShape
    .pick({ hr: true, proposedAt: true, answer: true, answeredAt: true })
    .extend({ reason: z.string().nullable(), isWithdrawn: z.boolean() })
    .nullable(),
  /** A stage of the flow in which HR takes part and that waits for whoever asks. */
  stageKey: z.string().nullable(),
})
export type Brief = z.infer<typeof briefShape>

export const noteShape = z.object({
  id,
  author: personShape,
  words: z.string(),
  writtenAt: z.date(),
})

export const markShape = z.object({
  id,
  person: personShape,
  untilOn: z.iso.date(),
  /** For whoever set it and the HR partner in charge. */
  reason: z.string().nullable(),
  setBy: personShape,
  setAt: z.date(),
})
export type Mark = z.infer<typeof markShape>

/** The longest a mark lasts before HR looks at it again, in days. */
export const longestMarkDays = 366

export const interventionContract = {
  /** What one conversation has to do with HR, as far as whoever asks may know. */
  of: oc.input(z.object({ conversationId: id })).output(
    z.object({
      attendance: attendanceShape.nullable(),
      /** What one asked for oneself, and what came of it. */
      asked: z.array(
        z.object({
          code: z.enum(['complex', 'sensitive']),
          reason: z.string(),
          at: z.date(),
          state: z.enum(['waiting', 'sitsIn', 'prepares', 'declined', 'over']),
          answer: z.string().nullable(),
        }),
      ),
      refusals: z.object({ complex: z.string().nullable(), sensitive: z.string().nullable() }),
      /** The case, for HR that works on it. */
      caseId: id.nullable(),
    }),
  ),
  /** Asks HR to be there, with a sentence of reason that only HR reads. */
  ask: oc
    .input(
      z.object({
        conversationId: id,
        code: z.enum(['complex', 'sensitive']),
        reason: z.string().trim().min(5).max(500),
        clientId: z.uuid(),
      }),
    )
    .output(z.void()),
  /** The employee’s word about HR at the table; silence is no consent and no objection. */
  answer: oc
    .input(
      z.object({
        conversationId: id,
        answer: z.enum(answers),
        reason: z.string().trim().max(500).default(''),
      }),
    )
    .output(z.void()),

  /** Cases of one’s own; for HR administration also that others are there. */
  list: oc.output(z.array(caseShape)),
  get: oc.input(z.object({ id })).output(briefShape),
  accept: oc.input(z.object({ id, sitsIn: z.boolean() })).output(z.void()),
  /** HR is not needed here; whoever asked reads the reason. */
  decline: oc.input(z.object({ id, reason })).output(z.void()),
  /** E22: steps back; somebody else is found at once. */
  recuse: oc.input(z.object({ id, reason })).output(z.void()),
  /** Who could go on with it: HR in scope, none of the line, nobody with another part in it. */
  colleagues: oc.input(z.object({ id })).output(z.array(personShape)),
  handOver: oc.input(z.object({ id, toId: id, reason })).output(z.void()),
  close: oc.input(z.object({ id })).output(z.void()),

  notes: {
    list: oc.input(z.object({ id })).output(
      z.object({
        notes: z.array(noteShape),
        /** Who has read here, the newest first. */
        readers: z.array(z.object({ person: personShape, at: z.date() })),
      }),
    ),
    add: oc
      .input(z.object({ id, words: z.string().trim().min(1).max(10_000), clientId: z.uuid() }))
      .output(z.void()),
  },

  rules: {
    get: oc.output(rulesShape.extend({ refusal: z.string().nullable() })),
    set: oc.input(rulesShape).output(z.void()),
  },

  marks: {
    list: oc.output(z.array(markShape)),
    set: oc
      .input(
        z.object({
          personId: id,
          untilOn: z.iso.date(),
          reason: z.string().trim().min(5).max(500),
        }),
      )
      .output(z.void()),
    lift: oc.input(z.object({ id })).output(z.void()),
  },
}
