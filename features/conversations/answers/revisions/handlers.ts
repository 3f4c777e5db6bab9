import { implement } from '@orpc/server'
import { invalid } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { fieldOf } from '../../../templates/rules.ts'
import { conversationsContract, type PartKind } from '../../contract.ts'
import { peopleRefs } from '../../people/queries.ts'
import { fieldVisible } from '../../policy.ts'
import { conversationFor } from '../../queries.ts'
import { noteAsField } from '../policy.ts'

const os = implement(conversationsContract).$context<Context>()

const revisions = os.revisions.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  const found = await conversationFor(db, context, input.id, 'read')
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const field =
    input.part === 'privateNote' ? noteAsField : fieldOf(template, input.fieldKey)?.field
  if (!field) throw invalid('conversations.noSuchField', {}, 'fieldKey')
  const rows = await db
    .selectFrom('answerRevision')
    .innerJoin('part', (join) =>
      join
        .onRef('part.orgId', '=', 'answerRevision.orgId')
        .onRef('part.id', '=', 'answerRevision.partId'),
    )
    .select([
      'answerRevision.value',
      'answerRevision.version',
      'answerRevision.writtenBy',
      'answerRevision.writtenAt',
      'answerRevision.kind',
      'part.kind as part',
      'part.authorId',
    ])
    .where('part.orgId', '=', orgId)
    .where('part.conversationId', '=', found.id)
    .where((row) =>
      row.or([
        row.and([
          row('part.kind', '=', input.part),
          row('answerRevision.fieldKey', '=', input.fieldKey),
          row('answerRevision.kind', '=', 'replaced'),
        ]),
        row.and([
          row('part.kind', '=', 'privateNote'),
          row('part.authorId', '=', actor.personId),
          row('answerRevision.fieldKey', '=', `${input.part}/${input.fieldKey}`),
        ]),
      ]),
    )
    .orderBy('answerRevision.id')
    .execute()
  const readable = rows.filter(
    (row) =>
      row.kind === 'undelivered' ||
      fieldVisible(
        found.viewer,
        found.is,
        found.facts,
        { kind: row.part, authorId: row.authorId },
        field,
      ),
  )
  const people = await peopleRefs(
    context,
    readable.map(({ writtenBy }) => writtenBy),
  )
  return readable.map(({ value, version, writtenBy, writtenAt, kind }) => ({
    value,
    version,
    kind,
    at: writtenAt,
    by: people.get(writtenBy)!,
  }))
})

const undelivered = os.undelivered.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  const found = await conversationFor(db, context, input.id, 'read')
  const rows = await db
    .selectFrom('answerRevision')
    .innerJoin('part', (join) =>
      join
        .onRef('part.orgId', '=', 'answerRevision.orgId')
        .onRef('part.id', '=', 'answerRevision.partId'),
    )
    .select(['answerRevision.fieldKey', 'answerRevision.value', 'answerRevision.writtenAt as at'])
    .where('part.orgId', '=', orgId)
    .where('part.conversationId', '=', found.id)
    .where('part.authorId', '=', actor.personId)
    .where('answerRevision.kind', '=', 'undelivered')
    .orderBy('answerRevision.id')
    .execute()
  return rows.map(({ fieldKey, value, at }) => {
    const [part, key] = fieldKey.split('/', 2) as [PartKind, string]
    return { part, fieldKey: key, value, at }
  })
})

export const revisionsHandlers = { revisions, undelivered }
