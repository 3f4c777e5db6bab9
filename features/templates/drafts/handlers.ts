import { implement } from '@orpc/server'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { holdersOf } from '../../org/grants/queries.ts'
import { namesOf } from '../../org/queries.ts'
import { templateBodyShape, type TemplateBody } from '../contract.ts'
import { templatesPolicy } from '../policy.ts'
import { templateVersions } from '../queries.ts'
import { changesBetween, effectOf, touchesCriteria } from './changes/rules.ts'
import {
  draftBodyShape,
  draftLimit,
  draftsContract,
  fileFormat,
  type Draft,
  type DraftSummary,
} from './contract.ts'
import { draftsOf, type DraftRow } from './queries.ts'
import { faultsIn } from './rules.ts'
import { blankTemplate, copyTitle } from './starting/rules.ts'

const os = implement(draftsContract).$context<Context>()
const store = draftsOf<TemplateBody>('template')

/** Whoever shapes templates, as the author of what follows. @throws FORBIDDEN for everybody else. */
function designer(context: Context) {
  demand(templatesPolicy.design(context.actor))
  return { orgId: context.orgId, by: context.actor.personId, now: context.now }
}

const drafts = os.drafts.handler(async ({ context }) => {
  const { orgId } = designer(context)
  const rows = await store.open(context.db, orgId)
  const writers = rows.map(({ updatedBy }) => updatedBy)
  const names = await namesOf(context.db, orgId, writers)
  return rows.map((row): DraftSummary => ({
    id: row.id,
    templateId: row.thingId,
    title: row.body.title,
    faults: faultsIn(row.body).length,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    updatedBy: names.get(row.updatedBy) ?? '',
  }))
})

const draft = os.draft.handler(async ({ input, context }) => {
  const { orgId } = designer(context)
  return present(context, await store.one(context.db, orgId, input.id))
})

const start = os.start.handler(async ({ input: { from }, context }) => {
  const work = designer(context)
  const { db } = context
  const begun = 'versionId' in from ? await fromVersion(context, from) : afresh(from)
  const id = await store.start(db, work, begun)
  await record(db, context, 'template.drafted', {
    subjectId: id,
    data: { templateId: begun.thingId ?? null, basedOn: begun.basedOn ?? null },
  })
  return { id }
})

const save = os.save.handler(async ({ input: { id, revision, body }, context }) => {
  const work = designer(context)
  demandSize(body)
  return {
    version: await store.save(context.db, work, id, revision, body),
    savedAt: context.now,
    faults: faultsIn(body),
  }
})

const publish = os.publish.handler(async ({ input, context }) => {
  const work = designer(context)
  const { db, orgId } = context
  const written = await store.one(db, orgId, input.id, 'write')
  const [fault] = faultsIn(written.body)
  if (fault) throw refuse('templates.hasFaults', { n: faultsIn(written.body).length })
  const before = await newestOf(context, written.thingId)
  const body = templateBodyShape.parse(written.body)
  const changes = before ? changesBetween(before.body, body) : []
  if (input.underWay?.scope === 'allOpen' && effectOf(changes) === 'breaks')
    throw refuse('templates.wouldBreakAnswers')
  const published = await store.publish(db, work, input.id, input.revision, {
    body,
    note: input.note,
  })
  await record(db, context, 'template.published', {
    subjectId: published.thingId,
    data: {
      versionId: published.versionId,
      version: published.number,
      effect: effectOf(changes),
    },
  })
  if (input.underWay && before) {
    const adoptionId = newId()
    const others = (await holdersOf(context, 'hrAdmin')).filter((one) => one !== work.by)
    const decision = !touchesCriteria(changes) ? 'none' : others.length > 0 ? 'waiting' : 'alone'
    await db
      .insertInto('templateAdoption')
      .values({
        orgId,
        id: adoptionId,
        templateId: published.thingId,
        toVersionId: published.versionId,
        ...input.underWay,
        askedBy: work.by,
        askedAt: context.now,
        decision,
        decidedBy: null,
        decidedAt: null,
      })
      .execute()
    await record(db, context, 'template.adoptionAsked', {
      subjectId: published.thingId,
      data: {
        adoptionId,
        decision,
        versionId: published.versionId,
        version: published.number,
        scope: input.underWay.scope,
      },
    })
  }
  return {
    templateId: published.thingId,
    key: written.key,
    versionId: published.versionId,
    version: published.number,
  }
})

const discard = os.discard.handler(async ({ input, context }) => {
  const work = designer(context)
  await store.discard(context.db, work, input.id)
  await record(context.db, context, 'template.draftDiscarded', { subjectId: input.id })
})

const takeBack = os.takeBack.handler(async ({ input, context }) => {
  const { orgId } = designer(context)
  await store.takeBack(context.db, orgId, input.id)
  await record(context.db, context, 'template.draftTakenBack', { subjectId: input.id })
})

const retire = os.retire.handler(async ({ input, context }) => {
  const isChanged = await store.offer(context.db, designer(context), input.id, false)
  if (isChanged) await record(context.db, context, 'template.retired', { subjectId: input.id })
})

const restore = os.restore.handler(async ({ input, context }) => {
  const isChanged = await store.offer(context.db, designer(context), input.id, true)
  if (isChanged) await record(context.db, context, 'template.restored', { subjectId: input.id })
})

const diff = os.diff.handler(async ({ input, context }) => {
  demand(templatesPolicy.read(context.actor))
  const versions = await templateVersions(context.db, context.orgId)
    .where('template.id', '=', input.id)
    .where('templateVersion.id', 'in', [input.from, input.to])
    .execute()
  const bodyOf = (id: string) => versions.find(({ versionId }) => versionId === id)?.body
  const [from, to] = [bodyOf(input.from), bodyOf(input.to)]
  if (!from || !to) throw missing()
  return { changes: changesBetween(from, to) }
})

const exportFile = os.exportFile.handler(async ({ input, context }) => {
  designer(context)
  const versions = await templateVersions(context.db, context.orgId)
    .where('template.id', '=', input.id)
    .execute()
  const chosen = input.versionId
    ? versions.find(({ versionId }) => versionId === input.versionId)
    : versions[0]
  if (!chosen) throw missing()
  return {
    name: `${chosen.key}-v${chosen.version}.cuxi-template.json`,
    file: { format: fileFormat, key: chosen.key, body: chosen.body } as const,
  }
})

export const draftsHandlers = {
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
}

async function present(context: Context, row: DraftRow<TemplateBody>): Promise<Draft> {
  const names = await namesOf(context.db, context.orgId, [row.updatedBy])
  const before = await newestOf(context, row.thingId)
  const source = row.basedOn
    ? await templateVersions(context.db, context.orgId)
        .where('templateVersion.id', '=', row.basedOn)
        .executeTakeFirst()
    : undefined
  return {
    id: row.id,
    templateId: row.thingId,
    key: row.key,
    body: row.body,
    revision: row.revision,
    faults: faultsIn(row.body),
    before: before && {
      versionId: before.versionId,
      version: before.version,
      body: before.body,
      publishedAt: before.publishedAt,
    },
    copyOf:
      source && source.id !== row.thingId
        ? { title: source.body.title, version: source.version }
        : null,
    updatedAt: row.updatedAt,
    updatedBy: names.get(row.updatedBy) ?? '',
    publishedAt: row.publishedAt,
    discardedAt: row.discardedAt,
  }
}

async function newestOf({ db, orgId }: Context, templateId: string | null) {
  if (!templateId) return null
  return (
    (await templateVersions(db, orgId).where('template.id', '=', templateId).executeTakeFirst()) ??
    null
  )
}

/** Names a template in addresses; people see its title. */
const newKey = () => `own${newId().replaceAll('-', '').slice(-12)}`

async function fromVersion(
  { db, orgId }: Context,
  { versionId, as }: { versionId: string; as: 'next' | 'copy' },
) {
  const version = await templateVersions(db, orgId)
    .where('templateVersion.id', '=', versionId)
    .executeTakeFirst()
  if (!version) throw missing()
  const { body } = version
  if (as === 'copy')
    return {
      key: newKey(),
      body: { ...body, title: copyTitle(body.title) },
      basedOn: versionId,
      thingId: null,
    }
  if (version.builtIn) throw refuse('templates.builtInStays')
  return { key: version.key, body, basedOn: versionId, thingId: version.id }
}

const afresh = (from: { blank: true } | { file: unknown }) => ({
  key: newKey(),
  body: 'blank' in from ? blankTemplate : bodyIn(from.file),
  basedOn: null,
  thingId: null,
})

/** The body in a file. @throws BAD_REQUEST saying what is the matter with the file. */
function bodyIn(file: unknown): TemplateBody {
  const format = (file as { format?: unknown } | null)?.format
  if (typeof format !== 'string' || !format.startsWith('cuxi.template/'))
    throw invalid('templates.notATemplateFile', {}, 'file')
  if (format !== fileFormat)
    throw invalid('templates.newerFile', { format: format.slice(0, 40) }, 'file')
  const parsed = draftBodyShape.safeParse((file as { body?: unknown }).body)
  if (!parsed.success)
    throw invalid(
      'templates.damagedFile',
      { place: parsed.error.issues[0]?.path.join('.') || 'body' },
      'file',
    )
  demandSize(parsed.data)
  return parsed.data
}

function demandSize(body: TemplateBody): void {
  const size = JSON.stringify(body).length
  if (size > draftLimit)
    throw invalid('templates.draftTooLarge', { max: Math.round(draftLimit / 1000) }, 'body')
}
