import { implement } from '@orpc/server'
import { demand, missing } from '../../platform/refusal.ts'
import type { Context } from '../accounts/policy.ts'
import { flowsContract } from './contract.ts'
import { flowDraftsHandlers } from './drafts/handlers.ts'
import { flowsPolicy } from './policy.ts'
import { currentFlows, flowVersions, newestFlows } from './queries.ts'

const os = implement(flowsContract).$context<Context>()

type Row = Awaited<ReturnType<ReturnType<typeof flowVersions>['executeTakeFirstOrThrow']>>

const present = ({ body, note: _note, ...row }: Row) => ({ ...row, ...body })

const list = os.list.handler(async ({ input, context: { actor, db } }) => {
  demand(flowsPolicy.read(actor))
  const flows = await (input?.retired ? newestFlows : currentFlows)(db, actor.orgId).execute()
  return flows.map(present)
})

const get = os.get.handler(async ({ input, context: { actor, db } }) => {
  demand(flowsPolicy.read(actor))
  const versions = await flowVersions(db, actor.orgId).where('flow.id', '=', input.id).execute()
  const shown = input.versionId
    ? versions.find(({ versionId }) => versionId === input.versionId)
    : versions[0]
  if (!shown) throw missing()
  return {
    ...present(shown),
    versions: versions.map(({ versionId, version, publishedAt, note }) => ({
      versionId,
      version,
      publishedAt,
      note,
    })),
  }
})

export const flowsHandlers = { ...os.router({ list, get }), ...flowDraftsHandlers }
