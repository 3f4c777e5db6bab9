import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { notify, record } from '../../../platform/events.ts'
import { conflict, demand, invalid, refuse } from '../../../platform/refusal.ts'
import { once } from '../../accounts/once/queries.ts'
import type { Context } from '../../accounts/policy.ts'
import type { Field } from '../../templates/contract.ts'
import { templateVersion } from '../../templates/queries.ts'
import { checkAnswer } from '../../templates/answers/contract.ts'
import { savedBy } from '../../templates/answers/rules.ts'
import { fieldOf, missingForStage, ratingIn } from '../../templates/rules.ts'
import { conversationsContract, noteField, type PartKind } from '../contract.ts'
import { refusalOf } from '../actions/policy.ts'
import { fieldVisible } from '../policy.ts'
import { conversationFor, type Found, type Hold } from '../queries.ts'
import { noteAsField, refusalToWrite } from './policy.ts'
import { missingFrom } from './rules.ts'
import { proceed, stageKey } from '../stages/queries.ts'
import { otherName, peopleRefs } from '../people/queries.ts'
import {
  answersOf,
  ensurePart,
  keepReplaced,
  keepUndelivered,
  standing,
  writeAnswers,
  type Given,
  type Standing,
} from './queries.ts'

const os = implement(conversationsContract).$context<Context>()

/** A wording younger than this is still the same act of writing, not a revision of its own. */
const sameWritingMs = 10 * 60_000

interface Incoming {
  id: string
  part: PartKind
  answers: Given[]
  clientId: string
}

const saveAnswer = os.saveAnswer.handler(
  async ({ input: { fieldKey, value, version, ...input }, context }) => {
    const { versions } = await write(
      context,
      { ...input, answers: [{ fieldKey, value, version }] },
      'write',
    )
    return { version: versions.get(fieldKey)!, savedAt: context.now }
  },
)

const saveAnswers = os.saveAnswers.handler(async ({ input, context }) => {
  const save = async () => {
    const { found, versions } = await write(context, input, input.submit ? 'decide' : 'write')
    const submitted = input.submit && (await submit(context, found, authored(input.part)))
    return {
      versions: Object.fromEntries(versions),
      savedAt: context.now,
      submittedAt: submitted ? context.now : null,
    }
  }
  // What is only saved tells its own repetition by the version.
  return once(context, 'conversations.saveAnswers', input.submit ? input.clientId : null, save)
})

const submitPart = os.submitPart.handler(async ({ input, context }) => {
  const action = input.part === 'self' ? 'submitSelf' : 'submitManager'
  return once(context, 'conversations.submitPart', input.clientId, async () => {
    const found = await conversationFor(context.db, context, input.id, action, 'decide')
    const { revealed } = await submit(context, found, input.part)
    return { submittedAt: context.now, revealedAt: revealed ? context.now : null }
  })
})

const withdrawPart = os.withdrawPart.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const isSelf = input.part === 'self'
  const found = await conversationFor(
    db,
    context,
    input.id,
    isSelf ? 'withdrawSelf' : 'withdrawManager',
    'decide',
  )
  await db
    .updateTable('part')
    .set({ submittedAt: null, submittedBy: null, updatedAt: context.now })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('kind', '=', input.part)
    .where('authorId', '=', context.actor.personId)
    .execute()
  const key = await stageKey(
    db,
    orgId,
    found.flowVersionId,
    isSelf ? 'selfAssessment' : 'managerAssessment',
  )
  if (key)
    await proceed(db, context, found, { type: 'reopen', stages: [key], by: context.actor.personId })
  await record(db, context, 'conversation.withdrawn', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { part: input.part },
  })
})

const skipSelf = os.skipSelf.handler(async ({ input, context }) => {
  const { db, orgId, today } = context
  const found = await conversationFor(db, context, input.id, 'skipSelf', 'decide')
  const key = await stageKey(db, orgId, found.flowVersionId, 'selfAssessment')
  if (!key) throw refuse('conversations.noSelfPart')
  // Before the run goes on: the reveal that may follow must not look into the draft.
  await db
    .updateTable('conversation')
    .set({ selfSkippedAt: context.now })
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .execute()
  await proceed(db, context, found, { type: 'overdue', stage: key, today })
  await record(db, context, 'conversation.selfSkipped', {
    subjectId: found.id,
    personId: found.employeeId,
  })
})

const completeStage = os.completeStage.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  const found = await conversationFor(db, context, input.id, 'completeStage', 'decide')
  const stage = found.facts.stages.find(({ key }) => key === input.stageKey)
  const kind = stage?.kind
  if (kind !== 'differenceNote' && kind !== 'goalAlignment' && kind !== 'strategyBrief')
    throw invalid('conversations.noSuchStage', {}, 'stageKey')
  if (stage!.actor === 'manager' && !found.is.includes('manager'))
    throw refuse('conversations.managerOnly')
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const answers = await answersOf(db, orgId, found.id)
  const missing = missingForStage(template, kind, answers.talk)
  if (missing.length > 0)
    throw invalid('conversations.incomplete', { count: missing.length }, missing[0]!.fieldKey)
  await proceed(db, context, found, { type: 'done', stage: input.stageKey, by: actor.personId })
  await record(db, context, 'conversation.stageCompleted', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { stage: input.stageKey },
  })
})

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

export const answersHandlers = {
  saveAnswer,
  saveAnswers,
  submitPart,
  withdrawPart,
  skipSelf,
  completeStage,
  revisions,
  undelivered,
}

const authored = (part: PartKind): 'self' | 'manager' => {
  if (part === 'self' || part === 'manager') return part
  throw invalid('conversations.notSubmittable', {}, 'part')
}

/**
 * Checks and writes answers of one part. What came too late or upon an old version is not written,
 * but kept for its author.
 * @throws BAD_REQUEST naming the field, FORBIDDEN with the reason, CONFLICT with `theirs` and `yours`.
 */
async function write(
  context: Context,
  input: Incoming,
  hold: Hold,
): Promise<{ found: Found; versions: Map<string, number> }> {
  const { db, orgId, actor, now } = context
  const found = await conversationFor(db, context, input.id, 'read', hold)
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const fields = new Map<string, Field>()
  const answers = input.answers.map(({ fieldKey, value, version }) => {
    const field =
      input.part === 'privateNote'
        ? fieldKey === noteField
          ? noteAsField
          : null
        : fieldIn(template, input.part, fieldKey)
    if (!field) throw invalid('conversations.noSuchField', {}, fieldKey)
    const checked = checkAnswer(field, value, template.scale)
    if (checked.refusal !== null) throw invalid(checked.refusal, checked.params, fieldKey)
    fields.set(fieldKey, field)
    return { fieldKey, value: checked.value, version }
  })
  const keep = (given: Given[]) =>
    context.afterwards((own) =>
      keepUndelivered(
        own,
        {
          orgId,
          conversationId: found.id,
          authorId: actor.personId,
          part: input.part,
          at: now,
          clientId: input.clientId,
        },
        given,
      ),
    )
  for (const { fieldKey } of answers) {
    const refusal = refusalToWrite(found, template, input.part, fields.get(fieldKey)!)
    if (!refusal) continue
    if (
      found.is.some(
        (relation) =>
          relation === 'employee' ||
          relation === 'manager' ||
          relation === 'delegate' ||
          relation === 'formerManager' ||
          relation === 'handedOver',
      )
    )
      keep(answers)
    throw refuse(refusal)
  }

  const authorId = input.part === 'talk' || input.part === 'agreement' ? null : actor.personId
  const part = await ensurePart(db, {
    orgId,
    conversationId: found.id,
    kind: input.part,
    authorId,
    now,
  })
  const isOpenToOther = authorId === null || (input.part === 'manager' && found.revealedAt !== null)
  const before = isOpenToOther
    ? new Map(
        (await standing(db, orgId, part.id, [...fields.keys()])).map((row) => [row.fieldKey, row]),
      )
    : new Map<string, Standing>()
  const revised = input.part === 'manager' && found.revealedAt !== null
  const given = answers.map((answer) => {
    const field = fields.get(answer.fieldKey)!
    const was = before.get(answer.fieldKey)
    if (revised) demandSameRating(field, was?.value, answer.value)
    const by = found.is.includes('employee') ? 'employee' : 'manager'
    return field.writer === 'both' && authorId === null
      ? { ...answer, value: savedBy(by, field, was?.value, answer.value) }
      : answer
  })
  const versions = await writeAnswers(
    db,
    { orgId, partId: part.id, by: actor.personId, at: now, clientId: input.clientId },
    given,
  )
  const stale = answers.filter(({ fieldKey }) => !versions.has(fieldKey))
  if (stale.length > 0) await replayOrConflict(context, part.id, input, stale, versions, keep)
  else if (revised)
    await keepReplaced(
      db,
      orgId,
      part.id,
      given.flatMap(({ fieldKey }) => worthKeeping(before.get(fieldKey), found.revealedAt!, now)),
    )
  if (isOpenToOther) await notify(db, { org: orgId, kind: 'conversation.saved', subject: found.id })
  return { found, versions }
}

const fieldIn = (
  template: Parameters<typeof fieldOf>[0],
  part: PartKind,
  key: string,
): Field | null => {
  const found = fieldOf(template, key)
  return found && found.part === part ? found.field : null
}

// After both have read them, words may be put better; the rating itself stands.
function demandSameRating(field: Field, before: unknown, after: unknown) {
  if (field.type !== 'rating') return
  const was = (before ?? { value: null, notRated: false }) as {
    value: number | null
    notRated: boolean
  }
  const is = after as { value: number | null; notRated: boolean }
  demand(
    was.value === is.value && was.notRated === is.notRated ? null : 'conversations.ratingStands',
  )
}

const worthKeeping = (was: Standing | undefined, revealedAt: Date, now: Date): Standing[] =>
  was && (was.updatedAt <= revealedAt || now.getTime() - was.updatedAt.getTime() > sameWritingMs)
    ? [was]
    : []

async function replayOrConflict(
  context: Context,
  partId: string,
  input: Incoming,
  stale: Given[],
  versions: Map<string, number>,
  keep: (given: Given[]) => void,
) {
  const there = await standing(
    context.db,
    context.orgId,
    partId,
    stale.map(({ fieldKey }) => fieldKey),
  )
  const other = there.find(
    ({ clientId, updatedBy }) =>
      clientId !== input.clientId || updatedBy !== context.actor.personId,
  )
  if (!other && there.length === stale.length) {
    for (const { fieldKey, version } of there) versions.set(fieldKey, version)
    return
  }
  const theirs = other ?? there[0]!
  const yours = stale.find(({ fieldKey }) => fieldKey === theirs.fieldKey)!
  keep(stale)
  const by = await otherName(context, theirs.updatedBy)
  throw conflict('conversations.changed', {
    fieldKey: theirs.fieldKey,
    theirs: {
      value: theirs.value,
      version: theirs.version,
      by,
      at: theirs.updatedAt,
    },
    yours: yours.value,
    version: theirs.version,
  })
}

/** Hands a part in. When it was the last one, both are opened. */
async function submit(
  context: Context,
  found: Found,
  kind: 'self' | 'manager',
): Promise<{ revealed: boolean }> {
  const { db, orgId, actor, now } = context
  demand(
    refusalOf(
      kind === 'self' ? 'submitSelf' : 'submitManager',
      found.viewer,
      found.is,
      found.facts,
    ),
  )
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const part = await ensurePart(db, {
    orgId,
    conversationId: found.id,
    kind,
    authorId: actor.personId,
    now,
  })
  const answers = (await answersOf(db, orgId, found.id))[kind]
  const missing = missingFrom(template, kind, answers, found.snapshot.unrated)
  if (missing.length > 0)
    throw invalid('conversations.incomplete', { count: missing.length }, missing[0]!.fieldKey)
  await sql`update part set submitted_at = ${now}, submitted_by = ${actor.personId}, updated_at = ${now}
    where org_id = ${orgId} and id = ${part.id}`.execute(db)
  const key = found.facts.stages.find(
    (stage) => stage.kind === (kind === 'self' ? 'selfAssessment' : 'managerAssessment'),
  )!.key
  const ratingExists = template.dimensions.some(
    ({ key: dimension }) => ratingIn(template, 'manager', answers, dimension)?.value != null,
  )
  // The employee's submission knows nothing of the manager's ratings: only the manager's sets the fact.
  const facts = kind === 'manager' ? { ratingExists } : undefined
  await record(db, context, 'conversation.submitted', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { part: kind },
  })
  await proceed(db, context, found, {
    type: 'done',
    stage: key,
    by: actor.personId,
    ...(facts && { facts }),
  })
  const { revealedAt } = await db
    .selectFrom('conversation')
    .select('revealedAt')
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .executeTakeFirstOrThrow()
  return { revealed: revealedAt !== null }
}
