import { sql } from 'kysely'
import type { Jieba } from '@node-rs/jieba'
import type { Db } from '../../../../platform/database.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { JsonObject, JsonValue } from '../../../sealing/canonical/rules.ts'
import type { Outcome } from '../../contract.ts'
import { named } from '../../list/queries.ts'
import { personRef } from '../../people/queries.ts'
import { asEmployee, byRight, leadsOrLed, sightOf, type Sight } from '../../queries.ts'
import type { PersonRef } from '../../contract.ts'
import { searchWords, wordsToIndex } from './rules.ts'

let loading: Promise<Jieba> | null = null
// The dictionary takes some thirty megabytes: only who indexes or searches loads it.
const jieba = () =>
  (loading ??= (async () => {
    const [{ Jieba }, { dict }] = await Promise.all([
      import('@node-rs/jieba'),
      import('@node-rs/jieba/dict.js'),
    ])
    return Jieba.withDict(dict)
  })())

/** Makes a sealed record findable by its words. @returns whether that changed anything */
export async function indexRecord(
  db: Db,
  orgId: string,
  conversationId: string,
  document: JsonObject,
): Promise<boolean> {
  const cutter = await jieba()
  const text = textsIn(document).join('\n')
  const words = wordsToIndex(cutter.cutForSearch(text, true), text)
  const { numAffectedRows } = await sql`
    insert into record_words (org_id, conversation_id, words) values (${orgId}, ${conversationId}, array_to_tsvector(${words}::text[]))
    on conflict (org_id, conversation_id) do update set words = excluded.words
      where record_words.words is distinct from excluded.words`.execute(db)
  return numAffectedRows === 1n
}

// What people wrote and read; hashes, ids and times are found by nobody.
const unread = new Set([
  'template_hash',
  'sha256',
  'shown_hash',
  'user_agent',
  'ip',
  'id',
  'org',
  'schema',
  'record_pid',
  'person_pid',
  'recorded_by_pid',
  'prev_version_commit',
  'at',
  'started_at',
  'ended_at',
  'submitted_at',
  'stage',
  'key',
  'type',
  'group',
  'voice',
  'part',
  'locale',
  'timezone',
])
function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => (unread.has(key) ? [] : textsIn(inner)))
}

export interface Sought {
  text?: string | undefined
  person?: string | undefined
  departmentId?: string | undefined
  cycleId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  outcome?: Outcome | undefined
  after?: string | undefined
  limit: number
}

interface Row {
  id: string
  title: string
  kind: string
  employee: PersonRef
  manager: PersonRef | null
  cycle: { id: string; name: string } | null
  sealedAt: Date
  outcome: string
  sealHash: string
}

/**
 * Sealed records this person may read, newest first. Whose words match is not told to who may not
 * read them: rows and count are of the same condition.
 */
export async function archiveFor(
  db: Db,
  context: Pick<Context, 'actor' | 'orgId' | 'org' | 'now' | 'today'>,
  sought: Sought,
) {
  const { orgId, org } = context
  const sight = await sightOf(db, context)
  const words = sought.text?.trim()
    ? searchWords((await jieba()).cut(sought.text, true), sought.text)
    : []
  const query = words.map((word) => `'${word}'`).join(' & ')
  const day = sql`(c.sealed_at at time zone ${org.timezone})::date`
  const conditions = [
    sql<boolean>`c.org_id = ${orgId} and c.sealed_at is not null`,
    readsSealed(sight),
    sql<boolean>`(c.employee_id = ${sight.me} or not exists (select from data_hold h where h.org_id = c.org_id
      and h.conversation_id = c.id and h.kind = 'restriction' and h.lifted_at is null))`,
    ...(words.length > 0
      ? [
          sql<boolean>`exists (select from record_words w where w.org_id = c.org_id and w.conversation_id = c.id and w.words @@ ${query}::tsquery)`,
        ]
      : []),
    ...(sought.person?.trim()
      ? [
          sql<boolean>`exists (select from person p where p.org_id = c.org_id and p.id = c.employee_id and ${named(sought.person)})`,
        ]
      : []),
    ...(sought.departmentId
      ? [
          sql<boolean>`c.department_id in (select below.id from department at join department below on below.org_id = at.org_id
          and (below.id = at.id or starts_with(below.path, at.path || '/')) where at.org_id = c.org_id and at.id = ${sought.departmentId})`,
        ]
      : []),
    ...(sought.cycleId ? [sql<boolean>`c.cycle_id = ${sought.cycleId}`] : []),
    ...(sought.from ? [sql<boolean>`${day} >= ${sought.from}::date`] : []),
    ...(sought.to ? [sql<boolean>`${day} <= ${sought.to}::date`] : []),
    ...(sought.outcome ? [sql<boolean>`c.outcome = ${sought.outcome}`] : []),
  ]
  const where = sql.join(conditions, sql` and `)
  const [sealedBefore, idBefore] = sought.after?.split('_') ?? []
  const page =
    sealedBefore && idBefore
      ? sql`and (c.sealed_at, c.id) < (${new Date(Number(sealedBefore))}, ${idBefore}::uuid)`
      : sql``
  const { rows } = await sql<Row>`
    select c.id, c.title, c.kind, c.sealed_at, c.outcome, c.seal_hash, ${personRef('c.employee_id', context.today)} as employee,
      ${personRef('c.manager_id', context.today)} as manager,
      (select json_build_object('id', y.id, 'name', y.name) from cycle y where y.org_id = c.org_id and y.id = c.cycle_id) as cycle
      from conversation c where ${where} ${page}
     order by c.sealed_at desc, c.id desc limit ${sought.limit + 1}`.execute(db)
  const { rows: counted } = await sql<{
    total: number
  }>`select count(*)::int as total from conversation c where ${where}`.execute(db)
  return {
    rows: rows.slice(0, sought.limit),
    more: rows.length > sought.limit,
    total: counted[0]!.total,
  }
}

/** `may(is, 'R', 'sealed')` as SQL over the alias `c`: who handed a draft over reads nothing of the record. */
const readsSealed = (sight: Sight) => sql<boolean>`(${asEmployee(sight)} or ${byRight(sight)}
  or (c.employee_id <> ${sight.me} and (c.employee_id = any(${sight.reports}::uuid[]) or c.manager_id = any(${sight.reports}::uuid[])
    or ${leadsOrLed(sight)})))`
