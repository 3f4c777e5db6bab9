import { refusalOf } from '../../features/conversations/actions/policy.ts'
import type * as Answers from '../../features/conversations/answers/policy.ts'
import type * as Attachments from '../../features/conversations/attachments/policy.ts'
import { partKinds, type Action, type PartKind } from '../../features/conversations/contract.ts'
import { relationsOf } from '../../features/conversations/policy.ts'
import type * as Previewing from '../../features/conversations/previewing/policy.ts'
import type { Found } from '../../features/conversations/queries.ts'
import {
  parts,
  readerClasses,
  writers,
  type Field,
  type TemplateBody,
} from '../../features/templates/contract.ts'
import { diceFor } from './hr.ts'
import { first, type Said } from './offices.ts'
import { columnsOf, reads, type Column } from './oracle.ts'
import { atPreviews } from './previews.ts'
import { asked, type World } from './world.ts'

/** What is written in a talk, what hangs on it, and what a designer is told of both: rows 3 to 8, 10 and 11. */
export interface WrittenDoors {
  'conversations/answers': Omit<typeof Answers, 'default'>
  'conversations/attachments': Omit<typeof Attachments, 'default'>
  'conversations/previewing': Pick<typeof Previewing, 'rightsIn'>
}

const stages = ['differenceNote', 'form', 'goalAlignment'] as const

/** A form nobody would draw: every part, sections of stages among them, a few fields each. */
export function someSections({ maybe, pick }: ReturnType<typeof diceFor>) {
  let count = 0
  return parts.flatMap((part) =>
    [false, true].map((isOfStage) => ({
      part,
      ...(isOfStage && { stage: pick(stages) }),
      fields: [0, 1].map((nth) => ({
        key:
          part === 'talk' && !isOfStage && nth === 0 && maybe(0.2)
            ? 'minutes'
            : `${part}${++count}`,
        type: pick(['shortText', 'rating'] as const),
        writer: pick(writers),
        readers: pick(readerClasses),
      })),
    })),
  )
}
type Sections = ReturnType<typeof someSections>

/** The talk of a world, as somebody found it. */
export function foundBy(world: World, me: string): Found {
  const { viewer, facts } = asked(world, me, false)
  return { ...facts, facts, viewer, is: relationsOf(viewer, facts) } as unknown as Found
}

/** What the product says of single answers, beside what the rows say. */
export function* atAnswers(
  doors: WrittenDoors,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  yield* atPreviews(doors['conversations/previewing'], world, me, seed)
  const luck = diceFor(world, me, seed, 67)
  const { maybe, pick } = luck
  const { talk } = world
  const sections = someSections(luck)
  const template = { sections } as unknown as TemplateBody
  const found = foundBy(world, me)
  const standing = columnsOf(world, me)
  const kind = pick(partKinds)
  const part = {
    kind,
    authorId:
      kind === 'talk' || kind === 'agreement'
        ? null
        : pick([talk.employeeId, talk.managerId ?? me, me, pick(world.people).id]),
  }
  // Mostly one of the part's own, sometimes another's, sometimes none at all.
  const section = maybe(0.8)
    ? (sections.filter((each) => each.part === kind)[maybe() ? 0 : 1] ?? pick(sections))
    : pick(sections)
  const field = pick(section.fields)
  const key = maybe(0.8) ? field.key : maybe() ? null : 'materials'
  const seen = { part, section, field: key === field.key ? field : null }

  const answers = doors['conversations/answers']
  yield [
    'the part that counts',
    answers.isCurrentPart(found, part),
    kind !== 'manager' || part.authorId === me || part.authorId === talk.managerId,
  ]
  yield [
    `${key} of the part ${kind}`,
    answers.answerVisible(found, template, part, key),
    sees(world, me, standing, seen),
  ]
  yield [
    `writing ${field.key} of ${kind}`,
    answers.refusalToWrite(found, template, kind, field as unknown as Field),
    writing(world, found, { kind, section, field }),
  ]

  const attachments = doors['conversations/attachments']
  const isScan = maybe(0.2)
  yield [
    `a file at ${key} of ${isScan ? 'no part' : kind}`,
    attachments.attachmentVisible(found, template, isScan ? null : part, key),
    isScan
      ? reads(world, me, standing, { kind: 'talk', authorId: null }, null)
      : sees(world, me, standing, seen),
  ]
  const hangs = hanging(world, found, { kind, section, field: seen.field })
  yield [
    `attaching to ${key} of ${kind}`,
    attachments.refusalToAttach(found, template, kind, key),
    hangs,
  ]
  const it = {
    addedBy: maybe(0.7) ? me : pick(world.people).id,
    purpose: maybe(0.2) ? ('paper' as const) : ('evidence' as const),
    kind: maybe(0.2) ? null : kind,
    fieldKey: key,
  }
  yield [
    'taking a file away',
    attachments.refusalToRemove(found, template, it),
    first([
      [it.addedBy !== me, 'conversations.notYourAttachment'],
      [it.purpose === 'paper', 'conversations.scanStands'],
    ]) ?? (it.kind ? hangs : hanging(world, found, { kind: 'talk', section, field: seen.field })),
  ]
}

interface Place {
  kind: PartKind
  section: Sections[number]
  field: Sections[number]['fields'][number] | null
}

/** Rows 5 and 10 stay with their authors; a part of whoever is no longer manager is nobody else's. */
function sees(
  world: World,
  me: string,
  standing: readonly Column[],
  {
    part,
    section,
    field,
  }: Omit<Place, 'kind'> & { part: { kind: PartKind; authorId: string | null } },
): boolean {
  const { talk } = world
  const isOwn = part.authorId === me
  if (part.kind === 'privateNote') return isOwn
  if (part.kind === 'manager' && !isOwn && part.authorId !== talk.managerId) return false
  // The note on a difference is whoever writes it's until it is finished.
  const isNote = field !== null && section.stage === 'differenceNote'
  const isFinished = talk.stages.some((one) => one.kind === 'differenceNote' && one.settledAt)
  if (isNote && !isFinished && !standing.includes('DM')) return false
  return reads(world, me, standing, part, field)
}

/** What one is told who writes there now: what the act says, whether its stage is open, at the table whose field it is. */
function writing(
  world: World,
  { viewer, is, facts }: Found,
  { kind, section, field }: Place & { field: object },
): string | null {
  const { talk } = world
  const says = (action: Action) => refusalOf(action, viewer, is, facts)
  const { stage } = section
  const left = talk.stages.filter((one) => one.kind === stage && !one.settledAt)
  const turn = first([
    [stage === 'form', 'conversations.notYourField'],
    [stage && left.length === 0, 'conversations.stageOver'],
    [stage && !left.some((one) => one.openedAt), 'conversations.notYet'],
  ])
  if (kind === 'privateNote') return says('writeNote')
  if (kind === 'self') return says('writeSelf') ?? turn
  if (kind === 'manager') return says(talk.revealedAt ? 'reviseManager' : 'writeManager') ?? turn
  if (field.key === 'minutes') return 'conversations.minutesMerge'
  const act = stage ? 'completeStage' : kind === 'talk' ? 'writeTalk' : 'writeAgreement'
  const isLeader = is.includes('manager') || is.includes('delegate')
  const isMine =
    (field.writer !== 'hr' && field.writer !== 'manager' && is.includes('employee')) ||
    (field.writer !== 'hr' && field.writer !== 'employee' && isLeader)
  const standing = columnsOf(world, viewer.actor.personId)
  const isRead = reads(world, viewer.actor.personId, standing, { kind, authorId: null }, field)
  return says(act) ?? turn ?? (isMine && isRead ? null : 'conversations.notYourField')
}

/** Where nobody asked for words a file hangs on the part, which has to be open; E08: and named. */
function hanging(world: World, found: Found, { kind, section, field }: Place): string | null {
  const { viewer, is, facts } = found
  const says = (action: Action) => refusalOf(action, viewer, is, facts)
  if (field && section.part !== kind) return 'conversations.noSuchField'
  if (says('attach')) return says('attach')
  if (field) return writing(world, found, { kind, section, field })
  const isJoint = kind === 'talk' || kind === 'agreement'
  if (isJoint && world.talk.amending === null) return null
  return writing(world, found, {
    kind,
    section: { part: section.part, fields: [] },
    field: { key: '', type: 'shortText', writer: 'both', readers: 'pair' },
  })
}
