import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { bySession, throughDoor } from '../../app/door.ts'
import type { Context } from '../../features/accounts/policy.ts'
import { openFor } from '../../features/notifications/queries.ts'
import { newId } from '../../platform/ids.ts'
import { rowsLookedAt } from '../support/looked.ts'
import { scenario, type Someone, type Story } from '../support/scenario.ts'
import { talkBetween } from '../support/talks.ts'

/** Tables whose rows hold nothing that was said in a talk: who, when, what kind, how far. */
const open = new Set(
  `account sign_in_name session idempotency second_factor recovery_code former_password second_factor_reset passkey
  signing_key signing_consent department person assignment role_grant grant_proposal invitation org_import org_import_chunk
  org_import_effect delegation template template_version template_draft template_adoption person_merge not_double flow flow_version flow_draft stage cycle participation segment planned_talk project department_indicator fullness hint_count survey survey_invitee conversation talk_step
  presence manager_change opening reading break_glass chain_export export_record export_taking notice event outbox file_hold log_key log_leaf log_node
  log_checkpoint log_attestation witness_dispute daily_checkpoint checkpoint_contact log_rotation seal_pid receipt self_check
  self_check_finding data_hold erasure room pack_choice channel delivery calendar_day reminder_preference reminder_run reminder_progress`.split(
    /\s+/,
  ),
)

const walledTables = async ({ services }: Story): Promise<string[]> =>
  (
    await services.database.pool.query<{ tablename: string }>(
      `select distinct tablename from pg_policies where qual like '%content_reach%' order by 1`,
    )
  ).rows.map(({ tablename }) => tablename)

/** What a transaction sees that came through the door as this person. */
async function behind<T>(story: Story, someone: Someone, work: (context: Context) => Promise<T>) {
  await story.as(someone).accounts.me()
  const entrance = bySession({
    token: `token-${someone.accountId}`,
    ip: '10.0.0.7',
    userAgent: 'test',
  })
  return throughDoor(story.services, entrance, story.clock.now, work)
}

const rowsIn =
  (table: string) =>
  async ({ db }: Context) =>
    (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db))
      .rows[0]!.n

/** HR takes a disputed talk on, writes down what it hears, and keeps a mark. */
async function hrBeside(story: Story) {
  const { intervention } = story.as(story.hr).conversations
  const [it] = (await intervention.list()).filter(({ state }) => state === 'waiting')
  await intervention.accept({ id: it!.id, sitsIn: true })
  await intervention.notes.add({ id: it!.id, words: '只有 HR 知道的话', clientId: newId() })
  const untilOn = new Date(story.clock.now.getTime() + 90 * 86_400_000).toISOString().slice(0, 10)
  await intervention.marks.set({ personId: it!.employee.id, untilOn, reason: '只有 HR 知道' })
}

async function apart(story: Story) {
  const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
  const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
  const reader = await story.hire('路人')
  for (const stop of ['open', 'presented', 'sealed'] as const)
    await talkBetween(story, stop, {
      text: '只在两个人之间的话',
      ...(stop === 'open' && { ratings: { self: 5, manager: 2 } }),
    })
  await hrBeside(story)
  return { keeper, guard, reader }
}

test('every table either holds nothing that was said, or stands behind the wall', () =>
  scenario(async (story) => {
    const walled = new Set(await walledTables(story))
    const { rows } = await story.services.database.pool.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`,
    )
    assert.deepEqual(
      rows.map(({ name }) => name).filter((name) => !walled.has(name) && !open.has(name)),
      [],
      'say in this test that it holds nothing that was said, or put it behind the wall as 0018_wall.sql does',
    )
    assert.ok(walled.size >= 17, [...walled].join())
  }))

test('behind the door of an IT or security administrator the walled tables are empty, however one asks', () =>
  scenario(async (story) => {
    const { keeper, guard, reader } = await apart(story)
    const tables = await walledTables(story)
    const seen = async (someone: Someone) => {
      const counts: Record<string, number> = {}
      for (const table of tables) counts[table] = await behind(story, someone, rowsIn(table))
      return counts
    }
    const all = await seen(reader)
    const filled = tables.filter((table) => all[table]! > 0)
    for (const table of [
      'part',
      'answer',
      'plan_line',
      'presented_page',
      'sealed_version',
      'seal_secret',
      'signature',
      'commitment',
      'record_words',
      'intervention',
      'intervention_cause',
      'case_note',
      'talent_mark',
      'attendance',
    ])
      assert.ok(filled.includes(table), `${table} has rows in this story`)
    for (const someone of [keeper, guard])
      assert.deepEqual(
        filled
          .filter((table) => table !== 'file' && table !== 'witness_request')
          .map((table) => [table, 0]),
        Object.entries(await seen(someone)).filter(([table]) => filled.includes(table)),
      )
  }))

test('nor can they write there: neither change what stands nor add to it', () =>
  scenario(async (story) => {
    const { keeper } = await apart(story)
    const changed = await behind(story, keeper, async ({ db }) => [
      Number(
        (
          await db
            .updateTable('answer')
            .set({ value: sql`'"x"'::jsonb` })
            .executeTakeFirst()
        ).numUpdatedRows,
      ),
      Number((await db.deleteFrom('planLine').executeTakeFirst()).numDeletedRows),
    ])
    assert.deepEqual(changed, [0, 0])
    await assert.rejects(
      behind(story, keeper, async ({ db, orgId, now }) => {
        const talk = await db.selectFrom('conversation').select('id').executeTakeFirstOrThrow()
        await db
          .insertInto('part')
          .values({
            orgId,
            id: newId(),
            conversationId: talk.id,
            kind: 'privateNote',
            authorId: keeper.personId,
            createdAt: now,
            updatedAt: now,
            submittedAt: null,
            submittedBy: null,
          })
          .execute()
      }),
      /row-level security/,
    )
  }))

test('their own talks are theirs like everybody’s: as employee, as manager, as second person', () =>
  scenario(async (story) => {
    const boss = await story.hire('主管')
    const keeper = await story.hire('系统管理员', { manager: boss, roles: ['itAdmin'] })
    const own = await talkBetween(story, 'sealed', {
      employee: keeper,
      manager: boss,
      text: '我自己的话',
    })
    const record = await story.as(keeper).conversations.sealedRecord({ id: own.id })
    assert.match(JSON.stringify(record), /我自己的话/)
    const report = await story.hire('小徒弟', { manager: keeper })
    const led = await talkBetween(story, 'sealed', {
      employee: report,
      manager: keeper,
      text: '师徒的话',
    })
    assert.match(
      JSON.stringify(await story.as(keeper).conversations.sealedRecord({ id: led.id })),
      /师徒的话/,
    )
  }))

test('what waits for whoever keeps the machine is found without reading the talks of a thousand others', () =>
  scenario(async (story) => {
    const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
    const own = await talkBetween(story, 'managerSigned', { employee: keeper })
    const other = await talkBetween(story, 'prepare')
    await story.services.database.inOrg(story.orgId, (db) =>
      sql`insert into conversation select (jsonb_populate_record(null::conversation,
            to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(), 'cycle_id', null))).*
          from conversation c, generate_series(1, 1000) where c.id = ${other.id}`.execute(db),
    )
    await story.behind(keeper, async (context) => {
      let waits: (string | null)[] = []
      const read = await rowsLookedAt(context.db, ['conversation'], async () => {
        const open = await openFor(context)
        waits = open.flatMap((todo) => ('conversationId' in todo ? [todo.conversationId] : []))
      })
      assert.ok(waits.includes(own.id))
      assert.ok(read < 100, `${read} talks were read to find one`)
    })
  }))

test('a transaction that never said how far it reaches sees nothing that was said', () =>
  scenario(async (story) => {
    await apart(story)
    const client = await story.services.database.pool.connect()
    try {
      await client.query('begin')
      await client.query(`select set_config('cuxi.org', $1, true)`, [story.orgId])
      for (const table of await walledTables(story)) {
        const { rows } = await client.query(`select 1 from ${table} limit 1`)
        assert.equal(rows.length, 0, table)
      }
    } finally {
      await client.query('rollback')
      client.release()
    }
  }))

/** What tells somebody without a wall what was said, once the rules are open: here the wall alone keeps it back. */
const behindTheWall =
  `conversations.get conversations.readPage conversations.sealedRecord conversations.appeals.of
  conversations.appeals.record conversations.intervention.get conversations.intervention.notes.list
  conversations.intervention.marks.list scheduling.of commitments.of insights.history.compare
  insights.history.evidence record-pdf record-evidence meeting-ics records`.split(/\s+/)

test(
  'the wall stands with every rule of the program forced open, before every procedure and every file',
  { timeout: 240_000 },
  async (t) => {
    const said = await new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'forced.ts')], {
        env: process.env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let out = ''
      let wrong = ''
      child.stdout.on('data', (chunk) => (out += chunk))
      child.stderr.on('data', (chunk) => (wrong += chunk))
      child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(wrong || out))))
    })
    const line = said.split('\n').find((each) => each.startsWith('FORCED '))!
    const { forced, procedures, asked, told, reader } = JSON.parse(
      line.slice('FORCED '.length),
    ) as Record<'forced' | 'procedures' | 'asked', number> & Record<'told' | 'reader', string[]>
    assert.deepEqual(
      behindTheWall.filter((name) => !reader.includes(name)),
      [],
      'with the rules open, a colleague without a wall reads: the rules really were open',
    )
    assert.deepEqual(told, [])
    t.diagnostic(
      `${forced} rules forced open, ${procedures} procedures and files asked ${asked} times: ${reader.length} told a colleague, none an administrator`,
    )
  },
)
