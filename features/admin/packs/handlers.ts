import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { unusual, wordsOf, type Words } from '../../accounts/words/rules.ts'
import { packPresets } from '../../cycles/presets/rules.ts'
import type { CycleKind } from '../../cycles/contract.ts'
import { notPlanned, planTalks, talksOf } from '../../cycles/year/planning/queries.ts'
import { currentFlows } from '../../flows/queries.ts'
import { figures } from '../../templates/library/packs/building.ts'
import { packTemplates } from '../../templates/library/packs/index.ts'
import { packKeys, type PackKey } from '../../templates/library/packs/keys.ts'
import { offeredKeys, offerOwn, takeOff } from '../../templates/own/queries.ts'
import { minutesOf } from '../../templates/rules.ts'
import { packsContract, type Pack } from './contract.ts'
import { choosesPacks } from './policy.ts'
import { isUsed, standingChoice } from './queries.ts'
import { packWords, planYear } from './rules.ts'

const os = implement(packsContract).$context<Context>()

const forHr = ({ actor }: Context) => {
  if (!choosesPacks(actor)) throw missing()
}

const planOf = (context: Context, pack: PackKey) =>
  talksOf(planYear(context.today), packPresets[pack].months, context.actor.locale).filter(
    ({ endsOn }) => endsOn >= context.today,
  )

const all = os.all.handler(async ({ context }) => {
  forHr(context)
  const { db, orgId, org, today } = context
  const offered = await offeredKeys(db, orgId)
  const flows = await currentFlows(db, orgId).execute()
  const packs: Pack[] = []
  for (const pack of packKeys) {
    const { set, templates } = packTemplates[pack]
    const plan = planOf(context, pack)
    const lacking = await notPlanned(context, plan)
    const { label, indicators } = figures(set)
    packs.push({
      pack,
      templates: templates.map(({ key, body }) => ({
        key,
        title: body.title,
        purpose: body.purpose,
        minutes: minutesOf(body),
        isThere: offered.includes(key),
      })),
      figures: { label, lines: indicators.map((each) => each.label) },
      words: packWords[pack],
      design: Object.entries(packPresets[pack].design).flatMap(([kind, { template, base }]) => {
        const asked = templates.find(({ key }) => key === template)
        const flow = flows.find(({ key }) => key === base)
        return asked && flow
          ? [{ kind: kind as CycleKind, template: asked.body.title, flow: flow.body.title }]
          : []
      }),
      plan: plan.map((talk) => ({ ...talk, isThere: !lacking.includes(talk) })),
    })
  }
  const choice = await standingChoice(db, orgId)
  return {
    packs,
    year: planYear(today),
    words: wordsOf(org.settings),
    chosen: choice
      ? {
          pack: choice.pack,
          by: choice.by,
          at: choice.chosenAt,
          templates: choice.templateIds.length,
          talks: choice.talkIds.length,
          undo: (await isUsed(db, orgId, choice)) ? 'packs.inUse' : null,
        }
      : null,
  }
})

const choose = os.choose.handler(async ({ input: { pack, words, withPlan }, context }) => {
  forHr(context)
  const { db, orgId, org, actorId, now } = context
  // One choice at a time: the second of two finds everything there.
  await sql`select id from organization where id = ${orgId} for update`.execute(db)
  const templateIds = await offerOwn(
    db,
    { orgId, by: actorId!, now },
    packTemplates[pack].templates,
  )
  const plan = withPlan ? await notPlanned(context, planOf(context, pack)) : []
  const talkIds = await planTalks(context, plan)
  const before = {
    words: wordsOf(org.settings),
    pack: typeof org.settings.pack === 'string' ? org.settings.pack : null,
  }
  await settle(context, { words: unusual(words), pack })
  const id = newId()
  await db
    .insertInto('packChoice')
    .values({
      orgId,
      id,
      pack,
      chosenBy: actorId!,
      chosenAt: now,
      before: json(before),
      templateIds,
      talkIds,
      undoneAt: null,
      undoneBy: null,
    })
    .execute()
  await record(db, context, 'organization.packChosen', {
    subjectId: id,
    data: { pack, templates: templateIds.length, talks: talkIds.length },
  })
})

const settle = ({ db, orgId }: Context, settings: { words?: Words; pack?: string | null }) =>
  sql`update organization set settings = settings || ${json(settings)}::jsonb
       where id = ${orgId}`.execute(db)

const undo = os.undo.handler(async ({ context }) => {
  forHr(context)
  const { db, orgId, actorId, now } = context
  await sql`select id from organization where id = ${orgId} for update`.execute(db)
  const choice = await standingChoice(db, orgId)
  if (!choice) throw missing()
  if (await isUsed(db, orgId, choice)) throw refuse('packs.inUse')
  await takeOff(db, { orgId, by: actorId!, now }, choice.templateIds)
  await sql`update planned_talk set removed_at = ${now}
    where org_id = ${orgId} and id = any(${choice.talkIds}::uuid[]) and removed_at is null`.execute(
    db,
  )
  await settle(context, choice.before)
  await db
    .updateTable('packChoice')
    .set({ undoneAt: now, undoneBy: actorId! })
    .where('orgId', '=', orgId)
    .where('id', '=', choice.id)
    .execute()
  await record(db, context, 'organization.packUndone', {
    subjectId: choice.id,
    data: { pack: choice.pack },
  })
})

const setWords = os.setWords.handler(async ({ input: { words }, context }) => {
  forHr(context)
  await settle(context, { words: unusual(words) })
  await record(context.db, context, 'organization.wordsSet', {
    subjectId: context.orgId,
    data: { terms: Object.keys(unusual(words)) },
  })
})

export const packsHandlers = { all, choose, undo, setWords }
