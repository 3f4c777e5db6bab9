import { sql } from 'kysely'
import { json, type Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import type { Context } from '../../accounts/policy.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import { templateVersion } from '../../templates/queries.ts'
import { fieldsOf, scoreOf } from '../../templates/rules.ts'
import type { Scope } from '../policy.ts'
import type { CycleTable, CalibrationNoteTable } from '../table.ts'
import type { KnownScale } from './contract.ts'
import { knownScale, type Cell } from './rules.ts'

type Question = Pick<Context, 'db' | 'orgId'>

/** How many there are of one combination of ratings: one value for each dimension, null where it is not rated. */
interface Combination {
  departmentId: string
  versionId: string
  part: 'self' | 'manager'
  values: (number | null)[]
  people: number
}

const bothParts = ['self', 'manager'] as const

/** The fields that rate, in the order of the template. */
const ratingFields = (template: TemplateBody, part: Cell['part']) =>
  fieldsOf(template, part).filter(({ type }) => type === 'rating')

/**
 * The overall results of a cycle's talks whose manager part is handed in, counted, and the scales they are
 * on. Who has left since is counted all the same: a switch would tell how they were rated.
 * @param scope the departments that are counted; null is every one.
 */
export async function resultCells(
  { db, orgId }: Question,
  cycleId: string,
  scope: Scope,
): Promise<{ scales: KnownScale[]; cells: Cell[] }> {
  const templates = await ratedTemplates(db, orgId, cycleId)
  const scales = new Map<string, KnownScale>()
  for (const { scale } of templates.values())
    scales.set(knownScale(scale!).scale, knownScale(scale!))
  const cells = new Map<string, Cell>()
  for (const row of await combinations({ db, orgId }, cycleId, scope, templates)) {
    const template = templates.get(row.versionId)!
    const { departmentId, part } = row
    const { scale } = knownScale(template.scale!)
    const value = overallOf(template, part, row.values)
    const key = `${departmentId} ${part} ${value} ${scale}`
    const cell = cells.get(key) ?? { departmentId, scale, part, value, people: 0 }
    cells.set(key, { ...cell, people: cell.people + row.people })
  }
  return { scales: [...scales.values()], cells: [...cells.values()] }
}

/** The same reckoning as in the record: the point of the scale nearest to the weighted mean. */
function overallOf(template: TemplateBody, part: Cell['part'], values: Combination['values']) {
  const answers = Object.fromEntries(
    ratingFields(template, part).map(({ key }, at) => {
      const value = values[at] ?? null
      return [key, { value, notRated: value === null, case: '', nextLevel: '' }]
    }),
  )
  return scoreOf(template, part, answers).nearest?.value ?? null
}

/** The templates with a scale that talks of a cycle are held by, by version id. */
async function ratedTemplates(
  db: Db,
  orgId: string,
  cycleId: string,
): Promise<Map<string, TemplateBody>> {
  // Talks are a later feature's table; a cycle counts them all the same.
  const { rows } = await sql<{ id: string }>`
    select distinct template_version_id as id from conversation
     where org_id = ${orgId} and cycle_id = ${cycleId}`.execute(db)
  const templates = new Map<string, TemplateBody>()
  for (const { id } of rows) {
    const template = await templateVersion(db, orgId, id)
    if (template.scale) templates.set(id, template)
  }
  return templates
}

async function combinations(
  { db, orgId }: Question,
  cycleId: string,
  scope: Scope,
  templates: ReadonlyMap<string, TemplateBody>,
): Promise<Combination[]> {
  const fields = [...templates].flatMap(([version, template]) =>
    bothParts.flatMap((part) =>
      ratingFields(template, part).map(({ key, dimension }, position) => ({
        version,
        part,
        position,
        key,
        dimension,
      })),
    ),
  )
  if (fields.length === 0) return []
  const { rows } = await sql<Combination>`
    with field as (
      select * from jsonb_to_recordset(${JSON.stringify(fields)}::jsonb)
        as f (version uuid, part text, position int, key text, dimension text)),
    talk as materialized (
      select p.department_id, c.id, c.template_version_id as version, c.employee_id, c.manager_id, m.id as manager_part,
             (p.snapshot->>'unrated')::boolean as unrated
        from participation p
        join conversation c on c.org_id = p.org_id and c.id = p.conversation_id
        join part m on m.org_id = c.org_id and m.conversation_id = c.id and m.kind = 'manager'
             and m.author_id = c.manager_id and m.submitted_at is not null
       where p.org_id = ${orgId} and p.cycle_id = ${cycleId}
         ${scope === null ? sql`` : sql`and p.department_id = any(${scope}::uuid[])`}),
    written as (
      select department_id, id, version, unrated, 'manager' as part, manager_part as part_id, manager_id from talk
      union all
      select t.department_id, t.id, t.version, t.unrated, 'self', s.id, null
        from talk t left join part s on s.org_id = ${orgId} and s.conversation_id = t.id and s.kind = 'self'
             and s.author_id = t.employee_id and s.submitted_at is not null),
    given as (
      select w.*, f.position, f.dimension,
             case when (a.value->>'notRated')::boolean then null else (a.value->>'value')::int end as value
        from written w
        join field f on f.version = w.version and f.part = w.part
        left join answer a on a.org_id = ${orgId} and a.part_id = w.part_id and a.field_key = f.key),
    -- What was calibrated counts in the place of what the manager gave (E21), while that still stands.
    calibrated as (
      select distinct on (l.conversation_id, l.dimension) l.conversation_id, l.dimension, l.value
        from rating_calibration l
        join given g on g.part = 'manager' and g.id = l.conversation_id and g.dimension = l.dimension
       where l.org_id = ${orgId} and (l.manager_id is null
             or (l.manager_id = g.manager_id and l.given is not distinct from g.value))
       order by l.conversation_id, l.dimension, l.id desc),
    rated as (
      select g.department_id, g.version, g.part, g.id,
             array_agg(case when g.unrated then null else coalesce(l.value, g.value) end order by g.position) as values
        from given g
        left join calibrated l on g.part = 'manager' and l.conversation_id = g.id and l.dimension = g.dimension
       group by g.department_id, g.version, g.part, g.id)
    select department_id, version as version_id, part, values, count(*)::int as people
      from rated group by department_id, version, part, values`.execute(db)
  return rows
}

/** The launched cycle of the same kind before this one. */
export const cycleBefore = ({ db, orgId }: Question, cycle: CycleTable) =>
  db
    .selectFrom('cycle')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('kind', '=', cycle.kind)
    .where('id', '!=', cycle.id)
    .where('launchedAt', 'is not', null)
    .where('discardedAt', 'is', null)
    .where('startsOn', '<', cycle.startsOn)
    .orderBy('startsOn', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Keeps that a calibration was finished, and with which reason; the log hears that there was one. */
export async function noteCalibration(
  context: Context,
  note: Omit<CalibrationNoteTable, 'orgId' | 'id' | 'byId' | 'at'>,
): Promise<void> {
  const { db, orgId, actor, now } = context
  const { departmentId, rated, outside, reason } = note
  await db
    .insertInto('calibrationNote')
    .values({
      ...note,
      orgId,
      id: newId(),
      outside: json(outside),
      byId: actor.personId,
      at: now,
    })
    .execute()
  await record(db, context, 'cycle.calibrated', {
    subjectId: note.cycleId,
    data: { departmentId, people: rated, labels: outside.length, withReason: reason !== null },
  })
}

/** The finished calibrations of a cycle in these departments, the newest first. */
export async function calibrationsOf(
  { db, orgId, actor }: Pick<Context, 'db' | 'orgId' | 'actor'>,
  cycleId: string,
  scope: Scope,
) {
  return db
    .selectFrom('calibrationNote as n')
    .innerJoin('person', (join) =>
      join.onRef('person.orgId', '=', 'n.orgId').onRef('person.id', '=', 'n.byId'),
    )
    .select(['n.id', 'n.scale', 'n.departmentId', 'n.conversationId', 'n.rated', 'n.outside'])
    .select(['n.reason', 'n.at', 'person.name as by'])
    .where('n.orgId', '=', orgId)
    .where('n.cycleId', '=', cycleId)
    .$if(scope !== null, (select) =>
      select.where((row) =>
        row.or([
          row('n.byId', '=', actor.personId),
          row('n.departmentId', '=', (one) => one.fn.any(sql<string[]>`${scope}::uuid[]`)),
        ]),
      ),
    )
    .orderBy('n.id', 'desc')
    .limit(50)
    .execute()
}
