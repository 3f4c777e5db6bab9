import type { DemoCycle } from './company.ts'
import type { DemoPerson } from './people.ts'
import {
  goodForAll,
  growthWishes,
  keptWhy,
  lateWhy,
  minuteLines,
  missedWhy,
  obstacles,
  places,
  reservations,
  summaries,
  supportMeasures,
  troubleForAll,
} from './pieces/everyone.ts'
import { filled, randomFrom, type Random, type Voice } from './pieces/fill.ts'
import type { Craft, Good, Trouble } from './pieces/shape.ts'
import { accounting } from './pieces/accounting.ts'
import { assembling } from './pieces/assembling.ts'
import { designing } from './pieces/designing.ts'
import { finishing } from './pieces/finishing.ts'
import { inspecting } from './pieces/inspecting.ts'
import { keeping } from './pieces/keeping.ts'
import { leading } from './pieces/leading.ts'
import { machining } from './pieces/machining.ts'
import { officeWork } from './pieces/officeWork.ts'
import { planning } from './pieces/planning.ts'
import { selling } from './pieces/selling.ts'
import { serving } from './pieces/serving.ts'
import { ratingsOf } from './ratings.ts'
import type { Claim, Ending, PlanLine, Stage, Written } from './records/shape.ts'

const byPlace: [place: string, craft: Craft][] = [
  ['机加车间', machining],
  ['试压涂装班', finishing],
  ['装配车间', assembling],
  ['质量部', inspecting],
  ['设备动力', keeping],
  ['计划仓储', planning],
  ['售后服务部', serving],
]
const byFamily: Record<DemoPerson['jobFamily'], Craft> = {
  生产: machining,
  研发: designing,
  销售: selling,
  财务: accounting,
  职能: officeWork,
}

const craftOf = (person: DemoPerson): Craft =>
  person.level !== '基层'
    ? leading
    : (byPlace.find(([place]) => person.department.includes(place))?.[1] ??
      byFamily[person.jobFamily])

/** Everything around a person that a record may mention. */
export interface Around {
  person: DemoPerson
  manager: DemoPerson
  /** Names of people they work beside. */
  mates: string[]
  /** Keys of the dimensions of the template, in order; empty when it knows no rating. */
  dimensions: string[]
}

const rounds: DemoCycle['key'][] = ['lastYear', 'midYear', 'thisYear']

/**
 * A record of somebody whose talk is not written word by word: pieces of their trade, chosen and
 * filled from a seed, so that the same demo is built every time. Over the three cycles nobody meets
 * the same piece twice.
 */
export function composed(
  { person, manager, mates, dimensions }: Around,
  cycle: DemoCycle['key'],
  stage: Stage,
): Written {
  const round = rounds.indexOf(cycle)
  const random = randomFrom(`${person.number}/${cycle}`)
  const order = randomFrom(person.number)
  const voice: Voice = { random, mates, boss: manager.name, short: cycle === 'midYear' }
  const craft = craftOf(person)
  const goods = turn(shuffled(craft.good, order), round, 2)
    .concat(turn(shuffled(goodForAll, order), round, 1))
    .map((piece) => filled(piece, voice))
  const troubles = turn(shuffled(craft.trouble, order), round, 2)
    .concat(turn(shuffled(troubleForAll, order), round, 1))
    .map((piece) => filled(piece, voice))
  const goals = turn(shuffled(craft.goals, order), round, 2).map((goal) => filled(goal, voice))
  const next = turn(shuffled(craft.next, order), round, 1).map((goal) => filled(goal, voice))
  const [best] = goods as [Good]
  const [worst, other] = troubles as [Trouble, Trouble]
  const say = <T>(piece: T) =>
    filled(piece, {
      ...voice,
      words: { good: best.claim, trouble: worst.claim, remedy: worst.remedy, cause: worst.cause },
    })
  const sealed = stage === 'sealed'
  const rated = ratingsOf({ dimensions, family: person.jobFamily, goods, troubles, voice })
  return {
    cycle,
    employee: person.number,
    stage,
    met: {
      day: random.between(-9, 6),
      at: random.pick(['09:10', '10:00', '10:30', '14:00', '15:20', '16:10', '16:40']),
      place: random.pick(person.jobFamily === '生产' ? places.floor : places.office),
      minutes: cycle === 'midYear' ? random.between(21, 36) : random.between(28, 54),
      how: random.chance(person.jobFamily === '销售' ? 0.18 : 0.03) ? 'phone' : 'inPerson',
      ...(random.chance(0.04)
        ? {
            missed: {
              day: -12,
              why: say(
                random.pick([
                  '临时来了急单，人走不开。',
                  '孩子发烧，早上才说。',
                  '去了客户那里，路上堵着。',
                ]),
              ),
              by: 'employee' as const,
            },
          }
        : {}),
    },
    self: {
      goals: goals.map(([goal, target, actual, range, comment]) => [
        goal,
        target,
        actual,
        attained(target, actual) ?? random.between(...range),
        comment,
      ]),
      matters: [
        [goals[0]?.[0] ?? best.claim, goals[0]?.[1] ?? '', goals[0]?.[2] ?? best.situation],
      ],
      proud: best.told,
      regret: worst.told,
      highlights: goods.slice(0, cycle === 'midYear' ? 1 : 2).map(asClaim),
      obstacles: say(random.pick(obstacles)),
      causes: [worst, other]
        .slice(0, random.between(1, 2))
        .map((each) => [each.claim, each.label, each.cause, each.remedy]),
      growth: say(random.pick(growthWishes)),
      needs: [[worst.support[0], worst.support[1], worst.cause, random.between(20, 75)]],
    },
    ...(dimensions.length > 0 ? rated : {}),
    manager: {
      summary: voiced(say(random.pick(summaries)), person),
      strengths: goods.map((each) => asClaim(spoken(each, person))),
      gaps: troubles.map((each): Claim => [
        voiced(each.claim, person),
        'behaviour',
        each.situation,
      ]),
      supports: troubles.map((each) => [...each.support, each.cause, random.between(10, 70)]),
    },
    minutes: minuteLines.map((lines) => voiced(say(random.pick(lines)), person)),
    plan: planOf([worst, other], random, say),
    next: next.map(([what, how, help, measure]) => [
      what,
      how,
      help,
      measure,
      random.between(90, 300),
    ]),
    restate: say(
      random.pick([
        '先做一件：<remedy>。别的慢慢来。',
        '<remedy>。做不到我会提前说。',
        '下周一开始：<remedy>。',
        '我记住的是这一句：<remedy>。',
      ]),
    ),
    ...(sealed ? { ending: endingOf(random, say) } : {}),
  }
}

/** Percent of the target, as far as both are plain numbers; fewer is better for 不超过, ≤, 以内, 日. */
function attained(target: string, actual: string): number | null {
  const number = (text: string) =>
    Number(/[\d,]+(\.\d+)?/.exec(text.replaceAll(',', ''))?.[0] ?? Number.NaN)
  const [want, have] = [number(target), number(actual)]
  // A target of nothing at all has no percentage.
  if (Number.isNaN(want) || Number.isNaN(have) || want === 0) return null
  const fewer = /≤|不超过|以内|内$|日$|分钟|公斤/.test(target)
  const share = fewer ? (have === 0 ? 1.2 : want / have) : have / want
  return Math.round(Math.min(1.5, share) * 100)
}

/** Two promises at least: the one of the person or manager, and what the other side gives. */
function planOf(
  [worst, other]: [Trouble, Trouble],
  random: Random,
  say: <T>(piece: T) => T,
): PlanLine[] {
  const fate = (due: number, owner: PlanLine[1]): PlanLine[5] => {
    if (random.chance(0.64)) return ['kept', due - random.between(0, 6), say(random.pick(keptWhy))]
    if (random.chance(0.4)) return ['kept', due + random.between(2, 8), say(random.pick(lateWhy))]
    return ['missed', due + random.between(2, 14), say(random.pick(missedWhy[owner]))]
  }
  const line = (piece: Trouble, due: number): PlanLine => {
    const [owner, what, measure] = piece.plan
    return [
      owner === 'employee' ? 'behaviour' : 'support',
      owner,
      what,
      measure,
      due,
      fate(due, owner),
    ]
  }
  const due = random.between(25, 120)
  const lines = [line(worst, due), line(other, random.between(20, 140))]
  const given = random.between(14, 60)
  const support: PlanLine = [
    'support',
    'manager',
    worst.support[1],
    random.pick(supportMeasures),
    given,
    fate(given, 'manager'),
  ]
  // Both sides give something; the same promise is not written down twice.
  const isTwoSided =
    lines.some(([, owner]) => owner !== 'employee') && lines[0]?.[2] !== lines[1]?.[2]
  return isTwoSided ? lines : [...lines.slice(0, lines[0]?.[2] === lines[1]?.[2] ? 1 : 2), support]
}

function endingOf(random: Random, say: <T>(piece: T) => T): Ending {
  if (random.chance(0.035))
    return { outcome: 'readWithReservation', statement: say(random.pick(reservations)) }
  if (random.chance(0.012)) return { outcome: 'notAnswered' }
  return { outcome: 'agreed' }
}

const asClaim = (piece: Good): Claim => [piece.claim, piece.kind, piece.situation, piece.evidence]

const women = new Set(
  (
    '13 16 18 20 24 26 30 4 5 31 36 39 45 51 58 65 69 70 73 79 82 84 86 90 91 95 100 102 105 112 113 114 ' +
    '115 116 117 118 119 122 123 124 127 130 132 2'
  ).split(' '),
)

/** The managers' sentences speak of him or her. */
const voiced = (text: string, person: DemoPerson) =>
  women.has(String(Number(person.number.slice(2))))
    ? text.replaceAll('他', '她').replaceAll('其她', '其他').replaceAll('她们', '他们')
    : text

const spoken = (piece: Good, person: DemoPerson): Good => ({
  ...piece,
  claim: voiced(piece.claim, person),
  situation: voiced(piece.situation, person),
})

function shuffled<T>(items: T[], random: Random): T[] {
  return items
    .map((item) => [random.next(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

/** The share of one round, going on from where the last one stopped. */
const turn = <T>(items: T[], round: number, count: number): T[] =>
  Array.from({ length: count }, (_, index) => items[(round * count + index) % items.length] as T)
