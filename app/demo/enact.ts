import * as Y from 'yjs'
import type {
  Answers,
  Part,
  ReviewedGoal,
  TemplateBody,
} from '../../features/templates/contract.ts'
import { fieldOf } from '../../features/templates/rules.ts'
import { newId } from '../../platform/ids.ts'
import { answersFor } from './answers.ts'
import { addDays } from './dates.ts'
import type { Act, Hand } from './hand.ts'
import { randomFrom } from './pieces/fill.ts'
import { alignments, alignmentWords, briefs } from './pieces/strategy.ts'
import type { PlanLine, Stage, Written } from './records/shape.ts'

/** A conversation of the demo with everything needed to hold it. */
export interface Held {
  conversationId: string
  written: Written
  template: TemplateBody
  managerNo: string
  /** The flow begins with strategy and goals. */
  isManagement: boolean
  /** The first day of the cycle, the day of the talk, and now: nothing happens after it. */
  launchedOn: string
  talkOn: string
  now: Date
  /** Who stands for a promise of the company, by person id. */
  companyOwner(text: string): string
  personId(employeeNo: string): string
  /** A scan of the paper, for talks held on one. */
  scan(hand: Hand, held: Held): Promise<string>
}

const order: Stage[] = ['self', 'manager', 'reveal', 'booked', 'talk', 'agree', 'sign', 'sealed']
const reached = (held: Held, stage: Stage) =>
  order.indexOf(held.written.stage) >= order.indexOf(stage)

/** Everything two people do in one conversation, each thing at its time. */
export function actsOf(held: Held): Act[] {
  const { written, launchedOn, talkOn, isManagement, now } = held
  const random = randomFrom(`${written.employee}/${written.cycle}/when`)
  const evening = () =>
    `${random.pick(['12', '17', '19', '20', '21'])}:${String(random.between(2, 58)).padStart(2, '0')}`
  const office = () =>
    `${String(random.between(8, 16)).padStart(2, '0')}:${String(random.between(2, 58)).padStart(2, '0')}`
  // What would lie ahead has just happened, in the same order.
  let latest = 50
  const on = (day: string, time: string) => {
    const moment = new Date(`${day}T${time}:00+08:00`)
    return moment < now
      ? moment
      : new Date(now.getTime() - (latest -= random.between(2, 4)) * 60_000)
  }
  const later = (a: string, b: string) => (a > b ? a : b)
  // Of finished cycles nobody asks any more when the chairs were booked.
  const isLongAgo = written.cycle !== 'thisYear'
  const begin = addDays(launchedOn, isManagement ? 4 : 2)
  // Where no talk has been yet, people are simply as far as they are.
  const selfOn = reached(held, 'talk')
    ? later(begin, addDays(talkOn, -random.between(7, 9)))
    : addDays(begin, random.between(0, 19))
  const managerOn = reached(held, 'talk')
    ? later(addDays(selfOn, 1), addDays(talkOn, -4))
    : addDays(selfOn, random.between(1, 3))
  const talkAt = on(talkOn, written.met?.at ?? '10:00')
  const minutes = (count: number) =>
    new Date(Math.min(now.getTime() - 30_000, talkAt.getTime() + count * 60_000))
  const length = written.met?.minutes ?? 30
  const signedOn = addDays(talkOn, random.between(0, 2))
  const acts: (Act | false | undefined)[] = [
    isManagement && { at: on(addDays(launchedOn, 1), office()), do: (hand) => briefed(held, hand) },
    isManagement && { at: on(addDays(launchedOn, 2), office()), do: (hand) => aligned(held, hand) },
    {
      at: on(selfOn, evening()),
      do: (hand) => assessed(held, hand, 'self', reached(held, 'manager')),
    },
    reached(held, 'manager') && {
      at: on(managerOn, office()),
      do: (hand) => assessed(held, hand, 'manager', reached(held, 'reveal')),
    },
    reached(held, 'reveal') &&
      written.gapNote !== undefined && {
        at: on(addDays(managerOn, 1), office()),
        do: (hand) => explained(held, hand),
      },
    written.met?.missed &&
      reached(held, 'booked') && {
        at: on(addDays(managerOn, 1), '17:05'),
        do: (hand) => missed(held, hand),
      },
    reached(held, 'booked') &&
      (!isLongAgo || written.met?.missed) && {
        at: on(addDays(managerOn, 1), '17:20'),
        do: (hand) => booked(held, hand),
      },
    reached(held, 'talk') &&
      written.met?.how !== 'paper' && {
        at: written.stage === 'talk' ? new Date(now.getTime() - 17 * 60_000) : talkAt,
        do: (hand) => talking(held, hand),
      },
    ...(reached(held, 'talk') && written.met?.how !== 'paper'
      ? steps(held, written.stage === 'talk' ? new Date(now.getTime() - 17 * 60_000) : talkAt, now)
      : []),
    reached(held, 'agree') && { at: minutes(length), do: (hand) => talked(held, hand) },
    reached(held, 'agree') && { at: minutes(length + 6), do: (hand) => planned(held, hand) },
    reached(held, 'sign') && { at: minutes(length + 11), do: (hand) => shown(held, hand) },
    reached(held, 'sealed') && {
      at: on(signedOn, written.met?.how === 'phone' ? '21:35' : evening()),
      do: (hand) => signed(held, hand),
    },
  ]
  let previous = 0
  return acts
    .filter((act) => typeof act === 'object')
    .map((act) => {
      // Whatever the dice say about the hour, nobody signs before there is something to sign.
      previous = Math.max(act.at.getTime(), previous + 90_000)
      return { ...act, at: new Date(previous) }
    })
}

/** Saves answers; fields that lay there already name the version they build on. */
async function write(
  hand: Hand,
  { conversationId }: Held,
  by: string,
  part: Part,
  answers: Answers,
  versions: Record<string, number> = {},
  submit = false,
) {
  const given = Object.entries(answers).filter(([, value]) => value !== undefined)
  if (given.length === 0) return
  await hand.as(by).conversations.saveAnswers({
    id: conversationId,
    part,
    answers: given.map(([fieldKey, value]) => ({
      fieldKey,
      value,
      version: versions[fieldKey] ?? 0,
    })),
    submit,
    clientId: newId(),
  })
}

async function briefed(held: Held, hand: Hand) {
  const { written, managerNo, conversationId } = held
  const brief = briefs[managerNo]
  if (!brief) throw new Error(`${managerNo} has no strategy to tell`)
  await write(hand, held, managerNo, 'talk', {
    strategyBrief: written.cycle === 'lastYear' ? brief.lastYear : brief.thisYear,
  })
  await hand
    .as(managerNo)
    .conversations.completeStage({ id: conversationId, stageKey: 'strategyBrief' })
}

async function aligned(held: Held, hand: Hand) {
  const { written, managerNo, conversationId } = held
  const [goal, target] = written.self?.goals[0] ?? ['手上的事', '做完']
  const word = alignmentWords[managerNo]?.[written.cycle === 'lastYear' ? 0 : 1] ?? ''
  const text = randomFrom(`${written.employee}/${written.cycle}/aligned`)
    .pick(alignments)
    .replace('<word>', word)
    .replace('<goal>', goal)
    .replace('<target>', target)
  await write(hand, held, written.employee, 'talk', { goalAlignment: text })
  await hand
    .as(written.employee)
    .conversations.completeStage({ id: conversationId, stageKey: 'goalAlignment' })
}

/** A part, handed in or left half written. */
async function assessed(held: Held, hand: Hand, part: 'self' | 'manager', isFinished: boolean) {
  const { written, template, managerNo, talkOn } = held
  const answers = Object.entries(answersFor(template, part, written, talkOn))
  const begun = isFinished
    ? answers
    : answers.slice(0, Math.max(2, Math.ceil(answers.length * 0.55)))
  await write(
    hand,
    held,
    part === 'self' ? written.employee : managerNo,
    part,
    Object.fromEntries(begun),
    {},
    isFinished,
  )
}

/** The note on a large difference; in a conversation that is only just open it stays a draft. */
async function explained(held: Held, hand: Hand) {
  const { written, managerNo, conversationId } = held
  await write(hand, held, managerNo, 'talk', { differenceNote: written.gapNote })
  if (!reached(held, 'booked')) return
  await hand
    .as(managerNo)
    .conversations.completeStage({ id: conversationId, stageKey: 'differenceNote' })
}

const appointment = ({ conversationId, written }: Held, day: string) => ({
  conversationId,
  startsAt: new Date(`${day}T${written.met?.at ?? '10:00'}:00+08:00`),
  minutes: 45,
  place: written.met?.place ?? '',
  channel: written.met?.how === 'phone' ? ('phone' as const) : ('inPerson' as const),
  clientId: newId(),
})

async function missed(held: Held, hand: Hand) {
  const { written, managerNo, talkOn } = held
  const { missed: appointed, day } = written.met ?? {}
  if (!appointed || day === undefined) return
  const scheduling = hand.as(managerNo).scheduling
  const { meeting } = await scheduling.book(
    appointment(held, addDays(talkOn, Math.min(-1, appointed.day - day))),
  )
  await scheduling.noShow({ id: meeting.id, absent: appointed.by, reason: appointed.why })
}

const booked = (held: Held, hand: Hand) =>
  hand.as(held.managerNo).scheduling.book(appointment(held, held.talkOn))

async function talking(held: Held, hand: Hand) {
  const { conversationId, written, managerNo } = held
  const { conversations } = hand.as(managerNo)
  await conversations.startTalk({
    id: conversationId,
    channel: written.met?.how === 'phone' ? 'phone' : 'inPerson',
  })
  if (written.stage === 'talk') await minuted(held, hand)
}

/** How far a talk that is under way has come: into its fourth step. */
const underWay = 3

/**
 * When which step of the talk began: shares of its length as the template plans them, a little longer or
 * shorter from talk to talk. What happened only just now is left to the first step.
 */
function steps(held: Held, begunAt: Date, now: Date): Act[] {
  const { conversationId, written, template, managerNo } = held
  const isUnderWay = written.stage === 'talk'
  const length = isUnderWay ? 15 : (written.met?.minutes ?? 30)
  if (!isUnderWay && begunAt.getTime() + (length + 20) * 60_000 > now.getTime()) return []
  const taken = isUnderWay ? template.steps.slice(0, underWay) : template.steps
  const some = Number(written.employee.replaceAll(/\D/g, ''))
  const shares = taken.map(({ minutes }, at) => minutes * (0.8 + ((some + at * 3) % 5) / 10))
  const whole = shares.reduce((sum, share) => sum + share, 0)
  let passed = 0
  return template.steps.slice(1, taken.length + (isUnderWay ? 1 : 0)).map(({ key }, at) => {
    passed += shares[at]! // there is one for every step taken
    return {
      at: new Date(begunAt.getTime() + Math.round((passed / whole) * length * 60_000)),
      do: (hand) =>
        hand.as(managerNo).conversations.enterStep({ id: conversationId, stepKey: key }),
    }
  })
}

async function minuted({ conversationId, written, managerNo }: Held, hand: Hand) {
  if (!written.minutes?.length) return
  const doc = new Y.Doc()
  doc.getText('minutes').insert(0, written.minutes.join('\n'))
  const update = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64')
  await hand.as(managerNo).conversations.minutes.push({ id: conversationId, update })
}

/** What was said, field by field: the goals agreed by both, causes by whoever named them. */
async function talked(held: Held, hand: Hand) {
  const { conversationId, written, template, managerNo, talkOn } = held
  const { employee } = written
  if (written.met?.how === 'paper')
    await hand.as(managerNo).conversations.recordPaper({
      id: conversationId,
      heldOn: talkOn,
      minutes: (written.minutes ?? []).join('\n'),
      scanId: await held.scan(hand, held),
    })
  else {
    await minuted(held, hand)
    await hand.as(managerNo).conversations.endTalk({ id: conversationId })
  }
  const { goals, mode: _, causes, ...others } = answersFor(template, 'talk', written, talkOn)
  const laid = goals
    ? ((await laidOut(hand, held, 'goals')) as ReviewedGoal[] | undefined)
    : undefined
  const agreed = laid?.map((goal) => ({ ...goal, managerAgrees: true }))
  await write(
    hand,
    held,
    managerNo,
    'talk',
    { ...others, ...(agreed && { goals: agreed }) },
    { goals: 1 },
  )
  const both = agreed?.map((goal) => ({ ...goal, employeeAgrees: true }))
  await write(
    hand,
    held,
    employee,
    'talk',
    { ...(causes ? { causes } : {}), ...(both && { goals: both }) },
    { goals: 2 },
  )
}

/** What the start of the talk has laid on the table from the self-assessment. */
const laidOut = async ({ db }: Hand, { conversationId }: Held, fieldKey: string) =>
  (
    await db
      .selectFrom('answer')
      .innerJoin('part', (join) =>
        join.onRef('part.orgId', '=', 'answer.orgId').onRef('part.id', '=', 'answer.partId'),
      )
      .select('answer.value')
      .where('part.conversationId', '=', conversationId)
      .where('part.kind', '=', 'talk')
      .where('answer.fieldKey', '=', fieldKey)
      .executeTakeFirst()
  )?.value

async function planned(held: Held, hand: Hand) {
  const { conversationId, written, managerNo, talkOn } = held
  for (const line of written.plan ?? [])
    await hand.as(line[1] === 'employee' ? written.employee : managerNo).conversations.addPlanLine({
      id: conversationId,
      line: planLine(held, line, talkOn),
      clientId: newId(),
    })
  if (!reached(held, 'sign')) return
  const own: Answers = {}
  const joint: Answers = {}
  for (const [key, value] of Object.entries(
    answersFor(held.template, 'agreement', written, talkOn),
  )) {
    const field = fieldOf(held.template, key)?.field
    // What starts from the self-assessment lies there already.
    if (field?.startsFrom) continue
    if (field?.writer === 'employee') own[key] = value
    else joint[key] = value
  }
  await write(hand, held, managerNo, 'agreement', joint)
  await write(hand, held, written.employee, 'agreement', own)
}

function planLine(
  { written, companyOwner }: Held,
  [layer, ownerKind, what, measure, due]: PlanLine,
  talkOn: string,
) {
  const hows = [
    ...(written.next ?? []).map(([, how]) => how),
    ...(written.self?.causes ?? []).map(([, , , remedy]) => remedy),
  ]
  return {
    layer,
    ownerKind,
    what,
    measure,
    how: layer === 'support' ? '' : (hows.find((how) => how !== what && related(how, what)) ?? ''),
    ownerId: ownerKind === 'company' ? companyOwner(what) : null,
    dueOn: addDays(talkOn, due),
  }
}

/** Two texts that share two characters in a row speak of the same thing often enough. */
const related = (one: string, other: string) =>
  [...one].some(
    (char, index) =>
      /\p{Script=Han}/u.test(char) &&
      other.includes(one.slice(index, index + 2)) &&
      one.length > index + 1,
  )

/** Both see the page; the manager signs first. */
async function shown(held: Held, hand: Hand) {
  const { conversationId, managerNo } = held
  const { conversations } = hand.as(managerNo)
  const { shownHash } = await conversations.present({ id: conversationId })
  await agreeToSign(hand, managerNo)
  await conversations.sign({ id: conversationId, shownHash, outcome: 'agreed' })
}

/** The employee reads the page and answers it, or does not. */
async function signed(held: Held, hand: Hand) {
  const { conversationId, written, managerNo, personId } = held
  const ending = written.ending ?? { outcome: 'agreed' }
  const { conversations } = hand.as(written.employee)
  const { shownHash } = await conversations.readPage({ id: conversationId })
  if (ending.outcome === 'notAnswered') return
  if (ending.outcome !== 'refused') {
    const statement = ending.outcome === 'readWithReservation' ? ending.statement : undefined
    await agreeToSign(hand, written.employee)
    await conversations.sign({
      id: conversationId,
      shownHash,
      outcome: ending.outcome,
      ...(statement && { statement }),
    })
    return
  }
  const { reason, countersignedBy, statement } = ending
  await hand
    .as(managerNo)
    .conversations.noteRefusal({ id: conversationId, reason, witnessId: personId(countersignedBy) })
  if (statement) await conversations.attachStatement({ id: conversationId, statement })
  await agreeToSign(hand, countersignedBy)
  await hand.as(countersignedBy).conversations.countersign({ id: conversationId, shownHash })
}

/** Everybody says once that they will sign electronically. */
async function agreeToSign(hand: Hand, employeeNo: string) {
  const { signing } = hand.as(employeeNo)
  const { version, agreed } = await signing.agreement()
  if (!agreed) await signing.answerAgreement({ version, locale: 'zh-CN', agreed: true })
}
