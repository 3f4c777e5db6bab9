import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { TemplateBody, TemplateSummary } from './contract.ts'
import { library } from './library/index.ts'
import { minutesOf } from './rules.ts'
import './table.ts'
import { versionsOf } from './versions/queries.ts'

const versions = versionsOf<TemplateBody>('template')

/** Installs the built-in templates of this program, or their newer versions. Idempotent. */
export async function ensureLibrary(db: Db, orgId: string, now: Date): Promise<void> {
  const rows = library.map(({ key, variantOf }, position) => ({
    orgId,
    id: newId(),
    key,
    variantOf,
    builtIn: true,
    position,
    createdAt: now,
  }))
  await db
    .insertInto('template')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['orgId', 'key']).doNothing())
    .execute()
  await versions.publish(db, orgId, library, now)
}

/** The body of a version. @throws NOT_FOUND when the organization has no such version. */
export const templateVersion = versions.body

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
      'template.retiredAt',
      'templateVersion.id as versionId',
      'templateVersion.number as version',
      'templateVersion.body',
      'templateVersion.hash',
      'templateVersion.publishedAt',
      'templateVersion.note',
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
export const summaryOf = ({ body, hash: _hash, note: _note, ...row }: Row): TemplateSummary => ({
  ...row,
  title: body.title,
  purpose: body.purpose,
  minutes: minutesOf(body),
  steps: body.steps.length,
  hasRating: body.scale !== null,
  dimensions: body.dimensions.map(({ label }) => label),
})
