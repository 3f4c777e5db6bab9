import { sql } from 'kysely'
import { json, type Db } from '../../../../platform/database.ts'
import { setAccountDisabled, setSignInNames } from '../../../accounts/queries.ts'
import type {} from '../../table.ts'
import type { Effect } from '../table.ts'

/**
 * Puts back what an import found, row by row as it was.
 * @throws the database's foreign key violation (23503) when something newer depends on a person or
 * department the import created.
 */
export async function undoEffects(
  db: Db,
  orgId: string,
  effects: Effect[],
  now: Date,
): Promise<void> {
  const { created } = touchedBy(effects)
  const departments = effects.flatMap((effect) => effect.createdDepartments)
  for (const effect of effects.toReversed()) await putBack(db, orgId, effect, now)
  // New people manage each other, so all their posts go before the first of them does.
  if (created.length) {
    await sql`delete from assignment where org_id = ${orgId} and person_id = any(${created})`.execute(
      db,
    )
    await sql`delete from person where org_id = ${orgId} and id = any(${created})`.execute(db)
  }
  if (departments.length)
    await sql`delete from department where org_id = ${orgId} and id = any(${departments})`.execute(
      db,
    )
}

async function putBack(db: Db, orgId: string, effect: Effect, now: Date): Promise<void> {
  const { createdAssignments, beforePeople, beforeAssignments } = effect
  if (createdAssignments.length)
    await sql`delete from assignment where org_id = ${orgId} and id = any(${createdAssignments})`.execute(
      db,
    )
  // Rows that were overwritten are gone, rows that were ended are still there: both come back.
  if (beforeAssignments.length) {
    const rows = json(beforeAssignments)
    await sql`delete from assignment a using jsonb_to_recordset(${rows}) as x(id uuid)
      where a.org_id = ${orgId} and a.id = x.id`.execute(db)
    await sql`insert into assignment select * from jsonb_populate_recordset(null::assignment, ${rows})`.execute(
      db,
    )
  }
  if (beforePeople.length)
    await sql`
      update person p set employee_no = x.employee_no, name = x.name, pinyin = x.pinyin, initials = x.initials, gender = x.gender, email = x.email,
             phone = x.phone, hired_on = x.hired_on, left_on = x.left_on, updated_at = x.updated_at
        from jsonb_populate_recordset(null::person, ${json(beforePeople)}) x
       where p.org_id = ${orgId} and p.id = x.id`.execute(db)
  for (const account of effect.closedAccounts) await setAccountDisabled(db, orgId, account, null)
  for (const account of effect.reopenedAccounts) await setAccountDisabled(db, orgId, account, now)
  for (const { account_id, email, employee_no } of beforePeople as unknown as Signer[])
    if (account_id) await setSignInNames(db, orgId, account_id, [email, employee_no])
}

interface Signer {
  account_id: string | null
  email: string | null
  employee_no: string
}

/** The people an import touched. */
export const touchedBy = (effects: Effect[]) => ({
  created: effects.flatMap((effect) => effect.createdPeople),
  changed: effects.flatMap((effect) => effect.beforePeople.map((person) => String(person.id))),
})

/** Names of people whom something newer than the import has touched; at most twenty. */
export async function touchedSince(
  db: Db,
  orgId: string,
  eventId: string,
  effects: Effect[],
): Promise<string[]> {
  const { created, changed } = touchedBy(effects)
  // A sign-in does not touch a person; for those already there only changes of their own data count.
  const { rows } = await sql<{ personId: string; ofOrg: boolean }>`
    select person_id, bool_or(split_part(kind, '.', 1) in ('person', 'assignment', 'grant', 'invitation', 'merge')) as of_org
      from event
     where org_id = ${orgId} and id > ${eventId} and person_id is not null and split_part(kind, '.', 1) <> 'account'
     group by person_id`.execute(db)
  const isCreated = new Set(created)
  const isChanged = new Set(changed)
  const ids = rows
    .filter((row) => isCreated.has(row.personId) || (row.ofOrg && isChanged.has(row.personId)))
    .map((row) => row.personId)
  return namesOf(db, orgId, ids.slice(0, 20))
}

/** 姓名（工号）of people, for a message. */
export async function namesOf(db: Db, orgId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const people = await db
    .selectFrom('person')
    .select(['name', 'employeeNo'])
    .where('orgId', '=', orgId)
    .where('id', 'in', ids)
    .execute()
  return people.map((person) => `${person.name}（${person.employeeNo}）`)
}
