import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { flowBodyShape, type FlowBody } from '../contract.ts'
import { changesBetween } from '../changes/rules.ts'
import { faultsIn } from '../faults/rules.ts'
import { inOrder } from '../order/rules.ts'
import { flowsPolicy } from '../policy.ts'
import { flowVersions } from '../queries.ts'
import { flowDraftsContract, flowDraftShape, flowFileFormat } from './contract.ts'
import { flowDrafts, knownFor, peopleIn } from './queries.ts'
import { blankFlow, copyTitle } from './rules.ts'

const os = implement(flowDraftsContract).$context<Context>()

/** Whoever shapes flows, as the author of what follows. @throws FORBIDDEN for everybody else. */
function designer({ actor, orgId, now }: Context) {
  demand(flowsPolicy.design(actor))
  return { orgId, by: actor.personId, now }
}

const faultsOf = async (context: Context, body: FlowBody) =>
  faultsIn(body, await knownFor(context, body))

async function peopleOf({ db, orgId }: Context, ids: string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('person')
    .select(['id', 'name', 'employeeNo'])
    .where('orgId', '=', orgId)
    .where('id', 'in', ids)
    .execute()
}

const drafts = os.drafts.handler(async ({ context }) => {
  const { orgId } = designer(context)
  const rows = await flowDrafts.open(context.db, orgId)
  const people = await peopleOf(context, [...new Set(rows.map(({ updatedBy }) => updatedBy))])
  return rows.map(({ id, thingId, body, updatedAt, updatedBy }) => ({
    id,
    flowId: thingId,
    title: body.title,
    faults: faultsIn(body).length,
    updatedAt,
    updatedBy: people.find((person) => person.id === updatedBy)?.name ?? '',
  }))
})

const draft = os.draft.handler(async ({ input, context }) => {
  const { orgId } = designer(context)
  const row = await flowDrafts.one(context.db, orgId, input.id)
  const { thingId, body, updatedBy, ...rest } = row
  const people = await peopleOf(context, [...peopleIn(body), updatedBy])
  const newest = thingId
    ? await flowVersions(context.db, orgId).where('flow.id', '=', thingId).executeTakeFirst()
    : undefined
  return {
    id: rest.id,
    key: rest.key,
    flowId: thingId,
    body,
    revision: rest.revision,
    faults: await faultsOf(context, body),
    before: newest
      ? { versionId: newest.versionId, version: newest.version, body: newest.body }
      : null,
    people: people.filter(({ id }) => peopleIn(body).includes(id)),
    updatedAt: rest.updatedAt,
    updatedBy: people.find(({ id }) => id === updatedBy)?.name ?? '',
    publishedAt: rest.publishedAt,
    discardedAt: rest.discardedAt,
  }
})

/** Names a flow in addresses and cycles; people see its title. */
const newKey = () => `own${newId().replaceAll('-', '').slice(-12)}`

async function fromVersion(
  { db, orgId }: Context,
  { versionId, as }: { versionId: string; as: 'next' | 'copy' },
) {
  const version = await flowVersions(db, orgId)
    .where('flowVersion.id', '=', versionId)
    .executeTakeFirst()
  if (!version) throw missing()
  const { body, key, id } = version
  if (as === 'copy')
    return {
      key: newKey(),
      body: { ...body, title: copyTitle(body.title) },
      basedOn: versionId,
      thingId: null,
    }
  if (version.builtIn) throw refuse('flows.builtInStays')
  return { key, body, basedOn: versionId, thingId: id }
}

/** The flow in a file. @throws BAD_REQUEST saying what is the matter with it. */
function bodyIn(file: unknown): FlowBody {
  const format = (file as { format?: unknown } | null)?.format
  if (typeof format !== 'string' || !format.startsWith('cuxi.flow/'))
    throw invalid('flows.notAFlowFile', {}, 'file')
  if (format !== flowFileFormat)
    throw invalid('flows.newerFile', { format: format.slice(0, 40) }, 'file')
  const parsed = flowDraftShape.safeParse((file as { body?: unknown }).body)
  if (parsed.success) return parsed.data
  const place = parsed.error.issues[0]?.path.join('.') || 'body'
  throw invalid('flows.damagedFile', { place }, 'file')
}

const start = os.start.handler(async ({ input: { from }, context }) => {
  const work = designer(context)
  const begun =
    'versionId' in from
      ? await fromVersion(context, from)
      : { key: newKey(), body: 'blank' in from ? blankFlow() : bodyIn(from.file) }
  const id = await flowDrafts.start(context.db, work, begun)
  await record(context.db, context, 'flow.drafted', { subjectId: id })
  return { id }
})

const save = os.save.handler(async ({ input: { id, revision, body }, context }) => ({
  version: await flowDrafts.save(context.db, designer(context), id, revision, body),
  savedAt: context.now,
  faults: await faultsOf(context, body),
}))

const publish = os.publish.handler(async ({ input, context }) => {
  const work = designer(context)
  const { db, orgId } = context
  const written = await flowDrafts.one(db, orgId, input.id, 'write')
  const faults = await faultsOf(context, written.body)
  if (faults.length > 0) throw refuse('flows.hasFaults', { n: faults.length })
  const body = flowBodyShape.parse({ ...written.body, stages: inOrder(written.body.stages) })
  const { thingId, versionId, number } = await flowDrafts.publish(
    db,
    work,
    input.id,
    input.revision,
    { body, note: input.note },
  )
  await record(db, context, 'flow.published', {
    subjectId: thingId,
    data: { versionId, version: number },
  })
  return { flowId: thingId, versionId, version: number }
})

const discard = os.discard.handler(async ({ input, context }) => {
  await flowDrafts.discard(context.db, designer(context), input.id)
  await record(context.db, context, 'flow.draftDiscarded', { subjectId: input.id })
})

const takeBack = os.takeBack.handler(async ({ input, context }) => {
  const { orgId } = designer(context)
  await flowDrafts.takeBack(context.db, orgId, input.id)
  await record(context.db, context, 'flow.draftTakenBack', { subjectId: input.id })
})

const retire = os.retire.handler(async ({ input, context }) => {
  const isChanged = await flowDrafts.offer(context.db, designer(context), input.id, false)
  if (isChanged) await record(context.db, context, 'flow.retired', { subjectId: input.id })
})

const restore = os.restore.handler(async ({ input, context }) => {
  const isChanged = await flowDrafts.offer(context.db, designer(context), input.id, true)
  if (isChanged) await record(context.db, context, 'flow.restored', { subjectId: input.id })
})

async function versionOf({ db, orgId }: Context, flowId: string, versionId: string) {
  const version = await flowVersions(db, orgId)
    .where('flow.id', '=', flowId)
    .where('flowVersion.id', '=', versionId)
    .executeTakeFirst()
  if (!version) throw missing()
  return version
}

const diff = os.diff.handler(async ({ input, context }) => {
  demand(flowsPolicy.read(context.actor))
  const [from, to] = [
    await versionOf(context, input.id, input.from),
    await versionOf(context, input.id, input.to),
  ]
  return changesBetween(from.body, to.body)
})

const exportFile = os.exportFile.handler(async ({ input, context }) => {
  designer(context)
  const { key, version, body } = await versionOf(context, input.id, input.versionId)
  return {
    name: `${key}-v${version}.cuxi-flow.json`,
    file: { format: flowFileFormat, key, body } as const,
  }
})

const usage = os.usage.handler(async ({ input, context }) => {
  const { orgId } = designer(context)
  // Talks are a later feature's; here they are runs, and a run is over when nothing of it is left.
  const { rows } = await sql<{ versionId: string; talks: number; open: number }>`
    select flow_version_id as version_id, count(*)::int as talks, count(*) filter (where is_open)::int as open
      from (select s.run_id, s.flow_version_id, bool_or(s.done_at is null and s.skipped_at is null) as is_open
              from stage s
             where s.org_id = ${orgId} and s.flow_version_id in (
               select id from flow_version where org_id = ${orgId} and flow_id = ${input.id})
             group by s.run_id, s.flow_version_id) run
     group by flow_version_id`.execute(context.db)
  return rows
})

export const flowDraftsHandlers = {
  drafts,
  draft,
  start,
  save,
  publish,
  discard,
  takeBack,
  retire,
  restore,
  diff,
  exportFile,
  usage,
}
