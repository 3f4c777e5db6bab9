import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import type { Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { currentFlows } from '../../flows/queries.ts'
import { currentTemplates } from '../../templates/queries.ts'
import type { CycleKind, MappingRule } from '../contract.ts'
import { designFor } from '../presets/rules.ts'
import { everybody, usualMapping, usualPeriod, usualStart } from '../rules.ts'
import '../table.ts'

/** Opens a draft with sensible dates, everybody in it, and the usual templates by level. */
export async function startDraft(
  context: Context,
  { name, kind, startsOn }: { name: string; kind: CycleKind; startsOn?: string },
): Promise<{ id: string }> {
  const { db, orgId, actorId, now, today } = context
  const id = newId()
  const period = usualPeriod(startsOn ?? today)
  await db
    .insertInto('cycle')
    .values({
      orgId,
      id,
      name,
      kind,
      ...period,
      startsOn: startsOn ?? usualStart(today, await calendarOf(db, orgId)),
      population: json(everybody(period.periodFrom, period.periodTo)),
      mapping: json(await mappingOf(context, kind)),
      deadlines: json({}),
      version: 1,
      createdBy: actorId!,
      createdAt: now,
      discardedAt: null,
      launchAskedAt: null,
      launchAskedBy: null,
      launchTotal: null,
      launchedAt: null,
      pilot: null,
      expected: null,
      rolloutAskedAt: null,
      closedAt: null,
    })
    .execute()
  await record(db, context, 'cycle.drafted', { subjectId: id, data: { kind } })
  return { id }
}

async function mappingOf(context: Context, kind: CycleKind): Promise<MappingRule[]> {
  const { db, orgId } = context
  const templates = await currentTemplates(db, orgId).execute()
  const flows = await currentFlows(db, orgId).execute()
  const versionOf = (rows: { key: string; versionId: string }[], key: string) =>
    rows.find((row) => row.key === key)?.versionId
  const { template, base, management } = designFor(
    kind,
    context.org.settings,
    (named) =>
      templates.some(({ key, retiredAt }) => key === named.template && retiredAt === null) &&
      [named.base, named.management].every((key) => versionOf(flows, key) !== undefined),
  )
  const templateId = versionOf(templates, template)
  const flowIds = { base: versionOf(flows, base), management: versionOf(flows, management) }
  // The library is put on the shelf right after the founding; until then HR chooses by hand.
  if (!templateId || !flowIds.base || !flowIds.management) return []
  return usualMapping(orderedLevels(context), templateId, {
    base: flowIds.base,
    management: flowIds.management,
  })
}

/** The levels of the organization, from the shop floor up; empty when it has named none. */
export const orderedLevels = ({ org }: Context): string[] =>
  Array.isArray(org.settings.levels) ? org.settings.levels.map(String) : []
