import { sql } from 'kysely'
import { newId } from '../../platform/ids.ts'
import type { Story } from '../support/scenario.ts'
import { everybodyHasAddress, mailGoesTo } from '../support/mailServer.ts'
import { talkBetween } from '../support/talks.ts'

/** Somebody who is, or is not, to hear that something is due. */
export interface Person {
  id: string
  address: string
}

/**
 * As many people with a self-assessment due on `day`, led by one in twenty of them more, and some with
 * nothing open at all; mail goes to a port.
 */
export async function crowd(
  story: Story,
  { due, day, port }: { due: number; day: string; port: number },
) {
  const talk = await talkBetween(story, 'prepare')
  const leads = await hireMany(story, Math.ceil(due / 20), 'L')
  const waiting = await hireMany(story, due, 'P')
  const idle = await hireMany(story, Math.ceil(due / 20), 'I')
  await story.services.database.inOrg(story.orgId, async (db) => {
    const copies = json(
      waiting.map(({ id }, n) => ({
        id: newId(),
        employee_id: id,
        manager_id: leads[n % leads.length]!.id,
        line_manager_id: leads[n % leads.length]!.id,
      })),
    )
    await sql`
      insert into conversation
      select (jsonb_populate_record(c, copy)).* from conversation c, jsonb_array_elements(${copies}::jsonb) copy
       where c.id = ${talk.id}`.execute(db)
    await sql`
      insert into stage
      select (jsonb_populate_record(s, jsonb_build_object('run_id', copy ->> 'id'))).*
        from stage s, jsonb_array_elements(${copies}::jsonb) copy where s.run_id = ${talk.id}`.execute(
      db,
    )
    await sql`
      update stage set due_on = case when kind = 'selfAssessment' and run_id <> ${talk.id} then ${day}::date end,
             opened_at = case when opened_at is not null then '2026-01-01'::timestamptz end`.execute(
      db,
    )
    await sql`analyze conversation, stage, person, account, assignment`.execute(db)
  })
  await mailGoesTo(story, { port })
  await everybodyHasAddress(story)
  return { waiting, idle }
}

const json = (value: unknown) => JSON.stringify(value)

async function hireMany(story: Story, count: number, mark: string): Promise<Person[]> {
  const people = Array.from({ length: count }, (_, n) => ({
    id: newId(),
    account: newId(),
    assignment: newId(),
    no: `${mark}${String(n).padStart(6, '0')}`,
  }))
  const { orgId, departmentId, clock } = story
  await story.services.database.inOrg(orgId, async (db) => {
    const rows = sql`jsonb_to_recordset(${json(people)}::jsonb) as it (id uuid, account uuid, assignment uuid, no text)`
    await sql`insert into account (org_id, id, name, login, locale, created_at, updated_at)
      select ${orgId}::uuid, account, no, account || '@account.invalid', 'zh-CN', ${clock.now}::timestamptz, ${clock.now}::timestamptz from ${rows}`.execute(
      db,
    )
    await sql`insert into person (org_id, id, employee_no, name, pinyin, initials, hired_on, account_id, created_at, updated_at)
      select ${orgId}::uuid, id, no, no, '', '', '2020-01-01', account, ${clock.now}::timestamptz, ${clock.now}::timestamptz from ${rows}`.execute(
      db,
    )
    await sql`insert into assignment (org_id, id, person_id, department_id, position, kind, from_on, created_at)
      select ${orgId}::uuid, assignment, id, ${departmentId}::uuid, '', 'primary', '2020-01-01', ${clock.now}::timestamptz from ${rows}`.execute(
      db,
    )
  })
  return people.map(({ id, no }) => ({ id, address: `${no}@example.com` }))
}
