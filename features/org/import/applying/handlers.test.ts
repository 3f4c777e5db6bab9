import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import { scenario, type Story } from '../../../../test/support/scenario.ts'
import { todayOf } from '../../../../test/support/days.ts'
import { peopleOn } from '../../queries.ts'
import { judge } from '../verdicts/rules.ts'
import { writeReview } from './handlers.ts'

/** So many people join who were not there, from a number on. */
function join(db: Db, { orgId, hr, clock }: Story, from: number, people: number) {
  const today = todayOf({ clock })
  const rows = Array.from({ length: people }, (_, at) => ({
    line: at + 2,
    cells: [`N${from + at}`, `人${from + at}`, '试验工厂', '操作工', '在职'],
  }))
  const mapping = { employeeNo: [0], name: [1], department: [2], position: [3], status: [4] }
  const review = judge({
    rows,
    mapping,
    choices: { lines: {}, all: {} },
    people: [],
    today,
    levels: [],
    coverage: 'part',
    absent: 'keep',
    importerNo: hr.employeeNo,
  })
  return writeReview(db, { orgId, actorId: hr.personId, now: clock.now, today }, review, [])
}

test('a crowd that joins a handful is not looked for from the first to the last, one by one', () =>
  scenario(async (story) => {
    const { services, orgId } = story
    await services.database.inOrg(orgId, async (db) => {
      const write = (from: number, people: number) => join(db, story, from, people)
      const read = async () => {
        const { rows } = await sql<{ n: number }>`select seq_tup_read::int as n
          from pg_stat_xact_user_tables where relname = 'person'`.execute(db)
        return rows[0]!.n
      }
      // A handful first, over the same connection, and the statistics know that they fit on a page.
      await write(1, 12)
      await sql`analyze person, assignment, department`.execute(db)
      await write(100, 12)
      const before = await read()
      await write(1_000, 900)
      const seen = (await read()) - before
      assert.ok(seen < 100_000, `${seen} rows of people were read to write 900`)
    })
  }))

test('on the day a company of eight hundred joins, HR counts its people without asking each of them about each post', () =>
  scenario(async (story) => {
    const { services, orgId, clock } = story
    await services.database.inOrg(orgId, async (db) => {
      await join(db, story, 1, 800)
      const read = async () => {
        const { rows } = await sql<{ n: number }>`select (seq_tup_read + idx_tup_fetch)::int as n
          from pg_stat_xact_user_tables where relname = 'assignment'`.execute(db)
        return rows[0]!.n
      }
      const before = await read()
      const { rows } = await sql<{ people: number }>`
        select count(p.department_id)::int as people
          from ${peopleOn(todayOf({ clock }))} p where p.org_id = ${orgId}`.execute(db)
      assert.equal(rows[0]!.people, 801)
      const seen = (await read()) - before
      assert.ok(seen < 10_000, `${seen} posts were read to count 801 people`)
    })
  }))
