import { sql, type RawBuilder } from 'kysely'
import type { Text } from '../../templates/contract.ts'
import { focused, type Focus, type Question } from '../monitor/queries.ts'
import { deviations, type Deviation } from './contract.ts'
import type { Shelved } from './rules.ts'

/** A published version with the words people know it by. */
export interface OnShelf extends Shelved {
  title: Text
  publishedAt: Date
  isRetired: boolean
}

/** Every version of every template, or of every flow, without its body; older than what was out by `until`. */
async function shelf(
  { db, orgId }: Question,
  noun: 'template' | 'flow',
  until: Date,
): Promise<Map<string, OnShelf>> {
  const variantOf = noun === 'template' ? sql`t.variant_of` : sql`null`
  const { rows } = await sql<OnShelf>`
    select v.id as version_id, t.key, ${variantOf} as variant_of, v.number as version, v.published_at,
           v.body->'title' as title, t.retired_at is not null as is_retired,
           coalesce(v.number < max(v.number) filter (where v.published_at <= ${until})
             over (partition by t.id), false) as is_older
      from ${sql.table(noun)} t
      join ${sql.table(`${noun}_version`)} v on v.org_id = t.org_id and v.${sql.ref(`${noun}_id`)} = t.id
     where t.org_id = ${orgId}`.execute(db)
  return new Map(rows.map((row) => [row.versionId, row]))
}

/** What has been published centrally: templates and flows by version. */
export const shelves = async (question: Question, until: Date) => ({
  templates: await shelf(question, 'template', until),
  flows: await shelf(question, 'flow', until),
})
export type Shelves = Awaited<ReturnType<typeof shelves>>

/** People by department and by the versions their talks really have. */
export async function designsIn(
  question: Question,
  focus: Focus,
): Promise<Omit<Against['differing'][number], 'differs'>[]> {
  const { rows } = await sql<Omit<Against['differing'][number], 'differs'>>`
    select template_version_id, flow_version_id, count(*)::int as people
      from (${talksIn(question, focus)}) t group by 1, 2 order by 3 desc, 1, 2`.execute(question.db)
  return rows
}

/** The talks in focus, with the versions they have by now: a talk under way may have been given a newer one. */
const talksIn = (question: Question, focus: Focus) => sql`
  select p.org_id, p.id, p.department_id, p.conversation_id, p.person_id, p.snapshot,
         case when c.id is null then p.manager_id else c.manager_id end as manager_id,
         coalesce(c.template_version_id, p.template_version_id) as template_version_id,
         coalesce(c.flow_version_id, p.flow_version_id) as flow_version_id,
         coalesce(c.talk_started_at, c.talk_ended_at, c.paper_at) is not null as held,
         c.paper_at is not null as on_paper
    from (select p.* from ${focused(question, focus)}) p
    left join conversation c on c.org_id = p.org_id and c.id = p.conversation_id`

/** Which versions differ from the standard in what, and whose talks HR’s taking part is not told of. */
export interface Against {
  differing: {
    templateVersionId: string
    flowVersionId: string
    people: number
    differs: Deviation[]
  }[]
  /** The reader and whoever stands above: of their talks, and those they lead, HR’s part is nobody’s business here (I1, I5). */
  apart: readonly string[]
}

// Meetings, sending back and HR beside a talk belong to later features; they are counted here all the same.
const tests = ({ differing, apart }: Against): Record<Deviation, RawBuilder<unknown>> => {
  const byDesign = (kind: Deviation) => {
    const own = differing.filter(({ differs }) => differs.includes(kind))
    return sql`(t.template_version_id, t.flow_version_id) in (select * from unnest(
      ${own.map(({ templateVersionId }) => templateVersionId)}::uuid[],
      ${own.map(({ flowVersionId }) => flowVersionId)}::uuid[]))`
  }
  return {
    variant: byDesign('variant'),
    otherTemplate: byDesign('otherTemplate'),
    otherFlow: byDesign('otherFlow'),
    olderVersion: byDesign('olderVersion'),
    skipped: sql`coalesce(r.skipped, false)`,
    passedOn: sql`coalesce(r.passed_on, false)`,
    sentBack: sql`exists (select from sent_back b where b.org_id = t.org_id and b.run_id = t.conversation_id)`,
    unbooked: sql`(t.held and not t.on_paper and coalesce(r.books, false) and not exists (select from meeting m
      where m.org_id = t.org_id and m.conversation_id = t.conversation_id and m.outcome is distinct from 'cancelled'))`,
    onPaper: sql`t.on_paper`,
    hr: sql`(exists (select from intervention i where i.org_id = t.org_id
        and i.conversation_id = t.conversation_id and i.accepted_at is not null)
      and t.person_id <> all(${apart}::uuid[]) and coalesce(t.manager_id <> all(${apart}::uuid[]), true))`,
  }
}

const column = (kind: Deviation) =>
  sql.ref(kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))

/** The talks in focus as `f`, each with what it differs in; begins `with`. */
function flagged(question: Question, focus: Focus, against: Against, seen: readonly Deviation[]) {
  const test = tests(against)
  const flags = deviations.map((kind) =>
    seen.includes(kind) ? sql`${test[kind]} as ${column(kind)}` : sql`false as ${column(kind)}`,
  )
  // The talks first, by themselves: the planner would look each of them up once for every stage.
  return sql`with talks as materialized (${talksIn(question, focus)}),
    runs as materialized (
      select s.run_id, bool_or(s.actor <> 'system' and s.skip_reason in ('overdue', 'byHand')) as skipped,
             bool_or(s.owner_reason = 'passedOn') as passed_on, bool_or(s.kind = 'meeting') as books
        from talks t join stage s on s.org_id = ${question.orgId} and s.run_id = t.conversation_id
       group by s.run_id),
    f as (select t.id, t.department_id, t.conversation_id, t.person_id, t.manager_id, t.snapshot, t.held,
                 ${sql.join(flags)}
            from talks t left join runs r on r.run_id = t.conversation_id)`
}

const any = sql`(${sql.join(
  deviations.map((kind) => sql`f.${column(kind)}`),
  sql` or `,
)})`

export type DeviationCell = {
  departmentId: string
  people: number
  held: number
  deviating: number
} & Record<Deviation, number>

/** People per department, and how many talks of theirs differ in what. */
export async function countDeviations(
  question: Question,
  focus: Focus,
  against: Against,
  seen: readonly Deviation[],
): Promise<DeviationCell[]> {
  const counts = deviations.map(
    (kind) => sql`(count(*) filter (where f.${column(kind)}))::int as ${column(kind)}`,
  )
  const { rows } = await sql<DeviationCell>`
    ${flagged(question, focus, against, seen)}
    select f.department_id, count(*)::int as people, (count(*) filter (where f.held))::int as held,
           (count(*) filter (where ${any}))::int as deviating, ${sql.join(counts)}
      from f group by f.department_id`.execute(question.db)
  return rows
}

export type DeviatingRow = {
  id: string
  conversationId: string
  personId: string
  name: string
  employeeNo: string
  department: string
  managerName: string | null
  total: number
} & Record<Deviation, boolean>

/** One page of the talks that differ, in the order people were added. */
export async function deviatingTalks(
  question: Question,
  focus: Focus,
  against: Against,
  seen: readonly Deviation[],
  {
    deviation,
    after,
    limit,
  }: { deviation?: Deviation | undefined; after?: string | undefined; limit: number },
): Promise<DeviatingRow[]> {
  const wanted = deviation ? sql`f.${column(deviation)}` : any
  const { rows } = await sql<DeviatingRow>`
    ${flagged(question, focus, against, seen)},
    wanted as (select f.*, count(*) over ()::int as total from f where ${wanted})
    select w.id, w.conversation_id, w.person_id, w.total, ${sql.join(deviations.map((kind) => sql`w.${column(kind)}`))},
           w.snapshot->>'name' as name, w.snapshot->>'employeeNo' as employee_no,
           w.snapshot->>'department' as department, m.name as manager_name
      from wanted w left join person m on m.org_id = ${question.orgId} and m.id = w.manager_id
     where ${after ? sql`w.id > ${after}::uuid` : sql`true`}
     order by w.id limit ${limit}`.execute(question.db)
  return rows
}
