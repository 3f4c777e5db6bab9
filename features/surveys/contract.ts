import { oc } from '@orpc/contract'
import { z } from 'zod'

/** 诊断三问: when we talk, about what, and who leads; each with the answers people give. */
export const questions = {
  when: ['monthly', 'quarterly', 'yearEnd', 'onTrouble', 'anytime', 'rarely'],
  what: ['rating', 'results', 'way', 'growth', 'support', 'blame'],
  who: ['both', 'manager', 'employee', 'hr', 'form', 'nobody'],
} as const
export type Question = keyof typeof questions
export type Choice = (typeof questions)[Question][number]

/** Whose answers are counted together. HR, who opens the survey, gives one answer of its own. */
export const sides = ['manager', 'employee'] as const
export type Side = (typeof sides)[number]

export const answersShape = z.object({
  when: z.enum(questions.when),
  what: z.enum(questions.what),
  who: z.enum(questions.who),
})
export type Answers = z.infer<typeof answersShape>

const id = z.uuid()
const day = z.iso.date()
const perSide = z.object({ manager: z.int(), employee: z.int() })

const surveyShape = z.object({
  id,
  opensOn: day,
  closesOn: day,
  /** Names of the departments asked; null: the whole company. */
  departments: z.array(z.string()).nullable(),
  state: z.enum(['planned', 'open', 'over']),
  invited: perSide,
  answered: perSide,
  hrView: answersShape.nullable(),
})
export type Survey = z.infer<typeof surveyShape>

/** How many of one side gave which answers; null where they are fewer than `k`. */
const countedShape = z
  .object({ people: z.int(), choices: z.record(z.string(), z.int()) })
  .nullable()
export type Counted = z.infer<typeof countedShape>

const viewsShape = z.record(z.enum(['when', 'what', 'who']), z.record(z.enum(sides), countedShape))
export type Views = z.infer<typeof viewsShape>

export const reportShape = surveyShape.extend({
  k: z.int(),
  /** Null until it is over. */
  result: z
    .object({
      views: viewsShape,
      /** The same of the survey before, where there was one. */
      before: z.object({ closesOn: day, views: viewsShape }).nullable(),
      /** The answer given most by the employees of each department of at least `k` answers. */
      departments: z.array(
        z.object({
          /** Null: several small ones together. */
          name: z.string().nullable(),
          people: z.int(),
          most: z.record(
            z.enum(['when', 'what', 'who']),
            z.object({ choice: z.string(), people: z.int() }),
          ),
        }),
      ),
      /** In no order, at most 500, drawn by lot; none while fewer than `k` have answered. */
      remarks: z.array(z.string()),
    })
    .nullable(),
})
export type Report = z.infer<typeof reportShape>

export const surveysContract = {
  list: oc.output(z.array(surveyShape)),
  /** FORBIDDEN while another one is open. */
  open: oc
    .input(
      z.object({
        opensOn: day.optional(),
        closesOn: day,
        /** Nobody chosen: the whole company. */
        departmentIds: z.array(id).max(200),
        clientId: id,
      }),
    )
    .output(z.object({ id })),
  close: oc.input(z.object({ id })).output(z.void()),
  /** One answer for HR as a whole; said again, the newer holds. */
  giveHrView: oc.input(z.object({ id, answers: answersShape })).output(z.void()),
  report: oc.input(z.object({ id })).output(reportShape),
  /** What I am asked; NOT_FOUND for whoever is not. */
  mine: oc.input(z.object({ id })).output(
    z.object({
      closesOn: day,
      side: z.enum(sides),
      answered: z.boolean(),
      state: z.enum(['planned', 'open', 'over']),
      k: z.int(),
    }),
  ),
  answer: oc
    .input(z.object({ id, answers: answersShape, remark: z.string().trim().max(200) }))
    .output(z.void()),
}
