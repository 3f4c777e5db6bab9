import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { json, type Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { missing } from '../../platform/refusal.ts'
import type { TemplateBody, TemplateSummary } from './contract.ts'
import { library } from './library/index.ts'
import { minutesOf } from './rules.ts'
import './table.ts'

/** SHA-256 over RFC 8785, in hex: the name of a body wherever it is stored. */
export const hashOf = (body: unknown): string =>
  createHash('sha256')
    .update(canonicalize(body) as string)
    .digest('hex')

/** Installs the built-in templates of this program, or their newer versions. Idempotent. */
export async function ensureLibrary(db: Db, orgId: string, now: Date): Promise<void> {
  for (const [position, { key, variantOf, body }] of library.entries()) {
    await db
      .insertInto('template')
      .values({ orgId, id: newId(), key, variantOf, builtIn: true, position, createdAt: now })
      .onConflict((conflict) => conflict.columns(['orgId', 'key']).doNothing())
      .execute()
    // Locked, so that two nodes starting at once do not both publish version 2.
    const template = await db
      .selectFrom('template')
      .select('id')
      .where('orgId', '=', orgId)
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const last = await db
      .selectFrom('templateVersion')
      .select(['number', 'hash'])
      .where('orgId', '=', orgId)
      .where('templateId', '=', template.id)
      .orderBy('number', 'desc')
      .executeTakeFirst()
    const hash = hashOf(body)
    if (last?.hash === hash) continue
    await db
      .insertInto('templateVersion')
      .values({
        orgId,
        id: newId(),
        templateId: template.id,
        number: (last?.number ?? 0) + 1,
        body: json(body),
        hash,
        publishedAt: now,
        publishedBy: null,
      })
      .execute()
  }
}

// A version never changes, so it is read from the database once per process.
const known = new Map<string, TemplateBody>()

/** The body of a version. @throws NOT_FOUND when the organization has no such version. */
export async function templateVersion(db: Db, orgId: string, id: string): Promise<TemplateBody> {
  const cached = known.get(`${orgId}/${id}`)
  if (cached) return cached
  const row = await db
    .selectFrom('templateVersion')
    .select('body')
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw missing()
  if (known.size > 500) known.clear()
  known.set(`${orgId}/${id}`, row.body)
  return row.body
}

/** Every version of every template with its template, newest first within a template. */
export const templateVersions = (db: Db, orgId: string) =>
  db
    .selectFrom('template')
    .innerJoin('templateVersion', (join) =>
      join
        .onRef('templateVersion.orgId', '=', 'template.orgId')
        .onRef('templateVersion.templateId', '=', 'template.id'),
    )
    .select([
      'template.id',
      'template.key',
      'template.variantOf',
      'template.builtIn',
      'templateVersion.id as versionId',
      'templateVersion.number as version',
      'templateVersion.body',
      'templateVersion.hash',
      'templateVersion.publishedAt',
    ])
    .where('template.orgId', '=', orgId)
    .orderBy('template.position')
    .orderBy('template.id')
    .orderBy('templateVersion.number', 'desc')

/** The newest version of every template, in the order of the library. */
export const currentTemplates = (db: Db, orgId: string) =>
  templateVersions(db, orgId).distinctOn(['template.position', 'template.id'])

type Row = Awaited<ReturnType<ReturnType<typeof templateVersions>['executeTakeFirstOrThrow']>>

/** What a list shows of a template. */
export const summaryOf = ({ body, hash: _hash, ...row }: Row): TemplateSummary => ({
  ...row,
  title: body.title,
  purpose: body.purpose,
  minutes: minutesOf(body),
  steps: body.steps.length,
  hasRating: body.scale !== null,
  dimensions: body.dimensions.map(({ label }) => label),
})
