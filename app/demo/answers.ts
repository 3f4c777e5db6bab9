import { newId } from '../../platform/ids.ts'
import type {
  Answers,
  Cause,
  Evidence,
  KeyMatter,
  NextGoal,
  Part,
  Rating,
  ReviewedGoal,
  Statement,
  SupportNeed,
  TemplateBody,
} from '../../features/templates/contract.ts'
import { fieldsOf } from '../../features/templates/rules.ts'
import { addDays } from './dates.ts'
import { randomFrom } from './pieces/fill.ts'
import { expectations } from './pieces/strategy.ts'
import type { CauseLine, Claim, Goal, Need, Next, Written } from './records/shape.ts'

/**
 * A written conversation as the answers of a template: what each field of the part would hold.
 * Fields the template does not have are left out, so one text serves every template.
 * @param day when the talk is, 'YYYY-MM-DD': days counted from it become dates.
 */
export function answersFor(
  template: TemplateBody,
  part: Part,
  written: Written,
  day: string,
): Answers {
  const all = {
    ...(part === 'self' ? selfAnswers(written, day) : {}),
    ...(part === 'manager' ? managerAnswers(written) : {}),
    ...(part === 'talk' ? talkAnswers(written) : {}),
    ...(part === 'agreement' ? agreementAnswers(written, day) : {}),
  } as Answers
  return Object.fromEntries(
    fieldsOf(template, part).flatMap(({ key, max }) => {
      const value = all[key]
      if (value === undefined || value === '') return []
      return [[key, Array.isArray(value) && max ? value.slice(0, max) : value]]
    }),
  )
}

function selfAnswers({ self, ratings, own, employee }: Written, day: string) {
  if (!self) return {}
  const random = randomFrom(`${employee}/self`)
  const told = self.highlights.map((claim, index): Claim =>
    index === (self.proudOf ?? 0) ? [claim[0], claim[1], self.proud, evidenceOf(claim)] : claim,
  )
  const sorry = statement([
    self.sorry ?? self.causes[0]?.[0] ?? firstClause(self.regret),
    'behaviour',
    self.regret,
  ])
  const others = self.causes
    .slice(self.sorry ? 0 : 1)
    .map(([matter, , cause]) => statement([matter, 'result', cause]))
  return {
    selfGoals: self.goals.map((goal) => reviewed(goal, null)),
    selfHighlights: told.map(statement),
    selfGaps: [sorry, ...others],
    selfDifficulties: self.obstacles,
    selfObstacle: self.obstacles,
    selfSupport: self.needs.map((need) => needed(need, day)),
    selfAsk: self.needs.map((need) => needed(need, day)),
    selfGrowth: self.growth,
    selfIdeas: self.growth,
    selfReminder: own?.employee,
    selfRegret: self.regret,
    selfBest: self.proud,
    selfBlocked: self.obstacles,
    selfExpectations: random.pick(expectations.own),
    selfPace: random.pick(expectations.pace),
    ...Object.fromEntries(
      Object.entries(ratings ?? {}).map(([key, [value, why]]) => [
        `selfRating.${key}`,
        rating(value, why, ''),
      ]),
    ),
  }
}

function managerAnswers({ manager, ratings, own, employee }: Written) {
  if (!manager) return {}
  const random = randomFrom(`${employee}/manager`)
  const [noticed] = manager.strengths
  return {
    strengths: manager.strengths.map(statement),
    gaps: manager.gaps.map(statement),
    supports: manager.supports.map(([, text, reason]) => statement([text, 'behaviour', reason])),
    summary: manager.summary,
    ownReminder: own?.manager,
    expectations: random.pick(expectations.manager),
    noticed: noticed ? sentences(noticed[2], noticed[0]) : manager.summary,
    heads: manager.supports[0]?.[1],
    ...Object.fromEntries(
      Object.entries(ratings ?? {}).map(([key, [, , value, why, next]]) => [
        `rating.${key}`,
        rating(value, why, next),
      ]),
    ),
  }
}

function talkAnswers({ self, manager, met, employee }: Written) {
  if (!self) return {}
  const random = randomFrom(`${employee}/talk`)
  const matters =
    self.matters ??
    self.goals.map(([goal, target, actual]): [string, string, string] => [goal, target, actual])
  return {
    mode: met?.how ?? 'inPerson',
    goals: self.goals.map((goal) => reviewed(goal, true)),
    keyMatters: matters.map(matter),
    progress: matters.map(matter),
    causes: [
      ...self.causes.map((line) => causeOf(line, 'employee')),
      ...(manager?.causes ?? []).map((line) => causeOf(line, 'manager')),
    ],
    worthKeeping:
      manager?.strengths
        .map(([text]) => text)
        .slice(0, 2)
        .join('；') ?? self.proud,
    calibrated: random.pick(expectations.both),
  }
}

function agreementAnswers({ self, plan, next, restate, ending, reserved }: Written, day: string) {
  const differs = ending && ending.outcome !== 'agreed' && ending.outcome !== 'notAnswered'
  const lines = plan?.map(([, , text]) => text) ?? []
  return {
    consensus: `说定${numerals[lines.length] ?? lines.length}件：${lines.join('；')}。${differs ? '评价上有一处没有谈拢，各自的话写在下面。' : ''}`,
    nextStepInOwnWords: restate,
    nextGoals: next?.map((each) => nextGoal(each, day)),
    supportNeeds: self?.needs.map((need) => needed(need, day)),
    growth: self?.growth,
    ...recognised('employee', reserved),
    ...recognised('manager'),
    outcome: differs ? 'different' : 'consensus',
    openPoints: !differs
      ? undefined
      : ending.outcome === 'refused'
        ? ending.reason
        : ending.statement,
  }
}

const recognised = (writer: 'employee' | 'manager', reserved?: Written['reserved']) => ({
  ...Object.fromEntries(
    ['Goals', 'Standards', 'Resources', 'Dates'].map((matter) => [
      `${writer}${matter}`,
      matter === reserved?.matter ? 'reserved' : 'agreed',
    ]),
  ),
  [`${writer}Reservation`]: reserved?.words,
})

const numerals = ['零', '一', '两', '三', '四', '五', '六']

const statement = ([text, kind, situation, evidence]: Claim): Statement => ({
  id: newId(),
  text,
  kind,
  situation,
  evidence: evidence
    ? evidence.split('；').map((note): Evidence => ({ kind: 'note', text: note }))
    : [],
})

const evidenceOf = ([, , situation, evidence]: Claim) =>
  evidence ? `${evidence}；${situation}` : situation

const reviewed = (
  [goal, target, actual, attainment, comment]: Goal,
  agreed: true | null,
): ReviewedGoal => ({
  id: newId(),
  goal,
  target,
  actual,
  attainment,
  comment,
  employeeAgrees: agreed,
  managerAgrees: agreed,
})

const matter = ([what, indicator, outcome]: [string, string, string]): KeyMatter => ({
  id: newId(),
  matter: what,
  indicator,
  outcome,
})

const causeOf = (
  [what, label, cause, remedy]: CauseLine,
  proposedBy: Cause['proposedBy'],
): Cause => ({
  id: newId(),
  matter: what,
  label,
  cause,
  remedy,
  proposedBy,
})

const needed = ([kind, need, reason, by]: Need, day: string): SupportNeed => ({
  id: newId(),
  kind,
  need,
  reason,
  neededBy: addDays(day, by),
})

const nextGoal = ([what, how, help, measure, due]: Next, day: string): NextGoal => ({
  id: newId(),
  what,
  how,
  help,
  measure,
  dueOn: addDays(day, due),
})

const rating = (value: number, why: string, nextLevel: string): Rating => ({
  value,
  notRated: false,
  case: why,
  nextLevel,
})

const firstClause = (text: string) => text.split(/[。，：]/)[0] ?? text

const sentences = (...texts: string[]) =>
  texts.map((text) => (/[。！？]$/.test(text) ? text : `${text}。`)).join('')
