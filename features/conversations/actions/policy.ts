import type { Refusal } from '../../../platform/refusal.ts'
import { isSteppedUp } from '../../accounts/rules.ts'
import type { StageKind } from '../../flows/contract.ts'
import type { AmendedPart } from '../amending/contract.ts'
import type { Action, Relation } from '../contract.ts'
import { isShut, may, type Facts, type StageFacts, type Viewer } from '../policy.ts'

interface Who {
  is: readonly Relation[]
  viewer: Viewer
}
type Check = (facts: Facts, who: Who) => Refusal

const isOpen = (stage: StageFacts) => stage.openedAt !== null && stage.settledAt === null
const stageOf = (facts: Facts, kind: StageKind) => facts.stages.find((stage) => stage.kind === kind)

const first =
  (...checks: Check[]): Check =>
  (facts, who) => {
    for (const check of checks) {
      const refusal = check(facts, who)
      if (refusal) return refusal
    }
    return null
  }
const unless =
  (holds: (facts: Facts, who: Who) => boolean, refusal: string): Check =>
  (facts, who) =>
    holds(facts, who) ? null : refusal

const unfinished: Check = first(
  unless((facts) => facts.sealedAt === null, 'conversations.sealed'),
  unless((facts) => facts.closedAt === null, 'conversations.closed'),
)
const notPresented = first(
  unfinished,
  unless((facts) => facts.presentedAt === null, 'conversations.presented'),
)
const employeeOnly = unless((_, { is }) => is.includes('employee'), 'conversations.employeeOnly')
const managerOnly = first(
  unless((_, { is }) => !is.includes('formerManager'), 'conversations.managerChanged'),
  unless((_, { is }) => is.includes('manager'), 'conversations.managerOnly'),
)
const pairOnly = first(
  unless((_, { is }) => !is.includes('formerManager'), 'conversations.managerChanged'),
  unless(
    (_, { is }) => is.includes('employee') || is.includes('manager'),
    'conversations.pairOnly',
  ),
)
/** Who leads the talk: the manager, or whoever was asked to for a while. */
const leads: Check = (facts, who) => (who.is.includes('delegate') ? null : managerOnly(facts, who))
const atTheTable: Check = (facts, who) =>
  who.is.includes('delegate') ? null : pairOnly(facts, who)
/** Where there is no manager's part, the employee finishes alone. */
const leaderOnly: Check = (facts, who) =>
  facts.managerId === null ? employeeOnly(facts, who) : leads(facts, who)
const takesBack: Check = (facts, who) =>
  facts.managerId === null ? employeeOnly(facts, who) : managerOnly(facts, who)
const steppedUp = unless(
  (_, { viewer }) => isSteppedUp(viewer.actor.steppedUpAt, viewer.now),
  'conversations.stepUpFirst',
)
/** While a record is amended only what was named is open again. */
const opened = (part: AmendedPart) =>
  unless(
    ({ amending }) => !amending || amending.includes(part),
    'conversations.amending.notThisPart',
  )
const talkBegun = unless(
  (facts) =>
    facts.talkStartedAt !== null || (facts.managerId === null && facts.revealedAt !== null),
  'conversations.talkNotStarted',
)
const presented = unless((facts) => facts.presentedAt !== null, 'conversations.notPresented')
const sealed = unless(
  (facts) => facts.sealedAt !== null || facts.wasSealed === true,
  'conversations.notSealed',
)
const unrestricted = unless((facts, { is }) => !isShut(is, facts), 'conversations.restricted')
const itsTurn = (kind: StageKind, refusal: string) =>
  unless((facts) => facts.stages.some((stage) => stage.kind === kind && isOpen(stage)), refusal)

const selfDraft = first(
  employeeOnly,
  notPresented,
  unless((facts) => stageOf(facts, 'selfAssessment') !== undefined, 'conversations.noSelfPart'),
  unless((facts) => facts.selfSkippedAt === null, 'conversations.selfSkipped'),
  unless((facts) => facts.selfSubmittedAt === null, 'conversations.alreadySubmitted'),
)
const managerDraft = first(
  managerOnly,
  notPresented,
  unless((facts) => facts.managerSubmittedAt === null, 'conversations.alreadySubmitted'),
)
const prepared: Check = (facts) => {
  const waiting = facts.stages.find(
    ({ kind, settledAt, beside }) => settledAt === null && kind !== 'meeting' && !beside,
  )
  if (!waiting || waiting.kind === 'talk') return null
  if (waiting.kind === 'differenceNote') return 'conversations.differenceNoteFirst'
  return 'conversations.prepareFirst'
}

const checks: Record<Action, Check> = {
  read: () => null,
  writeSelf: selfDraft,
  submitSelf: first(selfDraft, itsTurn('selfAssessment', 'conversations.notYet')),
  withdrawSelf: first(
    employeeOnly,
    notPresented,
    unless((facts) => facts.selfSubmittedAt !== null, 'conversations.notSubmitted'),
    unless(
      (facts) => facts.revealedAt === null && facts.managerSubmittedAt === null,
      'conversations.alreadyOpen',
    ),
  ),
  writeManager: managerDraft,
  submitManager: first(managerDraft, itsTurn('managerAssessment', 'conversations.selfFirst')),
  withdrawManager: first(
    managerOnly,
    notPresented,
    unless((facts) => facts.managerSubmittedAt !== null, 'conversations.notSubmitted'),
    unless((facts) => facts.revealedAt === null, 'conversations.alreadyOpen'),
  ),
  reviseManager: first(
    managerOnly,
    notPresented,
    opened('manager'),
    unless((facts) => facts.revealedAt !== null, 'conversations.notOpenYet'),
  ),
  skipSelf: first(
    managerOnly,
    unfinished,
    itsTurn('selfAssessment', 'conversations.notYet'),
    unless(
      (facts, { viewer }) => (stageOf(facts, 'selfAssessment')?.dueOn ?? '9999') < viewer.today,
      'conversations.stillInTime',
    ),
  ),
  completeStage: first(pairOnly, notPresented),
  writeNote: first(atTheTable, unfinished),
  book: first(
    leads,
    notPresented,
    unless((facts) => facts.talkStartedAt === null, 'conversations.talkStarted'),
  ),
  startTalk: first(
    leads,
    notPresented,
    unless((facts) => facts.talkStartedAt === null, 'conversations.talkStarted'),
    prepared,
  ),
  writeTalk: first(atTheTable, notPresented, opened('talk'), talkBegun),
  enterStep: first(
    atTheTable,
    notPresented,
    talkBegun,
    unless((facts) => facts.talkEndedAt === null, 'conversations.talkOver'),
  ),
  endTalk: first(
    leads,
    notPresented,
    talkBegun,
    unless((facts) => facts.talkEndedAt === null, 'conversations.talkOver'),
  ),
  writeAgreement: first(atTheTable, notPresented, opened('agreement'), talkBegun),
  writePlan: first(atTheTable, notPresented, opened('plan'), talkBegun),
  present: first(
    leaderOnly,
    notPresented,
    talkBegun,
    itsTurn('agreement', 'conversations.talkNotOver'),
  ),
  takeBack: first(
    takesBack,
    unfinished,
    presented,
    unless(
      (facts) => !facts.managerSigned && facts.employeeSigned === null,
      'conversations.alreadySignedByOne',
    ),
  ),
  sign: first(
    unless((_, { is }) => !is.includes('delegate'), 'conversations.delegateNeverSigns'),
    unless(
      (_, { is }) =>
        is.includes('employee') || is.includes('manager') || is.includes('formerManager'),
      'conversations.pairOnly',
    ),
    unless((facts) => facts.closedAt === null, 'conversations.closed'),
    presented,
    unless(
      (facts, { is }) =>
        is.includes('employee') ? facts.employeeSigned === null : !facts.managerSigned,
      'conversations.alreadySigned',
    ),
    unfinished,
    unless((_, { is }) => !is.includes('formerManager'), 'conversations.managerChanged'),
    unless(
      (facts, { is }) =>
        !is.includes('employee') || facts.managerId === null || facts.managerSigned,
      'conversations.managerSignsFirst',
    ),
    steppedUp,
  ),
  noteRefusal: first(
    unless(
      (_, { is }) => is.includes('manager') || is.includes('formerManager'),
      'conversations.managerOnly',
    ),
    unfinished,
    presented,
    unless((facts) => facts.managerSigned, 'conversations.signFirst'),
    unless(
      (facts) => facts.employeeSigned === null || facts.employeeSigned === 'refused',
      'conversations.alreadySigned',
    ),
    unless((facts) => facts.refusalNotedAt === null, 'conversations.refusalNoted'),
    steppedUp,
  ),
  nameWitness: first(
    unless(
      (_, { is }) =>
        is.includes('manager') || is.includes('formerManager') || is.includes('hrAdmin'),
      'conversations.managerOnly',
    ),
    unfinished,
    presented,
    unless((facts) => facts.refusalNotedAt !== null, 'conversations.noRefusal'),
  ),
  // The second person has a door of his own: `toCountersign`.
  countersign: () => 'conversations.notWitness',
  attachStatement: first(
    employeeOnly,
    unfinished,
    presented,
    unless((facts) => facts.refusalNotedAt !== null, 'conversations.noRefusal'),
  ),
  attach: first(atTheTable, notPresented),
  recordPaper: first(
    managerOnly,
    notPresented,
    unless((facts) => facts.talkEndedAt === null, 'conversations.talkOver'),
    prepared,
  ),
  changeManager: first(
    unless((_, { is }) => is.includes('hrAdmin') || is.includes('hrbp'), 'conversations.hrOnly'),
    unfinished,
    unless((facts) => !facts.amending, 'conversations.amending.underWay'),
    unless(
      (facts) => !facts.managerSigned && facts.employeeSigned === null,
      'conversations.signatureStands',
    ),
  ),
  readSealed: first(
    sealed,
    unrestricted,
    unless((_, { is }) => may(is, 'R', 'sealed'), 'conversations.statusOnly'),
  ),
  export: first(
    sealed,
    unrestricted,
    unless((_, { is }) => may(is, 'E', 'bundle'), 'conversations.exportNotYours'),
  ),
}

/** Why this person may not do this now: a message key, or null. Nothing one may not even see gets here. */
export const refusalOf = (
  action: Action,
  viewer: Viewer,
  is: readonly Relation[],
  facts: Facts,
): Refusal => checks[action](facts, { is, viewer })
