import { oc } from '@orpc/contract'
import { z } from 'zod'
import { supportKinds } from '../../templates/contract.ts'
import { clientId } from '../answers/contract.ts'

export const smartCriteria = [
  'specific',
  'measurable',
  'achievable',
  'relevant',
  'timeBound',
  'owner',
] as const
export const smartFindingShape = z.object({
  criterion: z.enum(smartCriteria),
  ok: z.boolean(),
  /** Not ok and blocking: the page cannot be presented. */
  blocking: z.boolean(),
  /** Message under `conversations.smart`; says why, or that it is fine. */
  key: z.string(),
})
export type SmartFinding = z.infer<typeof smartFindingShape>

export const layers = ['result', 'behaviour', 'support'] as const
export const ownerKinds = ['employee', 'manager', 'company'] as const

const id = z.uuid()
const planText = z.string().max(10_000)
export const planLineInput = z.object({
  layer: z.enum(layers),
  /** 做什么 */
  what: planText,
  /** 怎么做 */
  how: planText,
  /** 看什么算做到 */
  measure: planText,
  /** 谁来帮、给什么 */
  support: planText,
  supportKind: z.enum(supportKinds).nullable(),
  ownerKind: z.enum(ownerKinds),
  /** Needed for the company: who stands for it. Set by itself for employee and manager. */
  ownerId: z.uuid().nullable(),
  dueOn: z.iso.date().nullable(),
})
export type PlanLineInput = z.infer<typeof planLineInput>

export const planLineShape = planLineInput.extend({
  id: z.uuid(),
  position: z.int(),
  owner: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  proposedBy: z.uuid(),
  version: z.int(),
  updatedBy: z.uuid(),
  updatedAt: z.date(),
  findings: z.array(smartFindingShape),
})
export type PlanLine = z.infer<typeof planLineShape>

export const planContract = {
  addPlanLine: oc
    .input(
      z.object({
        id,
        line: planLineInput
          .partial()
          .extend({ layer: z.enum(layers), ownerKind: z.enum(ownerKinds) }),
        clientId,
      }),
    )
    .output(planLineShape),
  savePlanLine: oc
    .input(z.object({ id, lineId: id, line: planLineInput.partial(), version: z.int(), clientId }))
    .output(planLineShape),
  removePlanLine: oc.input(z.object({ id, lineId: id })).output(z.void()),
  restorePlanLine: oc.input(z.object({ id, lineId: id })).output(planLineShape),
  movePlanLine: oc.input(z.object({ id, lineId: id, position: z.int().min(0) })).output(z.void()),
}
