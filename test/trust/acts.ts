import type { Action } from '../../features/conversations/contract.ts'
import { has, type Column } from './oracle.ts'
import type { World } from './world.ts'

type State = (world: World, standing: readonly Column[], steppedUp: boolean) => boolean
const stage = ({ talk }: World, kind: string) => talk.stages.find((one) => one.kind === kind)
const nextOf = ({ talk }: World) =>
  talk.stages.filter((one) => one.kind !== 'meeting' && !one.settledAt && !one.beside)[0]
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
  unrestricted: ({ talk }, standing) => !talk.restricted || standing.includes('EMP'),
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
  // Everything before the talk is settled, the appointment and what runs beside the way to it aside.
  prepared: (world) => {
    const next = nextOf(world)
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
  readSealed: 'SEALED | sealed unrestricted',
  export: 'BUNDLE | sealed unrestricted',
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
  return nextOf(world)!.kind === 'differenceNote'
    ? 'conversations.differenceNoteFirst'
    : 'conversations.prepareFirst'
}
