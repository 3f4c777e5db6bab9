import { implement } from '@orpc/server'
import { demand } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { flowsPolicy } from '../../flows/policy.ts'
import { templatesPolicy } from '../../templates/policy.ts'
import { adoptingContract } from './contract.ts'
import { adoptionsOf, touchedCycles, usedVersions } from './queries.ts'

const os = implement(adoptingContract).$context<Context>()

const templateUse = os.templateUse.handler(async ({ input, context }) => {
  demand(templatesPolicy.design(context.actor))
  const { db, orgId } = context
  return {
    versions: await usedVersions(db, orgId, input.templateId),
    cycles: await touchedCycles(db, orgId, 'template', input.templateId),
    adoptions: await adoptionsOf(db, orgId, input.templateId),
  }
})

const flowUse = os.flowUse.handler(async ({ input, context }) => {
  demand(flowsPolicy.design(context.actor))
  return { cycles: await touchedCycles(context.db, context.orgId, 'flow', input.flowId) }
})

export const adoptingHandlers = { templateUse, flowUse }
