import type { FlowActor, FlowBody, FlowStage, StageKind } from '../contract.ts'
import { neverHolds, testsOf } from '../conditions/rules.ts'
import { dueRuleOf } from '../due/rules.ts'
import { actorKey } from '../owners/rules.ts'
import { behind, loopsIn } from '../order/rules.ts'

/** Something that keeps a flow from being published; `reasonKey` stands under `flows.fault`. */
export interface Fault {
  /** Where in the body, such as `stages.2.after`. */
  path: string
  reasonKey: string
  params: Record<string, string | number>
}

/** What a flow can point to in an organization; what is left out is not looked at. */
export interface Known {
  /** People who work here, of those the flow names. */
  people?: ReadonlySet<string>
  /** Offices somebody holds. */
  roles?: ReadonlySet<string>
  levels?: ReadonlySet<string>
  jobFamilies?: ReadonlySet<string>
  departmentIds?: ReadonlySet<string>
}

/** Kinds a flow cannot do without, in the order in which they must come. */
const backbone: readonly StageKind[] = ['talk', 'agreement', 'signature', 'archive']

/** Pairs of which the first must come before the second wherever both stand. */
const orders: readonly (readonly [StageKind, StageKind])[] = [
  ['selfAssessment', 'reveal'],
  ['managerAssessment', 'reveal'],
  ['reveal', 'differenceNote'],
  ['reveal', 'talk'],
  ['meeting', 'talk'],
  ['talk', 'agreement'],
  ['agreement', 'signature'],
  ['signature', 'archive'],
  ['archive', 'follow'],
]

/** Stages there is one of at most: what they write or do exists once in a conversation. */
const single: readonly StageKind[] = [
  ...backbone,
  'selfAssessment',
  'managerAssessment',
  'reveal',
  'differenceNote',
  'meeting',
  'follow',
]

const pair = ['employee', 'manager', 'both']
/** Who may have a stage; `*` is anybody by relation, name or office. */
export const actorsFor: Record<StageKind, readonly string[]> = {
  selfAssessment: ['employee'],
  managerAssessment: ['manager'],
  goalAlignment: pair,
  strategyBrief: pair,
  reveal: ['system'],
  differenceNote: ['manager'],
  meeting: ['manager'],
  talk: ['both'],
  agreement: ['both'],
  signature: ['both'],
  archive: ['system'],
  follow: ['both'],
  form: ['hr', '*'],
  calibration: ['hr'],
  approval: ['hr', 'manager', '*'],
  hrParticipation: ['hr', '*'],
  notice: [...pair, 'hr', '*'],
}

/** Stages that somebody else can do when time runs out. */
export const passable: readonly StageKind[] = ['form', 'approval', 'hrParticipation', 'calibration']
/** Stages whoever has an approval can return. */
export const returnable: readonly StageKind[] = [
  'selfAssessment',
  'managerAssessment',
  'goalAlignment',
  'strategyBrief',
  'form',
]
/** Stages that can return an earlier one. */
export const returning: readonly StageKind[] = ['approval', 'calibration', 'hrParticipation']
/** Never passed over, whatever the deadline. */
export const unskippable: readonly StageKind[] = [...backbone, 'reveal', 'follow']

const fits = (kind: StageKind, actor: FlowActor) =>
  actorsFor[kind].includes(typeof actor === 'string' ? actor : '*')

/**
 * Everything that keeps a flow from running well, in reading order; empty when it can be published.
 * Names of stages in `params` are keys: whoever shows a fault puts the label in their place.
 */
export function faultsIn(flow: FlowBody, known: Known = {}): Fault[] {
  const faults: Fault[] = []
  const say = (path: string, reasonKey: string, params: Fault['params'] = {}) =>
    faults.push({ path, reasonKey, params })
  for (const part of ['title', 'purpose'] as const)
    for (const language of ['zh', 'en'] as const)
      if (!flow[part][language].trim()) say(`${part}.${language}`, `${part}.${language}`)
  if (flow.stages.length === 0) say('stages', 'empty')
  if (flow.stages.length > 60) say('stages', 'tooMany', { count: flow.stages.length })

  for (const keys of loopsIn(flow.stages)) {
    const at = flow.stages.findIndex(({ key }) => key === keys[0])
    say(`stages.${at}.after`, 'loop', { stages: keys.join(' ') })
  }
  const looped = new Set(loopsIn(flow.stages).flat())
  const seen = new Set<string>()
  for (const [n, stage] of flow.stages.entries()) {
    const at = `stages.${n}`
    ofStage(flow, stage, at, looped, known, say)
    if (seen.has(stage.key)) say(at, 'keyTwice', { stage: stage.key })
    seen.add(stage.key)
  }
  ofWhole(flow, say)
  return faults
}

type Say = (path: string, reasonKey: string, params?: Fault['params']) => void

function ofStage(
  flow: FlowBody,
  stage: FlowStage,
  at: string,
  looped: ReadonlySet<string>,
  known: Known,
  say: Say,
) {
  const { key, kind, actor, after, condition, onOverdue, sendBackTo = [] } = stage
  const earlier = behind(flow.stages, key)
  const kindOf = (name: string) => flow.stages.find((each) => each.key === name)?.kind
  const own = { stage: key }
  if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(key)) say(at, 'keyBad', own)
  for (const language of ['zh', 'en'] as const)
    if (!stage.label[language].trim()) say(`${at}.label.${language}`, `label.${language}`)
  for (const name of after) if (!kindOf(name)) say(`${at}.after`, 'unknownStage', { ...own, name })
  const isStuck = [...earlier].some((name) => looped.has(name) || !kindOf(name))
  if (isStuck && !looped.has(key)) say(at, 'unreachable', own)
  if (!fits(kind, actor)) say(`${at}.actor`, 'wrongActor', { ...own, kind })
  ofActor(actor, `${at}.actor`, own, known, say)

  if (stage.dueDays === undefined && !stage.due) say(`${at}.due`, 'noDeadline', own)
  const { from, days } = dueRuleOf(stage)
  if (days < 0 && from !== 'periodEnd') say(`${at}.due`, 'dueBefore', own)

  if (typeof onOverdue === 'object') {
    if (!passable.includes(kind)) say(`${at}.onOverdue`, 'notPassedOn', { ...own, kind })
    else if (!fits(kind, onOverdue.passOn)) say(`${at}.onOverdue`, 'wrongActor', { ...own, kind })
    if (actorKey(onOverdue.passOn) === actorKey(actor)) say(`${at}.onOverdue`, 'passedToSame', own)
    ofActor(onOverdue.passOn, `${at}.onOverdue`, own, known, say)
  }
  if (onOverdue === 'skipWithMark' && unskippable.includes(kind))
    say(`${at}.onOverdue`, 'neverSkipped', own)
  if (onOverdue === 'sealNotAnswered' && kind !== 'signature')
    say(`${at}.onOverdue`, 'onlySignature', own)
  if (stage.parallel && unskippable.includes(kind)) say(`${at}.parallel`, 'notBeside', own)

  if (condition && unskippable.includes(kind)) say(`${at}.condition`, 'alwaysNeeded', own)
  if (neverHolds(condition) || meetsNobody(stage, known)) say(`${at}.condition`, 'neverTrue', own)
  const asksRating = testsOf(condition).some(
    (test) =>
      'rating' in test || ('flag' in test && ['largeGap', 'ratingExists'].includes(test.flag)),
  )
  if (asksRating && ![...earlier].some((name) => kindOf(name) === 'reveal'))
    say(`${at}.condition`, 'ratingTooEarly', own)

  if (sendBackTo.length > 0 && !returning.includes(kind))
    say(`${at}.sendBackTo`, 'notReturning', own)
  for (const name of sendBackTo) {
    const target = kindOf(name)
    if (!target) say(`${at}.sendBackTo`, 'unknownStage', { ...own, name })
    else if (!earlier.has(name)) say(`${at}.sendBackTo`, 'notEarlier', { ...own, name })
    else if (!returnable.includes(target))
      say(`${at}.sendBackTo`, 'notReturnable', { ...own, name })
    else if (
      ['selfAssessment', 'managerAssessment'].includes(target) &&
      [...earlier].some((each) => kindOf(each) === 'reveal')
    )
      say(`${at}.sendBackTo`, 'alreadyRevealed', { ...own, name })
  }
}

function ofActor(actor: FlowActor, path: string, own: { stage: string }, known: Known, say: Say) {
  if (typeof actor === 'string') return
  if ('person' in actor && known.people && !known.people.has(actor.person))
    say(path, 'nobodyOwns', own)
  if ('role' in actor && known.roles && !known.roles.has(actor.role))
    say(path, 'nobodyHolds', { ...own, role: actor.role })
}

// A condition that asks for levels, families or departments of which the organization has none.
function meetsNobody({ condition }: FlowStage, known: Known): boolean {
  const tests = testsOf(condition)
  const empty = tests.filter((test) => {
    const [name, wanted] = Object.entries(test)[0] as [keyof Known, unknown]
    const there = known[name]
    return Array.isArray(wanted) && there !== undefined && !wanted.some((one) => there.has(one))
  })
  if (empty.length === 0) return false
  return typeof condition === 'object' && 'all' in condition ? true : empty.length === tests.length
}

function ofWhole(flow: FlowBody, say: Say) {
  const of = (kind: StageKind) => flow.stages.filter((stage) => stage.kind === kind)
  const indexOf = (key: string) => flow.stages.findIndex((stage) => stage.key === key)
  if (flow.stages.length > 0)
    for (const kind of backbone) if (of(kind).length === 0) say('stages', `no.${kind}`)
  for (const kind of single)
    if (of(kind).length > 1) say(`stages.${indexOf(of(kind)[1]!.key)}.kind`, 'kindTwice', { kind })
  if (of('reveal').length === 0)
    for (const stage of [...of('selfAssessment'), ...of('managerAssessment')])
      say(`stages.${indexOf(stage.key)}`, 'neverRevealed', { stage: stage.key })
  for (const [first, second] of orders) {
    const [one] = of(first)
    const [two] = of(second)
    if (one && two && !behind(flow.stages, two.key).has(one.key))
      say(`stages.${indexOf(two.key)}.after`, 'wrongOrder', { stage: two.key, name: one.key })
  }
  // The page both sign is what stood when it was shown: what is written later is not on it.
  const [agreement] = of('agreement')
  if (agreement)
    for (const stage of of('form'))
      if (!behind(flow.stages, agreement.key).has(stage.key))
        say(`stages.${indexOf(stage.key)}.after`, 'notOnPage', { stage: stage.key })
  const [archive] = of('archive')
  if (!archive) return
  const before = behind(flow.stages, archive.key)
  for (const [n, stage] of flow.stages.entries()) {
    if (stage.key === archive.key || before.has(stage.key)) continue
    const isAfter = behind(flow.stages, stage.key).has(archive.key)
    if (!isAfter && stage.kind !== 'notice') say(`stages.${n}`, 'notJoined', { stage: stage.key })
    if (isAfter && stage.kind !== 'notice' && stage.kind !== 'follow')
      say(`stages.${n}.after`, 'afterArchive', { stage: stage.key })
  }
}
