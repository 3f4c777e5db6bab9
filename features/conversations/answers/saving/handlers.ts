import { implement } from '@orpc/server'
import { notify } from '../../../../platform/events.ts'
import { conflict, demand, invalid, refuse } from '../../../../platform/refusal.ts'
import { once } from '../../../accounts/once/queries.ts'
import type { Context } from '../../../accounts/policy.ts'
import { checkAnswer } from '../../../templates/answers/contract.ts'
import { savedBy } from '../../../templates/answers/rules.ts'
import type { Field, Named } from '../../../templates/contract.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { fieldOf } from '../../../templates/rules.ts'
import { conversationsContract, noteField, type PartKind } from '../../contract.ts'
import { otherName, peopleRefs } from '../../people/queries.ts'
import { conversationFor, type Found, type Hold } from '../../queries.ts'
import { demandCitable } from '../citing/queries.ts'
import { noteAsField, refusalToWrite } from '../policy.ts'
import {
  ensurePart,
  keepReplaced,
  keepUndelivered,
  standing,
  writeAnswers,
  type Given,
  type Standing,
} from '../queries.ts'
import { submit } from '../submitting/queries.ts'

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

export const savingHandlers = { saveAnswer, saveAnswers }

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
  await nameAsKnown(context, answers, fields)
  const cites = answers.map(({ fieldKey, value }) => ({ field: fields.get(fieldKey)!, value }))
  await demandCitable(db, orgId, found.id, template, cites)
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
  const isCorrecting = found.facts.amending?.includes('manager') === true
  const given = answers.map((answer) => {
    const field = fields.get(answer.fieldKey)!
    const was = before.get(answer.fieldKey)
    if (revised && !isCorrecting) demandSameRating(field, was?.value, answer.value)
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

// A colleague is called what the directory calls him today, whatever the browser sent along.
async function nameAsKnown(context: Context, answers: Given[], fields: Map<string, Field>) {
  for (const answer of answers) {
    if (fields.get(answer.fieldKey)?.type !== 'person' || answer.value === null) continue
    const { id } = answer.value as Named
    const person = (await peopleRefs(context, [id])).get(id)
    if (!person) throw invalid('templates.nobodyThere', {}, answer.fieldKey)
    answer.value = { id, name: person.name, employeeNo: person.employeeNo } satisfies Named
  }
}

const fieldIn = (
  template: Parameters<typeof fieldOf>[0],
  part: PartKind,
  key: string,
): Field | null => {
  const found = fieldOf(template, key)
  return found && found.part === part ? found.field : null
}

// After both have read them, words may be put better; the rating itself stands, unless the sealed
// record is being corrected.
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
