import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../platform/events.ts'
import { demand, missing } from '../../../platform/refusal.ts'
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
    adoptions: await adoptionsOf(context, input),
  }
})

const decideAdoption = os.decideAdoption.handler(async ({ input: { id, approve }, context }) => {
  demand(templatesPolicy.design(context.actor))
  const { db, orgId, actor, now } = context
  await sql`select from template_adoption where org_id = ${orgId} and id = ${id} for update`.execute(
    db,
  )
  const [adoption] = await adoptionsOf(context, { id })
  if (!adoption) throw missing()
  demand(adoption.refusals[approve ? 'approve' : 'decline'])
  await db
    .updateTable('templateAdoption')
    .set({
      decision: approve ? 'approved' : 'declined',
      decidedBy: actor.personId,
      decidedAt: now,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
  await record(db, context, approve ? 'template.adoptionApproved' : 'template.adoptionDeclined', {
    subjectId: adoption.templateId,
    data: { adoptionId: id, version: adoption.version },
  })
})

const flowUse = os.flowUse.handler(async ({ input, context }) => {
  demand(flowsPolicy.design(context.actor))
  return { cycles: await touchedCycles(context.db, context.orgId, 'flow', input.flowId) }
})

export const adoptingHandlers = { templateUse, decideAdoption, flowUse }
