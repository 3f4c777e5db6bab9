import { implement } from '@orpc/server'
import { demand, missing } from '../../platform/refusal.ts'
import type { Context } from '../accounts/policy.ts'
import { flowsContract } from './contract.ts'
import { flowsPolicy } from './policy.ts'
import { currentFlows, flowVersions } from './queries.ts'

const os = implement(flowsContract).$context<Context>()

type Row = Awaited<ReturnType<ReturnType<typeof flowVersions>['executeTakeFirstOrThrow']>>

const present = ({ body, ...row }: Row) => ({ ...row, ...body })

const list = os.list.handler(async ({ context: { actor, db } }) => {
  demand(flowsPolicy.read(actor))
  const flows = await currentFlows(db, actor.orgId).execute()
  return flows.map(present)
})

const get = os.get.handler(async ({ input, context: { actor, db } }) => {
  demand(flowsPolicy.read(actor))
  const versions = await flowVersions(db, actor.orgId).where('flow.id', '=', input.id).execute()
  const shown = input.versionId
    ? versions.find(({ versionId }) => versionId === input.versionId)
    : versions[0]
  if (!shown) throw missing()
  return present(shown)
})

export const flowsHandlers = os.router({ list, get })
