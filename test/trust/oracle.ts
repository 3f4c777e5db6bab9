import type { Action, PartKind } from '../../features/conversations/contract.ts'
import { isHere, type World } from './world.ts'

/** The columns of trust.md §4, and beside them what domain.md adds: E01, E10, E23. */
export const columns = [
  'EMP',
  'PEER',
  'DM',
  'FDM',
  'M2',
  'BP',
  'HRA',
  'SEC',
  'ITA',
  'AUD',
  'HAND',
  'NEXT',
  'DEL',
  'GLASS',
] as const
export type Column = (typeof columns)[number]

/**
 * trust.md §4, rows 2 to 11, 15 and 16, copied by hand. `P` is what the person took part in: on a
 * sealed record it reads, for a year (I7); on an open talk it is not one's any more, but for the page
 * one was to sign (E02). `-` stands for `·`. HAND: HR gave the talk to another (E01); NEXT: the new
 * manager; DEL: a deputy (row 22, E10); GLASS: an approved emergency (row 4 G, E23).
 */
export const table = {
  //                                    EMP PEER DM FDM M2 BP HRA SEC ITA AUD HAND NEXT DEL GLASS
  '2 schedule, status': /*           */ 'R   -    W  L   L  L  L   -   -   L   L    L    W   L',
  '3 self-assessment, draft': /*     */ 'RW  -    -  -   -  -  -   -   -   -   -    -    -   -',
  '4 self-assessment, submitted': /* */ 'R   -    R  -   -  R  -   -   -   -   -    -    R   R',
  '6 manager, draft': /*             */ '-   -    RW -   -  -  -   -   -   -   -    -    -   -',
  '9 manager, released': /*          */ 'R   -    RW -   -  R  -   -   -   -   -    -    R   -',
  '9 rating, released': /*           */ 'R   -    RW -   R  R  -   -   -   -   -    -    R   -',
  '6 joint record, draft': /*        */ 'RW  -    RW -   -  -  -   -   -   -   -    -    RW  -',
  '7 awaiting confirmation': /*      */ 'RS  -    RS R   L  R  L   -   -   L   -    -    R   L',
  '8 sealed record': /*              */ 'R   -    R  R   R  R  Rr  -   -   R   -    R    -   -',
  '10 HR-only note': /*              */ '-   -    -  -   -  R  -   -   -   -   -    -    -   -',
  '15 signature evidence': /*        */ 'R   -    -  -   -  -  Rr  -   -   R   -    -    -   -',
  '16 evidence bundle': /*           */ 'E   -    -  -   -  Er Er  -   -   E   -    -    -   -',
} as const
export type Row = keyof typeof table

export const letters = Object.fromEntries(
  Object.entries(table).map(([row, line]) => [
    row,
    Object.fromEntries(line.split(/\s+/).map((cell, n) => [columns[n]!, cell === '-' ? '' : cell])),
  ]),
) as Record<Row, Record<Column, string>>

/** Which columns somebody stands in: told from the organization, in the words of the page. */
export function columnsOf(world: World, me: string): Column[] {
  const { talk, today } = world
  // I1: one's own record makes everybody an employee.
  if (talk.employeeId === me) return ['EMP']
  const office = (...names: string[]) =>
    world.grants.some(
      ({ personId, role, departmentId }) =>
        personId === me &&
        names.includes(role) &&
        (departmentId === null || `${talk.departmentId}/`.startsWith(`${departmentId}/`)),
    )
  const holdsAnywhere = (...names: string[]) =>
    world.grants.some(({ personId, role }) => personId === me && names.includes(role))
  // I2: who watches or keeps the machine gets nothing from any office besides.
  const isApart = holdsAnywhere('securityAdmin', 'itAdmin')
  const reportsTo = bossesOf(world, me).includes(talk.employeeId)
  const boss = bossOf(world, talk.employeeId)
  const isOthersNow = boss !== null && boss.id !== talk.lineManagerId && boss.id !== talk.managerId
  const over = talk.sealedAt !== null || talk.closedAt !== null
  const found: Column[] = []
  if (talk.managerId === me && !isOthersNow) found.push('DM')
  if (talk.managerId === me && isOthersNow && boss.since > `2025${today.slice(4)}`)
    found.push('FDM')
  if (talk.managerId !== me && talk.handedOverFrom.includes(me)) found.push('HAND')
  if (talk.managerId !== me && boss?.id === me) found.push('NEXT')
  if (talk.managerId !== null && bossOf(world, talk.managerId)?.id === me) found.push('M2')
  if (!isApart && !reportsTo && office('hrbp')) found.push('BP')
  if (!isApart && !reportsTo && office('hrAdmin')) found.push('HRA')
  if (!isApart && office('auditor')) found.push('AUD')
  const looks = talk.glass.some(
    ({ askedBy, endsAt, endedAt }) => askedBy === me && !endedAt && endsAt > world.now,
  )
  if (found.includes('HRA') && looks && !over) found.push('GLASS')
  const stands = world.delegations.some(
    (one) =>
      one.toId === me &&
      one.fromId === talk.managerId &&
      isHere(world, one.fromId) &&
      one.isAccepted &&
      !one.isWithdrawn &&
      one.fromOn <= today &&
      today <= one.untilOn &&
      (!one.employeeIds || one.employeeIds.includes(talk.employeeId)),
  )
  const hasOffice = office('hrbp', 'hrAdmin', 'auditor')
  if (
    stands &&
    talk.managerId !== me &&
    !isOthersNow &&
    !over &&
    !isApart &&
    !hasOffice &&
    !reportsTo
  )
    found.push('DEL')
  return found
}

function bossOf({ posts, today }: World, id: string): { id: string; since: string } | null {
  for (const post of posts)
    if (post.personId === id && post.kind === 'primary' && post.managerId)
      if (post.fromOn <= today && !(post.toOn !== null && post.toOn <= today))
        return { id: post.managerId, since: post.fromOn }
  return null
}

function bossesOf(world: World, id: string): string[] {
  const found = new Set<string>()
  let at = bossOf(world, id)?.id
  while (at && !found.has(at)) {
    found.add(at)
    at = bossOf(world, at)?.id
  }
  return [...found]
}

/** Whether anybody standing in these columns has the letter in a row. */
export const has = (standing: readonly Column[], letter: string, row: Row) =>
  standing.some((column) => letters[row][column].includes(letter))

/** Whether every column that has the letter has it with a reason only. */
export const onlyWithReason = (standing: readonly Column[], letter: string, row: Row) =>
  standing.every(
    (column) => !letters[row][column].includes(letter) || letters[row][column].includes('r'),
  )

/** The row a part falls under. */
export function rowOf(kind: PartKind, { talk }: World): Row | null {
  if (kind === 'privateNote') return null
  if (kind === 'self' && talk.selfSkippedAt) return '3 self-assessment, draft'
  if (talk.sealedAt) return '8 sealed record'
  const open = talk.revealedAt !== null
  if (kind === 'self') return open ? '4 self-assessment, submitted' : '3 self-assessment, draft'
  if (kind === 'manager') return open ? '9 manager, released' : '6 manager, draft'
  return talk.presentedAt ? '7 awaiting confirmation' : '6 joint record, draft'
}

/** Whether one field of a part is read by somebody standing there. */
export function reads(
  world: World,
  me: string,
  standing: readonly Column[],
  part: { kind: PartKind; authorId: string | null },
  field: { type: string; readers: string; writer: string } | null,
): boolean {
  const own = part.authorId === me
  const row = rowOf(part.kind, world)
  const opens =
    own ||
    (row !== null &&
      has(standing, 'R', row) &&
      !(row === '8 sealed record' && onlyWithReason(standing, 'R', row)))
  if (!field) return opens
  if (field.readers === 'hr') return own || has(standing, 'R', '10 HR-only note')
  if (field.readers === 'authorOnly') {
    if (part.authorId !== null) return own
    if (standing.includes('DEL')) return false
    return (
      (field.writer === 'employee' && standing.includes('EMP')) ||
      (field.writer === 'manager' && standing.includes('DM'))
    )
  }
  const isRating = part.kind === 'manager' && field.type === 'rating'
  const released = world.talk.revealedAt !== null && world.talk.sealedAt === null
  return opens || (isRating && released && has(standing, 'R', '9 rating, released'))
}

type State = (world: World, standing: readonly Column[], steppedUp: boolean) => boolean
const stage = ({ talk }: World, kind: string) => talk.stages.find((one) => one.kind === kind)
const isTurn =
  (kind: string): State =>
  (world) =>
    world.talk.stages.some((one) => one.kind === kind && one.openedAt && !one.settledAt)
const isNamed =
  (part: string): State =>
  ({ talk }) =>
    talk.amending === null || talk.amending.includes(part)
const states: Record<string, State> = {
  open: ({ talk }) => !talk.sealedAt && !talk.closedAt,
  notClosed: ({ talk }) => !talk.closedAt,
  sealed: ({ talk }) => talk.sealedAt !== null || talk.wasSealed,
  // E08: while a record is amended only the named parts are written.
  manager: isNamed('manager'),
  talk: isNamed('talk'),
  agreement: isNamed('agreement'),
  plan: isNamed('plan'),
  unamended: ({ talk }) => talk.amending === null,
  unpresented: ({ talk }) => !talk.presentedAt,
  presented: ({ talk }) => talk.presentedAt !== null,
  hasSelf: (world) => stage(world, 'selfAssessment') !== undefined,
  selfKept: ({ talk }) => !talk.selfSkippedAt,
  selfOut: ({ talk }) => !talk.selfSubmittedAt,
  selfIn: ({ talk }) => talk.selfSubmittedAt !== null,
  managerOut: ({ talk }) => !talk.managerSubmittedAt,
  managerIn: ({ talk }) => talk.managerSubmittedAt !== null,
  unrevealed: ({ talk }) => !talk.revealedAt,
  revealed: ({ talk }) => talk.revealedAt !== null,
  selfTurn: isTurn('selfAssessment'),
  managerTurn: isTurn('managerAssessment'),
  agreementTurn: isTurn('agreement'),
  selfLate: (world) => {
    const due = stage(world, 'selfAssessment')?.dueOn
    return due != null && due < world.today
  },
  unbegun: ({ talk }) => !talk.talkStartedAt,
  begun: ({ talk }) =>
    talk.talkStartedAt !== null || (talk.managerId === null && talk.revealedAt !== null),
  going: ({ talk }) => !talk.talkEndedAt,
  // Everything before the talk is settled, the appointment aside.
  prepared: ({ talk }) => {
    const next = talk.stages.filter((one) => one.kind !== 'meeting' && !one.settledAt)[0]
    return !next || next.kind === 'talk'
  },
  nobodySigned: ({ talk }) => !talk.managerSigned && !talk.employeeSigned,
  managerSigned: ({ talk }) => talk.managerSigned,
  ownOpen: ({ talk }, standing) =>
    standing.includes('EMP') ? !talk.employeeSigned : !talk.managerSigned,
  inOrder: ({ talk }, standing) =>
    !standing.includes('EMP') || talk.managerId === null || talk.managerSigned,
  refusable: ({ talk }) => talk.employeeSigned === null || talk.employeeSigned === 'refused',
  unnoted: ({ talk }) => !talk.refusalNotedAt,
  noted: ({ talk }) => talk.refusalNotedAt !== null,
  steppedUp: (_, __, steppedUp) => steppedUp,
}

/** Who does what when, a line each: columns | states. `LEAD` is the manager, or the employee where there is none. */
const acts: Record<Action, string> = {
  read: 'ANY |',
  writeSelf: 'EMP | open unpresented hasSelf selfKept selfOut',
  submitSelf: 'EMP | open unpresented hasSelf selfKept selfOut selfTurn',
  withdrawSelf: 'EMP | open unpresented selfIn unrevealed managerOut',
  writeManager: 'DM | open unpresented managerOut',
  submitManager: 'DM | open unpresented managerOut managerTurn',
  withdrawManager: 'DM | open unpresented managerIn unrevealed',
  reviseManager: 'DM | open unpresented revealed manager',
  skipSelf: 'DM | open selfTurn selfLate',
  completeStage: 'EMP DM | open unpresented',
  writeNote: 'EMP DM DEL | open',
  book: 'DM DEL | open unpresented unbegun',
  startTalk: 'DM DEL | open unpresented unbegun prepared',
  writeTalk: 'EMP DM DEL | open unpresented begun talk',
  enterStep: 'EMP DM DEL | open unpresented begun going',
  endTalk: 'DM DEL | open unpresented begun going',
  writeAgreement: 'EMP DM DEL | open unpresented begun agreement',
  writePlan: 'EMP DM DEL | open unpresented begun plan',
  present: 'LEAD DEL | open unpresented begun agreementTurn',
  takeBack: 'LEAD | open presented nobodySigned',
  sign: 'EMP DM | open presented ownOpen inOrder steppedUp',
  noteRefusal: 'DM FDM | open presented managerSigned refusable unnoted steppedUp',
  nameWitness: 'DM FDM HRA | open presented noted',
  countersign: '|',
  attachStatement: 'EMP | open presented noted',
  attach: 'EMP DM DEL | open unpresented',
  recordPaper: 'DM | open unpresented going prepared',
  changeManager: 'BP HRA | open nobodySigned unamended',
  readSealed: 'SEALED | sealed',
  export: 'BUNDLE | sealed',
}

const lineOf = (action: Action) =>
  acts[action].split('|').map((half) => half.trim().split(/\s+/).filter(Boolean)) as [
    who: string[],
    needs: string[],
  ]

/** Whether somebody standing there may do this now. */
export function allows(
  world: World,
  standing: readonly Column[],
  action: Action,
  steppedUp: boolean,
): boolean {
  const [who, needs] = lineOf(action)
  const stands = who.some((name) => {
    if (name === 'ANY') return standing.length > 0
    if (name === 'LEAD') return standing.includes(world.talk.managerId === null ? 'EMP' : 'DM')
    if (name === 'SEALED') return has(standing, 'R', '8 sealed record')
    if (name === 'BUNDLE') return has(standing, 'E', '16 evidence bundle')
    return standing.includes(name as Column)
  })
  return stands && needs.every((state) => states[state]!(world, standing, steppedUp))
}

/** The words with which somebody is refused, where they matter for what to do next; null elsewhere. */
export function words(
  world: World,
  standing: readonly Column[],
  action: Action,
  steppedUp: boolean,
): string | null {
  const [who, needs] = lineOf(action)
  if (action === 'sign' && standing.includes('DEL')) return 'conversations.delegateNeverSigns'
  const isManagers = who.includes('DM') && !who.includes('FDM') && action !== 'sign'
  if (isManagers && standing.includes('FDM')) return 'conversations.managerChanged'
  const meets = (state: string) => states[state]!(world, standing, steppedUp)
  if (
    action === 'sign' &&
    standing.includes('FDM') &&
    ['open', 'presented', 'ownOpen'].every(meets)
  )
    return 'conversations.managerChanged'
  const onlyUnready =
    needs.includes('prepared') &&
    !meets('prepared') &&
    needs.every((s) => s === 'prepared' || meets(s))
  if (!onlyUnready || !who.some((name) => standing.includes(name as Column))) return null
  const next = world.talk.stages.find((one) => one.kind !== 'meeting' && !one.settledAt)!
  return next.kind === 'differenceNote'
    ? 'conversations.differenceNoteFirst'
    : 'conversations.prepareFirst'
}
