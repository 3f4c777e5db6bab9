import { oc } from '@orpc/contract'
import { z } from 'zod'
import { assertionShape, optionsShape } from '../accounts/passkeys/contract.ts'
import { phases as flowPhases, runShape, stageShape } from '../flows/contract.ts'
import { supportKinds, templateBodyShape, textShape } from '../templates/contract.ts'
import { glassContract } from './glass/contract.ts'
import { archiveShape, recordPageShape, sealedShape } from './record/contract.ts'

export const kinds = [
  'result',
  'goalSetting',
  'midReview',
  'checkIn',
  'development',
  'pip',
  'preDecision',
  'followUp',
  'return',
  'instant',
] as const
export type Kind = (typeof kinds)[number]

export const phases = [...flowPhases, 'closed'] as const
export type Phase = (typeof phases)[number]

export const outcomes = ['agreed', 'readWithReservation', 'refused', 'notAnswered'] as const
export type Outcome = (typeof outcomes)[number]

export const channels = ['inPerson', 'phone', 'video', 'paper'] as const

/** One authored piece each. Talk and agreement lie between the two: there each field has its writer. */
export const partKinds = ['self', 'manager', 'talk', 'agreement', 'privateNote'] as const
export type PartKind = (typeof partKinds)[number]

/** The one field of a private note. */
export const noteField = 'note'
/** The field of the talk that both write at once, letter by letter. */
export const minutesField = 'minutes'

/**
 * What somebody is to a conversation. `delegate` leads it for the manager for a while (E10);
 * `breakGlass` is HR in an approved emergency (E23); `formerManager` is of record, but the line has changed since;
 * `handedOver` began and HR gave it to another; `nextManager` stands above the employee now.
 */
export const relations = [
  'employee',
  'manager',
  'delegate',
  'formerManager',
  'handedOver',
  'nextManager',
  'secondLine',
  'hrbp',
  'breakGlass',
  'hrAdmin',
  'auditor',
] as const
export type Relation = (typeof relations)[number]

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
const refusalsShape = z.record(z.enum(actions), z.string().nullable())
export type Refusals = z.infer<typeof refusalsShape>

const id = z.uuid()
const one = z.object({ id })
const day = z.iso.date()
/** Made by the client per write: the same write twice, also after a reload, counts once. */
const clientId = z.uuid()

export const personShape = z.object({
  id: z.uuid(),
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
  position: z.string(),
})
export type PersonRef = z.infer<typeof personShape>

const waitingStage = stageShape.pick({
  key: true,
  kind: true,
  label: true,
  actor: true,
  dueOn: true,
})

export const summaryShape = z.object({
  id: z.uuid(),
  kind: z.enum(kinds),
  title: z.string(),
  cycle: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  employee: personShape,
  manager: personShape.nullable(),
  relation: z.enum(relations),
  phase: z.enum(phases),
  /** The stages that are open now, with their days. */
  waiting: z.array(waitingStage),
  /** Whether one of them waits for whoever asks. */
  yourTurn: z.boolean(),
  createdAt: z.date(),
  sealedAt: z.date().nullable(),
  outcome: z.enum(outcomes).nullable(),
  closedAt: z.date().nullable(),
  /** `left`: 已离职关闭. */
  closedReason: z.string().nullable(),
})
export type Summary = z.infer<typeof summaryShape>

export const answerShape = z.object({
  value: z.unknown(),
  version: z.int(),
  by: z.uuid(),
  at: z.date(),
  /** Earlier wordings kept since the other side could read it (R119). */
  revisions: z.int(),
})

export const partShape = z.object({
  id: z.uuid(),
  kind: z.enum(partKinds),
  authorId: z.uuid().nullable(),
  /** Written by whoever asks. */
  own: z.boolean(),
  submittedAt: z.date().nullable(),
  submittedBy: z.uuid().nullable(),
  updatedAt: z.date(),
  answers: z.record(z.string(), answerShape),
  /** What still stands between it and its submission; keys under `templates.missing`. */
  missing: z.array(
    z.object({
      fieldKey: z.string(),
      sectionKey: z.string(),
      reasonKey: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
})
export type PartView = z.infer<typeof partShape>

/** A part that exists but may not be read: its state, never a word of it. */
const closedPartShape = z.object({
  kind: z.enum(['self', 'manager']),
  state: z.enum(['notBegun', 'draft', 'submitted', 'skipped']),
  authorId: z.uuid().nullable(),
  submittedAt: z.date().nullable(),
})

export const smartCriteria = [
  'specific',
  'measurable',
  'achievable',
  'relevant',
  'timeBound',
  'owner',
] as const
export const smartFindingShape = z.object({
  criterion: z.enum(smartCriteria),
  ok: z.boolean(),
  /** Not ok and blocking: the page cannot be presented. */
  blocking: z.boolean(),
  /** Message under `conversations.smart`; says why, or that it is fine. */
  key: z.string(),
})
export type SmartFinding = z.infer<typeof smartFindingShape>

export const layers = ['result', 'behaviour', 'support'] as const
export const ownerKinds = ['employee', 'manager', 'company'] as const

const planText = z.string().max(10_000)
export const planLineInput = z.object({
  layer: z.enum(layers),
  /** 做什么 */
  what: planText,
  /** 怎么做 */
  how: planText,
  /** 看什么算做到 */
  measure: planText,
  /** 谁来帮、给什么 */
  support: planText,
  supportKind: z.enum(supportKinds).nullable(),
  ownerKind: z.enum(ownerKinds),
  /** Needed for the company: who stands for it. Set by itself for employee and manager. */
  ownerId: z.uuid().nullable(),
  dueOn: day.nullable(),
})
export type PlanLineInput = z.infer<typeof planLineInput>

export const planLineShape = planLineInput.extend({
  id: z.uuid(),
  position: z.int(),
  owner: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  proposedBy: z.uuid(),
  version: z.int(),
  updatedBy: z.uuid(),
  updatedAt: z.date(),
  findings: z.array(smartFindingShape),
})
export type PlanLine = z.infer<typeof planLineShape>

export const signatureShape = z.object({
  personId: z.uuid().nullable(),
  name: z.string(),
  role: z.enum(['employee', 'manager', 'witness']),
  outcome: z.enum(outcomes),
  statement: z.string().nullable(),
  at: z.date(),
  level: z.string(),
  /** Only for who may see evidence of signing; null for the others. */
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
})

const signingShape = z.object({
  presentedAt: z.date().nullable(),
  presentedBy: z.uuid().nullable(),
  /** SHA-256 of the page both read; `sign` sends it back. */
  shownHash: z.string().nullable(),
  page: recordPageShape.nullable(),
  version: z.int(),
  signatures: z.array(signatureShape),
  /** What waits before the page can be shown to both; empty when it can. Keys under `conversations.unready`. */
  unready: z.array(
    z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
  refusalNote: z
    .object({
      /** Null for HR, who may name a second person without reading. */
      reason: z.string().nullable(),
      notedBy: personShape,
      notedAt: z.date(),
      witness: personShape,
      countersignedAt: z.date().nullable(),
      /** The second person said no; somebody else has to be named. */
      declined: z.object({ at: z.date(), reason: z.string().nullable() }).nullable(),
      /** Who was asked before. */
      earlier: z.array(
        z.object({
          witness: personShape,
          declinedAt: z.date().nullable(),
          withdrawnAt: z.date().nullable(),
        }),
      ),
      /**
       * After this day, with nobody having countersigned, it is sealed as 已送达未答. Null when the
       * employee said no in person: then it waits for a second person.
       */
      sealsAfter: day.nullable(),
    })
    .nullable(),
  /** After this day silence is sealed as 已送达未答. */
  dueOn: day.nullable(),
  readings: z.array(z.object({ personId: z.uuid(), at: z.date() })),
})

const attachmentShape = z.object({
  id: z.uuid(),
  part: z.enum(partKinds).nullable(),
  fieldKey: z.string().nullable(),
  /** Download from `/api/files/conversations/<id>`; null for a link. */
  file: z.object({ name: z.string(), size: z.int(), mediaType: z.string() }).nullable(),
  /** `held`: waits for the virus scanner; `infected`: refused by it, the bytes are gone. */
  state: z.enum(['ready', 'held', 'infected']),
  link: z.string().nullable(),
  label: z.string(),
  purpose: z.enum(['evidence', 'paper']),
  addedBy: personShape,
  addedAt: z.date(),
  own: z.boolean(),
  /** Why whoever asks may not take it away now; null when they may. */
  removeRefusal: z.string().nullable(),
})
export type AttachmentView = z.infer<typeof attachmentShape>

const presenceShape = z.array(z.object({ personId: z.uuid(), name: z.string(), devices: z.int() }))

export const workspaceShape = summaryShape.extend({
  run: runShape,
  template: z.object({
    id: z.uuid(),
    versionId: z.uuid(),
    version: z.int(),
    hash: z.string(),
    body: templateBodyShape,
  }),
  snapshot: z.record(z.string(), z.string().nullable()),
  parts: z.array(partShape),
  closedParts: z.array(closedPartShape),
  revealedAt: z.date().nullable(),
  /** Null until both parts are open. */
  gaps: z
    .array(
      z.object({
        dimension: z.string(),
        self: z.number().nullable(),
        manager: z.number().nullable(),
        gap: z.number().nullable(),
        large: z.boolean(),
        selfHighRatingLow: z.boolean(),
        needsNote: z.boolean(),
      }),
    )
    .nullable(),
  /** 3+3+3, how many of each have text; null when the template does not ask for it or it is hidden. */
  threeByThree: z
    .object({ strengths: z.int(), gaps: z.int(), supports: z.int(), required: z.boolean() })
    .nullable(),
  talk: z.object({
    startedAt: z.date().nullable(),
    endedAt: z.date().nullable(),
    channel: z.enum(channels).nullable(),
    /** The step now under way, and whole seconds spent in each so far. */
    step: z.string().nullable(),
    stepSince: z.date().nullable(),
    seconds: z.record(z.string(), z.int()),
    /** No rating may be shown or spoken of yet. */
    ratingHidden: z.boolean(),
  }),
  minutes: z.string(),
  /** 补录: entered later from paper, by whom and when. */
  paper: z.object({ by: personShape, at: z.date(), heldOn: day }).nullable(),
  plan: z.array(planLineShape),
  previousId: z.uuid().nullable(),
  /** Who leads the talk for the manager of record now, and until which day. */
  ledFor: z.object({ delegate: personShape, untilOn: z.iso.date() }).nullable(),
  signing: signingShape,
  attachments: z.array(attachmentShape),
  presence: presenceShape,
  /** Only the manager wrote (R232). Known once the talk is over. */
  oneSided: z.boolean(),
  /** E01: the line has changed under an unfinished conversation and HR has not yet decided who finishes. */
  managerChange: z
    .object({ currentManager: personShape, managerDraftExists: z.boolean() })
    .nullable(),
  refusals: refusalsShape,
})
export type Workspace = z.infer<typeof workspaceShape>

const saved = z.object({ version: z.int(), savedAt: z.date() })
const writableParts = z.enum(partKinds)

/** What somebody says to the page both read. */
const answerToPage = z.object({
  id,
  shownHash: z.string().length(64),
  outcome: z.enum(['agreed', 'readWithReservation', 'refused']),
  statement: z.string().trim().max(5000).optional(),
})

export const conversationsContract = {
  list: oc
    .input(
      z.object({
        /** `right`: what one's role lets one see, without one's own and one's reports'. */
        view: z.enum(['all', 'employee', 'manager', 'right']).default('all'),
        cycleId: id.optional(),
        phase: z.enum(phases).optional(),
        /** Only where something waits for this person. */
        yourTurn: z.boolean().default(false),
        personId: id.optional(),
        /** Name, pinyin, initials or number of the employee. */
        text: z.string().max(100).optional(),
        after: id.optional(),
        limit: z.int().min(1).max(100).default(30),
      }),
    )
    .output(z.object({ items: z.array(summaryShape), next: z.string().nullable() })),
  get: oc.input(one).output(workspaceShape),
  /** A talk outside any cycle, by the manager: 月度沟通 and the like. */
  open: oc.input(z.object({ employeeId: id, templateId: id, clientId })).output(one),

  /** Version 0: nothing was there. A stale write: CONFLICT with `theirs` and `yours`; yours is kept. */
  saveAnswer: oc
    .input(
      z.object({
        id,
        part: writableParts,
        fieldKey: z.string().max(100),
        value: z.unknown(),
        version: z.int().min(0),
        clientId,
      }),
    )
    .output(saved),
  /** Several at once, submitted in the same breath if asked; all or nothing. */
  saveAnswers: oc
    .input(
      z.object({
        id,
        part: writableParts,
        answers: z
          .array(
            z.object({
              fieldKey: z.string().max(100),
              value: z.unknown(),
              version: z.int().min(0),
            }),
          )
          .min(1)
          .max(100),
        submit: z.boolean().default(false),
        clientId,
      }),
    )
    .output(
      z.object({
        versions: z.record(z.string(), z.int()),
        savedAt: z.date(),
        submittedAt: z.date().nullable(),
      }),
    ),
  submitPart: oc
    .input(z.object({ id, part: z.enum(['self', 'manager']), clientId: clientId.optional() }))
    .output(z.object({ submittedAt: z.date(), revealedAt: z.date().nullable() })),
  /** Back to draft, until the other has submitted too. */
  withdrawPart: oc.input(z.object({ id, part: z.enum(['self', 'manager']) })).output(z.void()),
  /** After the deadline the manager goes on without a self-assessment; the record says so. */
  skipSelf: oc.input(one).output(z.void()),
  /** Finishes 差异说明, 目标对齐 or 战略解读; their fields are saved with `saveAnswer`. */
  completeStage: oc.input(z.object({ id, stageKey: z.string().max(60) })).output(z.void()),
  /** Earlier wordings of one's own or a readable field, and one's texts that came too late. */
  revisions: oc.input(z.object({ id, part: writableParts, fieldKey: z.string().max(100) })).output(
    z.array(
      z.object({
        value: z.unknown(),
        version: z.int(),
        by: personShape,
        at: z.date(),
        kind: z.enum(['replaced', 'undelivered']),
      }),
    ),
  ),
  /** Everything of mine that was refused because it came too late (未送达笔记). */
  undelivered: oc.input(one).output(
    z.array(
      z.object({
        part: z.enum(partKinds),
        fieldKey: z.string(),
        value: z.unknown(),
        at: z.date(),
      }),
    ),
  ),

  startTalk: oc
    .input(z.object({ id, channel: z.enum(['inPerson', 'phone', 'video']) }))
    .output(z.object({ startedAt: z.date() })),
  enterStep: oc
    .input(z.object({ id, stepKey: z.string().max(60) }))
    .output(z.object({ seconds: z.record(z.string(), z.int()) })),
  endTalk: oc.input(one).output(z.object({ endedAt: z.date() })),
  /** I am here, on this device; every 20 seconds while the page is open. */
  beat: oc.input(one).output(presenceShape),
  glass: glassContract,
  minutes: {
    /** What is missing at `stateVector` (Yjs, base64); everything without it. The text is `doc.getText('minutes')`. */
    get: oc
      .input(z.object({ id, stateVector: z.base64().max(100_000).optional() }))
      .output(z.object({ update: z.string(), stateVector: z.string(), text: z.string() })),
    /** A Yjs update, at most 64 kB; the same bytes twice change nothing. */
    push: oc
      .input(z.object({ id, update: z.base64().max(88_000) }))
      .output(z.object({ savedAt: z.date() })),
  },

  addPlanLine: oc
    .input(
      z.object({
        id,
        line: planLineInput
          .partial()
          .extend({ layer: z.enum(layers), ownerKind: z.enum(ownerKinds) }),
        clientId,
      }),
    )
    .output(planLineShape),
  savePlanLine: oc
    .input(z.object({ id, lineId: id, line: planLineInput.partial(), version: z.int(), clientId }))
    .output(planLineShape),
  removePlanLine: oc.input(z.object({ id, lineId: id })).output(z.void()),
  restorePlanLine: oc.input(z.object({ id, lineId: id })).output(planLineShape),
  movePlanLine: oc.input(z.object({ id, lineId: id, position: z.int().min(0) })).output(z.void()),

  /** Freezes the page both will read and sign. Both are told at once. */
  present: oc.input(one).output(z.object({ shownHash: z.string(), presentedAt: z.date() })),
  /** Before anybody has signed: back to the agreement, with a reason that is kept. */
  takeBack: oc.input(z.object({ id, reason: z.string().trim().min(1).max(2000) })).output(z.void()),
  /** The page as it will be sealed. Opening it is noted with the time. */
  readPage: oc.input(one).output(
    z.object({
      page: recordPageShape,
      shownHash: z.string(),
      version: z.int(),
      readAt: z.date(),
    }),
  ),
  /** Asks for a signature with one's own key (S2) to exactly this answer; the browser's reply goes to `sign`. */
  signOptions: oc.input(answerToPage).output(optionsShape),
  /**
   * One's own signature, password or passkey used again within five minutes, or a passkey's signature
   * to this very answer. Manager first, then employee; the last one seals. Asked again with the same
   * outcome it answers the same.
   */
  sign: oc
    .input(
      answerToPage.extend({ answer: assertionShape.optional(), clientId: clientId.optional() }),
    )
    .output(z.object({ signedAt: z.date(), sealedAt: z.date().nullable() })),
  /** The employee does not sign: the manager writes down why and names a second person. */
  noteRefusal: oc
    .input(z.object({ id, reason: z.string().trim().min(1).max(2000), witnessId: id }))
    .output(z.void()),
  /** Somebody else is asked; the one before is told, and both stay in the trail. By the manager or HR. */
  nameWitness: oc.input(z.object({ id, witnessId: id })).output(z.void()),
  /** The second person cannot or will not, and says why. */
  declineWitness: oc
    .input(z.object({ id, reason: z.string().trim().min(1).max(500) }))
    .output(z.void()),
  /** People who may be the second person. */
  witnesses: oc
    .input(z.object({ id, text: z.string().max(100).default('') }))
    .output(z.array(personShape)),
  /** What waits for me as the second person, with what I need to know and no more. */
  toCountersign: oc.output(
    z.array(
      z.object({
        id: z.uuid(),
        title: z.string(),
        employee: personShape,
        manager: personShape,
        reason: z.string(),
        notedAt: z.date(),
        presentedAt: z.date(),
        shownHash: z.string(),
        employeeOpenedAt: z.date().nullable(),
        countersignedAt: z.date().nullable(),
      }),
    ),
  ),
  countersign: oc
    .input(z.object({ id, shownHash: z.string().length(64) }))
    .output(z.object({ sealedAt: z.date() })),
  /** The employee's own words to a refusal, before it is sealed. */
  attachStatement: oc
    .input(z.object({ id, statement: z.string().trim().min(1).max(5000) }))
    .output(z.void()),

  addLink: oc
    .input(
      z.object({
        id,
        part: writableParts,
        fieldKey: z.string().max(100),
        link: z.url({ protocol: /^https?$/ }).max(2000),
        label: z.string().trim().max(200),
      }),
    )
    .output(attachmentShape),
  removeAttachment: oc.input(z.object({ id, attachmentId: id })).output(z.void()),
  restoreAttachment: oc.input(z.object({ id, attachmentId: id })).output(attachmentShape),
  /** The talk was held on paper: its scan is attached, its words are entered now and marked 补录. */
  recordPaper: oc
    .input(z.object({ id, heldOn: day, minutes: z.string().max(20_000), scanId: id }))
    .output(z.void()),

  /** E01, by HR: who finishes after the line has changed. Texts of both are kept either way. */
  changeManager: oc
    .input(
      z.object({
        id,
        managerId: id,
        choice: z.enum(['oldFinishes', 'newRestarts']),
        reason: z.string().trim().min(1).max(2000),
      }),
    )
    .output(z.void()),

  /** HR gives a reason (`reason`), which the employee sees. */
  sealedRecord: oc
    .input(z.object({ id, reason: z.string().trim().max(500).optional() }))
    .output(sealedShape),
  archive: oc
    .input(
      z.object({
        text: z.string().max(200).optional(),
        /** Name, pinyin, initials or number. */
        person: z.string().max(100).optional(),
        departmentId: id.optional(),
        cycleId: id.optional(),
        from: day.optional(),
        to: day.optional(),
        outcome: z.enum(outcomes).optional(),
        /** `<milliseconds>_<id>` of the last one of the page before. */
        after: z
          .string()
          .regex(/^\d{1,15}_[0-9a-f-]{36}$/)
          .optional(),
        limit: z.int().min(1).max(100).default(30),
      }),
    )
    .output(
      z.object({ items: z.array(archiveShape), next: z.string().nullable(), total: z.int() }),
    ),
  /** Templates a manager may open a talk from, and people he may open one with. */
  openable: oc.output(
    z.object({
      people: z.array(personShape),
      templates: z.array(
        z.object({ id: z.uuid(), key: z.string(), title: textShape, minutes: z.int() }),
      ),
    }),
  ),
}
