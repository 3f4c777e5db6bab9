import { sql } from 'kysely'
import { among, type Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { missing, refuse } from '../../platform/refusal.ts'
import { versionsOf } from '../templates/versions/queries.ts'
import type { Facts, FlowActor, FlowBody, FlowStage, Run } from './contract.ts'
import { peopleIn } from './drafts/queries.ts'
import { library } from './library/index.ts'
import {
  advance,
  begin,
  currentOf,
  isOpen,
  isSettled,
  type Advanced,
  type FlowEvent,
  type FlowState,
  type StageState,
  type World,
} from './rules.ts'
import type { StageTable } from './table.ts'

/** Who is at work and when; `actor` only to name stages in the right language. */
export interface Source {
  orgId: string
  now: Date
  actor?: { locale: 'zh-CN' | 'en' }
}

const versions = versionsOf<FlowBody>('flow')

/** Installs the built-in flows of this program, or their newer versions. Idempotent. */
export async function ensureFlows(db: Db, orgId: string, now: Date): Promise<void> {
  const rows = library.map(({ key }, position) => ({
    orgId,
    id: newId(),
    key,
    builtIn: true,
    position,
    createdAt: now,
  }))
  await db
    .insertInto('flow')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['orgId', 'key']).doNothing())
    .execute()
  await versions.publish(db, orgId, library, now)
}

/** The flow of a version. @throws NOT_FOUND when the organization has no such version. */
export const flowVersion = versions.body

/** Every version of every flow with its flow, newest first within a flow. */
export const flowVersions = (db: Db, orgId: string) =>
  db
    .selectFrom('flow')
    .innerJoin('flowVersion', (join) =>
      join
        .onRef('flowVersion.orgId', '=', 'flow.orgId')
        .onRef('flowVersion.flowId', '=', 'flow.id'),
    )
    .select([
      'flow.id',
      'flow.key',
      'flow.builtIn',
      'flowVersion.id as versionId',
      'flowVersion.number as version',
      'flowVersion.body',
      'flowVersion.hash',
      'flowVersion.publishedAt',
      'flowVersion.note',
      'flow.retiredAt',
    ])
    .where('flow.orgId', '=', orgId)
    .orderBy('flow.position')
    .orderBy('flow.id')
    .orderBy('flowVersion.number', 'desc')

/** The newest version of every flow, in the order of the library. */
export const newestFlows = (db: Db, orgId: string) =>
  flowVersions(db, orgId).distinctOn(['flow.position', 'flow.id'])

/** Those of them that are offered for new talks. */
export const currentFlows = (db: Db, orgId: string) =>
  newestFlows(db, orgId).where('flow.retiredAt', 'is', null)

// Named one by one, so that the statements every talk asks are planned once.
const stageColumns = [
  'orgId',
  'runId',
  'key',
  'flowVersionId',
  'kind',
  'actor',
  'ownerId',
  'ownerReason',
  'phase',
  'position',
  'needed',
  'dueOn',
  'openedAt',
  'doneAt',
  'doneBy',
  'skippedAt',
  'skippedBy',
  'skipReason',
] as const satisfies (keyof StageTable)[]

/** Opens one run; see `startRuns`. @returns what that opened and closed; null when it was there already. */
export async function startRun(
  db: Db,
  orgId: string,
  runId: string,
  flowVersionId: string,
  dueOn: Record<string, string>,
  facts: Facts,
  now: Date,
  world: World = {},
): Promise<Pick<Advanced, 'state' | 'opened' | 'done'> | null> {
  const isNew = await startRuns(db, orgId, [runId], flowVersionId, dueOn, facts, now, world)
  if (!isNew) return null
  const flow = await flowVersion(db, orgId, flowVersionId)
  const state = begin(flow, facts, dueOn, now, world)
  const stages = Object.entries(state.stages)
  return {
    state,
    opened: stages.filter(([, stage]) => isOpen(stage)).map(([key]) => key),
    done: stages.filter(([, stage]) => isSettled(stage)).map(([key]) => key),
  }
}

/**
 * Opens runs of one flow version with the same deadlines and facts, in one statement however many
 * they are. Runs that exist already stay as they are. @returns the number of runs opened now.
 */
export async function startRuns(
  db: Db,
  orgId: string,
  runIds: string[],
  flowVersionId: string,
  dueOn: Record<string, string>,
  facts: Facts,
  now: Date,
  world: World = {},
): Promise<number> {
  const flow = await flowVersion(db, orgId, flowVersionId)
  const state = begin(flow, facts, dueOn, now, world)
  const stages = flow.stages.map((stage, position) => ({
    kind: stage.kind,
    phase: stage.phase,
    position,
    ...rowOf(stage, state),
  }))
  const { numAffectedRows } = await sql`
    insert into stage (org_id, run_id, key, flow_version_id, kind, actor, owner_id, owner_reason,
      phase, position, needed, due_on, opened_at, done_at, skipped_at, skip_reason)
    select ${orgId}, run_id, key, ${flowVersionId}, kind, actor, owner_id, owner_reason,
      phase, position, needed, due_on, opened_at, done_at, skipped_at, skip_reason
    from unnest(${runIds}::uuid[]) as run_id,
      jsonb_to_recordset(${JSON.stringify(stages)}::jsonb) as s (key text, kind text, actor text,
        owner_id uuid, owner_reason text, phase text, position int, needed boolean, due_on date,
        opened_at timestamptz, done_at timestamptz, skipped_at timestamptz, skip_reason text)
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0) / flow.stages.length
}

/** A stage is done. `by` is a person, or null for the system. @throws FORBIDDEN when not its turn. */
export const complete = (
  db: Db,
  source: Source,
  runId: string,
  key: string,
  by: string | null,
  facts?: Facts,
) => happen(db, source, runId, { type: 'done', stage: key, by, ...(facts && { facts }) })

/**
 * Something happens in a run: the engine decides, the rows follow. The run is locked, so two at once
 * are one after the other. @returns what was opened and closed. @throws FORBIDDEN with the engine's
 * refusal, NOT_FOUND when there is no such run.
 */
export async function happen(
  db: Db,
  { orgId, now, actor }: Source,
  runId: string,
  event: FlowEvent,
  world: World = {},
): Promise<Advanced> {
  const rows = await db
    .selectFrom('stage')
    .select(stageColumns)
    .where('orgId', '=', orgId)
    .where('runId', '=', runId)
    .orderBy('position')
    .forUpdate()
    .execute()
  const first = rows[0]
  if (!first) throw missing()
  const flow = await flowVersion(db, orgId, first.flowVersionId)
  const advanced = advance(flow, stateOf(flow, rows), event, world, now)
  if (advanced.refusal) {
    const label = flow.stages.find(({ key }) => key === advanced.params.stage)?.label
    throw refuse(advanced.refusal, {
      stage: (actor?.locale === 'en' ? label?.en : label?.zh) ?? '',
    })
  }
  await write(db, orgId, runId, flow, advanced.state)
  return advanced
}

const rowOf = ({ key, condition }: FlowStage, { stages, facts }: FlowState) => {
  const stage = stages[key] as StageState
  return {
    key,
    actor: stage.actor,
    owner_id: stage.ownerId,
    owner_reason: stage.ownerReason,
    // Only what a flow names in one word is kept; everything else is looked up each time.
    needed: typeof condition === 'string' ? (facts[condition] ?? null) : null,
    due_on: stage.dueOn,
    opened_at: stage.openedAt,
    done_at: stage.doneAt,
    done_by: stage.doneBy,
    skipped_at: stage.skippedAt,
    skipped_by: stage.skippedBy,
    skip_reason: stage.skipReason,
  }
}

async function write(db: Db, orgId: string, runId: string, flow: FlowBody, state: FlowState) {
  const rows = flow.stages.map((stage) => rowOf(stage, state))
  await sql`
    update stage set actor = n.actor, owner_id = n.owner_id, owner_reason = n.owner_reason,
      needed = n.needed, due_on = n.due_on, opened_at = n.opened_at,
      done_at = n.done_at, done_by = n.done_by, skipped_at = n.skipped_at,
      skipped_by = n.skipped_by, skip_reason = n.skip_reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (key text, actor text,
      owner_id uuid, owner_reason text, needed boolean, due_on date, opened_at timestamptz, done_at timestamptz, done_by uuid,
      skipped_at timestamptz, skipped_by uuid, skip_reason text)
    where stage.org_id = ${orgId} and stage.run_id = ${runId} and stage.key = n.key
      and (stage.actor, stage.owner_id, stage.owner_reason, stage.needed, stage.due_on,
          stage.opened_at, stage.done_at, stage.skipped_at)
        is distinct from (n.actor, n.owner_id, n.owner_reason, n.needed, n.due_on, n.opened_at,
          n.done_at, n.skipped_at)`.execute(db)
}

/** The engine's state as the rows hold it. */
export function stateOf(flow: FlowBody, rows: StageTable[]): FlowState {
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const facts: Facts = {}
  for (const { key, condition } of flow.stages) {
    const needed = byKey.get(key)?.needed
    if (typeof condition === 'string' && needed != null) facts[condition] = needed
  }
  return { stages: Object.fromEntries(byKey), facts }
}

/** Who has a stage by name, or will; and how the flow asks for them. */
function askedOf(
  { actor, ownerId }: Pick<StageTable, 'actor' | 'ownerId'>,
  asked: FlowActor | undefined,
  nameOf: ReadonlyMap<string, string>,
) {
  if (actor !== 'person' || typeof asked !== 'object')
    return { asked: null, ownerName: ownerId ? (nameOf.get(ownerId) ?? null) : null }
  const id = ownerId ?? ('person' in asked ? asked.person : null)
  return { asked, ownerName: id ? (nameOf.get(id) ?? null) : null }
}

/** Runs with their stages in order and in words, by run id; ids without a run are left out. */
export async function runsOf(db: Db, orgId: string, runIds: string[]): Promise<Map<string, Run>> {
  const rows = await db
    .selectFrom('stage')
    .select(stageColumns)
    .where('orgId', '=', orgId)
    .where(sql<boolean>`run_id ${among(runIds)}`)
    .orderBy('runId')
    .orderBy('position')
    .execute()
  const bodies = new Map<string, FlowBody>()
  for (const { flowVersionId: id } of rows)
    if (!bodies.has(id)) bodies.set(id, await flowVersion(db, orgId, id))
  // Whom a flow asks by name is known before their stage opens.
  const called = [...bodies.values()].flatMap(peopleIn)
  const owners = [...rows.flatMap(({ ownerId }) => ownerId ?? []), ...called]
  const named =
    owners.length === 0
      ? []
      : await db
          .selectFrom('person')
          .select(['id', 'name'])
          .where('orgId', '=', orgId)
          .where('id', 'in', owners)
          .execute()
  const nameOf = new Map(named.map(({ id, name }) => [id, name]))
  const runs = new Map<string, Run>()
  for (const [runId, own] of Map.groupBy(rows, (row) => row.runId)) {
    const flowVersionId = own[0]?.flowVersionId as string
    const flow = bodies.get(flowVersionId)! // read above
    const said = new Map(flow.stages.map((stage) => [stage.key, stage]))
    runs.set(runId, {
      flowVersionId,
      title: flow.title,
      // A summary of an earlier post stands beside the flow.
      stages: own
        .filter(({ key }) => said.has(key))
        .map(
          ({
            orgId: _org,
            runId: _run,
            flowVersionId: _version,
            needed: _needed,
            skippedBy: _by,
            ...row
          }) => ({
            ...row,
            label: said.get(row.key)?.label ?? { zh: row.key, en: row.key },
            after: said.get(row.key)?.after ?? [],
            ...askedOf(row, said.get(row.key)?.actor, nameOf),
          }),
        ),
      current: currentOf(flow, stateOf(flow, own)),
    })
  }
  return runs
}
