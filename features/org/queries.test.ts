import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, type RawBuilder } from 'kysely'
import { scenario } from '../../test/support/scenario.ts'
import { peopleOn, postsOn } from './queries.ts'

test('among 10,000 people the posts of one person or of one manager come from an index', () =>
  scenario(async ({ services, orgId, departmentId, hr }) => {
    const { inOrg, kysely } = services.database
    // As after a quiet week before the first import: the statistics know that hardly anybody is there.
    await sql`vacuum analyze person, assignment`.execute(kysely)
    await inOrg(orgId, async (db) => {
      await sql`set local statement_timeout = '100s'`.execute(db)
      const person = (number: RawBuilder<unknown>) => sql`md5('person' || ${number})::uuid`
      await sql`insert into person (org_id, id, employee_no, name, created_at, updated_at)
        select ${orgId}, ${person(sql`n`)}, 'N' || n, '人' || n, now(), now() from generate_series(1, 10000) n`.execute(
        db,
      )
      // As an import does.
      await sql`analyze person`.execute(db)
      // Three posts each, one after the other, eight reports to a manager.
      await sql`insert into assignment (org_id, id, person_id, department_id, kind, from_on, to_on, manager_id, created_at)
        select ${orgId}, gen_random_uuid(), ${person(sql`n`)}, ${departmentId}, 'primary', date '2020-01-01' + 500 * k,
               case when k < 2 then date '2020-01-01' + 500 * (k + 1) end,
               case when n > 1 then ${person(sql`(n + 6) / 8`)} end, now()
          from generate_series(1, 10000) n, generate_series(0, 2) k`.execute(db)
    })
    await inOrg(orgId, async (db) => {
      await sql`analyze person, assignment`.execute(db)
      const day = '2026-11-21'
      const asked = {
        'a person': sql`select * from ${peopleOn(day)} p where p.org_id = ${orgId} and p.id = ${hr.personId}`,
        'a manager’s people': sql`select * from ${peopleOn(day)} p where p.org_id = ${orgId} and p.manager_id = ${hr.personId}`,
        'a line': sql`select above.manager_id from ${postsOn(day)} own
          left join ${postsOn(day)} above on above.org_id = own.org_id and above.person_id = own.manager_id
          where own.org_id = ${orgId} and own.person_id = ${hr.personId}`,
      }
      for (const [name, question] of Object.entries(asked)) {
        const { rows } = await sql<Record<string, string>>`explain ${question}`.execute(db)
        const plan = rows.map((row) => Object.values(row)[0]).join('\n')
        assert.match(plan, /using assignment_by_(person|manager)/, `${name}:\n${plan}`)
        assert.doesNotMatch(plan, /(Seq|Subquery) Scan on (assignment|person)/, `${name}:\n${plan}`)
      }
    })
  }))
