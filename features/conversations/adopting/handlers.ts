import { implement } from '@orpc/server'
import { demand } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { templatesPolicy } from '../../templates/policy.ts'
import { adoptingContract } from './contract.ts'
import { adoptionsOf, usedVersions } from './queries.ts'

const os = implement(adoptingContract).$context<Context>()

const templateUse = os.templateUse.handler(async ({ input, context }) => {
  demand(templatesPolicy.design(context.actor))
  const { db, orgId } = context
  return {
    versions: await usedVersions(db, orgId, input.templateId),
    adoptions: await adoptionsOf(db, orgId, input.templateId),
  }
})

export const adoptingHandlers = { templateUse }
