import { holds, isTechnical, type Actor } from '../accounts/policy.ts'
import type { StageKind } from '../flows/contract.ts'
import type { Field } from '../templates/contract.ts'
import type { AmendedPart } from './amending/contract.ts'
import { relations, type PartKind, type Relation } from './contract.ts'

/** Whoever asks, and when. */
export interface Viewer {
  actor: Actor
  now: Date
  /** 'YYYY-MM-DD' in the organization's zone. */
  today: string
}

export interface StageFacts {
  key: string
  kind: StageKind
  actor: string
  openedAt: Date | null
  settledAt: Date | null
  dueOn: string | null
  /** Runs beside the way to the talk, which does not wait for it. */
  beside?: boolean
}

/** Who stands where: the relation then and now. */
export interface Edges {
  employeeId: string
  managerId: string | null
  lineManagerId: string | null
  /** The employee stands somewhere above whoever asks: HR roles do not reach there (I5). */
  isAboveViewer: boolean
  /** Whoever asks began the manager's part before HR gave it to somebody else (E01). */
  wasViewers: boolean
  departmentId: string
  /** Who stands above the employee today, and since which day. */
  currentLineId: string | null
  currentLineSince: string | null
  /** Who stands above the manager of record today. */
  secondLineId: string | null
  /** The manager of record has handed this talk to whoever asks, and it is in force today (E10). */
  isDelegated: boolean
  /** An emergency of whoever asks is approved and not over (E23). */
  isGlassBroken: boolean
  sealedAt: Date | null
  closedAt: Date | null
}

/** What rights depend on: who stands where, and how far things have come. */
export interface Facts extends Edges {
  selfSkippedAt: Date | null
  selfSubmittedAt: Date | null
  managerSubmittedAt: Date | null
  revealedAt: Date | null
  talkStartedAt: Date | null
  talkEndedAt: Date | null
  presentedAt: Date | null
  managerSigned: boolean
  employeeSigned: string | null
  refusalNotedAt: Date | null
  stages: StageFacts[]
  /** While the next version is being written: an earlier one lies in the log. */
  wasSealed?: boolean
  /** 封存: only stored; nobody but the employee reads it. */
  restricted?: boolean
  /** An amendment is approved and not sealed: only these parts may be written (E08). */
  amending?: readonly AmendedPart[] | null
}

/** The line has changed since the manager of record was decided, and HR has not decided anew (E01). */
export const hasLineChanged = (facts: Edges): boolean =>
  facts.currentLineId !== null &&
  facts.currentLineId !== facts.lineManagerId &&
  facts.currentLineId !== facts.managerId

/** Former managers keep reading what they took part in for a year, and nothing that came after. */
export const formerReadsFrom = (today: string): string =>
  `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`

/**
 * What somebody is to a conversation; empty: nothing, and it does not exist for them. On one's own
 * record every role collapses to the employee's (I1); security and IT administrators get nothing
 * from any role they may hold besides (I2); HR never reaches its own line (I5). A delegation passes on
 * what its manager has now, to nobody who holds a role over the same talk or reports to its employee
 * (I10, E22), and ends with the talk.
 */
export function relationsOf({ actor, today }: Viewer, facts: Edges): Relation[] {
  const me = actor.personId
  if (facts.employeeId === me) return ['employee']
  const technical = isTechnical(actor.roles)
  const byRole = (role: 'hrbp' | 'hrAdmin' | 'auditor') =>
    !technical && holds(actor, role, facts.departmentId)
  const changed = hasLineChanged(facts)
  const stillReads = (facts.currentLineSince ?? '') > formerReadsFrom(today)
  const hasRole = (['hrbp', 'hrAdmin', 'auditor'] as const).some((role) => byRole(role))
  const isOver = facts.sealedAt !== null || facts.closedAt !== null
  const found: Record<Exclude<Relation, 'employee'>, boolean> = {
    manager: facts.managerId === me && !changed,
    delegate:
      facts.isDelegated &&
      facts.managerId !== me &&
      !changed &&
      !isOver &&
      !technical &&
      !hasRole &&
      !facts.isAboveViewer,
    formerManager: facts.managerId === me && changed && stillReads,
    handedOver: facts.managerId !== me && facts.wasViewers,
    nextManager: facts.currentLineId === me && facts.managerId !== me,
    secondLine: facts.secondLineId === me,
    hrbp: byRole('hrbp') && !facts.isAboveViewer,
    breakGlass: facts.isGlassBroken && !isOver && byRole('hrAdmin') && !facts.isAboveViewer,
    hrAdmin: byRole('hrAdmin') && !facts.isAboveViewer,
    auditor: byRole('auditor'),
  }
  return relations.filter((relation) => relation !== 'employee' && found[relation])
}

/**
 * Who may what with each kind of text. L existence, status and dates · R read · W write · S sign · E export ·
 * r only with a reason, which the employee sees · blank: nothing.
 */
const matrix = {
  status: {
    employee: 'R',
    manager: 'W',
    delegate: 'W',
    formerManager: 'L',
    handedOver: 'L',
    nextManager: 'L',
    secondLine: 'L',
    hrbp: 'L',
    breakGlass: 'L',
    hrAdmin: 'L',
    auditor: 'L',
  },
  selfDraft: { employee: 'RW' },
  selfOpen: { employee: 'R', manager: 'R', delegate: 'R', hrbp: 'R', breakGlass: 'R' },
  managerDraft: { manager: 'RW' },
  managerOpen: { employee: 'R', manager: 'RW', delegate: 'R', hrbp: 'R' },
  rating: { employee: 'R', manager: 'RW', delegate: 'R', secondLine: 'R', hrbp: 'R' },
  jointDraft: { employee: 'RW', manager: 'RW', delegate: 'RW' },
  awaiting: {
    employee: 'RS',
    manager: 'RS',
    delegate: 'R',
    formerManager: 'R',
    secondLine: 'L',
    hrbp: 'R',
    breakGlass: 'L',
    hrAdmin: 'L',
    auditor: 'L',
  },
  signedByOne: {
    employee: 'RS',
    manager: 'RS',
    delegate: 'R',
    formerManager: 'R',
    nextManager: 'R',
    secondLine: 'L',
    hrbp: 'R',
    breakGlass: 'L',
    hrAdmin: 'L',
    auditor: 'L',
  },
  sealed: {
    employee: 'R',
    manager: 'R',
    formerManager: 'R',
    nextManager: 'R',
    secondLine: 'R',
    hrbp: 'R',
    hrAdmin: 'Rr',
    auditor: 'R',
  },
  hrNote: { hrbp: 'R' },
  evidence: { employee: 'R', hrAdmin: 'Rr', auditor: 'R' },
  bundle: { employee: 'E', hrbp: 'Er', hrAdmin: 'Er', auditor: 'E' },
} as const satisfies Record<string, Partial<Record<Relation, string>>>
export type Resource = keyof typeof matrix
/** The cells, for the test that walks them and for the page that explains them. */
export const cells: Record<Resource, Partial<Record<Relation, string>>> = matrix

/** Whether any of these relations has the right to a kind of content. */
export const may = (
  is: readonly Relation[],
  right: 'R' | 'W' | 'S' | 'E',
  resource: Resource,
): boolean => is.some((relation) => cells[resource][relation]?.includes(right))

/** Whether it takes a reason: no relation has the right without one. */
export const needsReason = (
  is: readonly Relation[],
  right: 'R' | 'E',
  resource: Resource,
): boolean =>
  !is.some((relation) => {
    const cell = cells[resource][relation] ?? ''
    return cell.includes(right) && !cell.includes('r')
  })

/** Which row of the table a part falls under now; what is sealed is read as the record. */
export function resourceOf(kind: PartKind, facts: Facts): Resource | 'own' {
  if (kind === 'privateNote') return 'own'
  // What was passed over was never handed in: it stays its author's draft, also beside a sealed record.
  if (kind === 'self' && facts.selfSkippedAt) return 'selfDraft'
  if (facts.sealedAt) return 'sealed'
  if (kind === 'self') return facts.revealedAt ? 'selfOpen' : 'selfDraft'
  if (kind === 'manager') return facts.revealedAt ? 'managerOpen' : 'managerDraft'
  return facts.presentedAt ? pageUnder(facts) : 'jointDraft'
}

/**
 * Which row the page to be signed falls under. Once one has signed it, nothing of it changes any more,
 * and whoever stands above the employee by then reads it (E02).
 */
export const pageUnder = ({
  managerSigned,
  employeeSigned,
}: Pick<Facts, 'managerSigned' | 'employeeSigned'>): 'awaiting' | 'signedByOne' =>
  managerSigned || employeeSigned !== null ? 'signedByOne' : 'awaiting'

/** Only stored: whoever wrote it does not use it either. */
export const isShut = (
  is: readonly Relation[],
  { restricted }: Pick<Facts, 'restricted'>,
): boolean => restricted === true && !is.includes('employee')

/** Whether a part may be opened at all; its fields are then asked one by one. */
export function partVisible(
  viewer: Viewer,
  is: readonly Relation[],
  facts: Facts,
  part: { kind: PartKind; authorId: string | null },
): boolean {
  if (isShut(is, facts)) return false
  if (part.authorId === viewer.actor.personId) return true
  const resource = resourceOf(part.kind, facts)
  if (resource === 'own') return false
  // With a reason only: such a record is opened through its sealed page, not through the workspace.
  return may(is, 'R', resource) && (resource !== 'sealed' || !needsReason(is, 'R', resource))
}

/** Whether one field of a part may be read. Ratings have a row of their own while the talk is open. */
export function fieldVisible(
  viewer: Viewer,
  is: readonly Relation[],
  facts: Facts,
  part: { kind: PartKind; authorId: string | null },
  field: Pick<Field, 'type' | 'readers' | 'writer'>,
): boolean {
  if (isShut(is, facts)) return false
  const isAuthor = part.authorId !== null && part.authorId === viewer.actor.personId
  if (field.readers === 'authorOnly')
    return (
      isAuthor ||
      (part.authorId === null &&
        !is.includes('delegate') &&
        writesField(is, field.writer) &&
        field.writer !== 'both')
    )
  if (field.readers === 'hr') return isAuthor || may(is, 'R', 'hrNote')
  if (
    field.readers === 'pairOnly' &&
    !isAuthor &&
    !is.includes('employee') &&
    !is.includes('manager')
  )
    return false
  if (partVisible(viewer, is, facts, part)) return true
  return (
    part.kind === 'manager' &&
    field.type === 'rating' &&
    facts.revealedAt !== null &&
    !facts.sealedAt &&
    may(is, 'R', 'rating')
  )
}

/** Whether a field between the two is this person's to write. */
export const writesField = (is: readonly Relation[], writer: Field['writer']): boolean =>
  (is.includes('employee') && (writer === 'employee' || writer === 'both')) ||
  ((is.includes('manager') || is.includes('delegate')) &&
    (writer === 'manager' || writer === 'both'))

/** Whether somebody sits in the talk: the two, or whoever leads it for the manager. */
export const sitsIn = (is: readonly Relation[]): boolean =>
  is.some((relation) => ['employee', 'manager', 'delegate'].includes(relation))
