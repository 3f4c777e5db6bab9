import { implement } from '@orpc/server'
import { demand, missing } from '../../platform/refusal.ts'
import type { Context } from '../accounts/policy.ts'
import { templatesContract } from './contract.ts'
import { draftsContract } from './drafts/contract.ts'
import { draftsHandlers } from './drafts/handlers.ts'
import { templatesPolicy } from './policy.ts'
import { currentTemplates, summaryOf, templateVersions } from './queries.ts'

const os = implement({ ...templatesContract, ...draftsContract }).$context<Context>()

const list = os.list.handler(async ({ context: { actor, db } }) => {
  demand(templatesPolicy.read(actor))
  const templates = await currentTemplates(db, actor.orgId).execute()
  return templates.map(summaryOf)
})

const get = os.get.handler(async ({ input, context: { actor, db } }) => {
  demand(templatesPolicy.read(actor))
  const versions = await templateVersions(db, actor.orgId)
    .where('template.id', '=', input.id)
    .execute()
  const shown = input.versionId
    ? versions.find(({ versionId }) => versionId === input.versionId)
    : versions[0]
  if (!shown) throw missing()
  return {
    ...summaryOf(shown),
    body: shown.body,
    hash: shown.hash,
    versions: versions.map(({ versionId, version, publishedAt, hash, note }) => ({
      versionId,
      version,
      publishedAt,
      hash,
      note,
    })),
  }
})

export const templatesHandlers = os.router({ list, get, ...draftsHandlers })
