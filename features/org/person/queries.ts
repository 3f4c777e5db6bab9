import { sql } from 'kysely'
import type { Refusal } from '../../../platform/refusal.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Context, Role } from '../../accounts/policy.ts'
import type { Assignment, Person } from '../contract.ts'
import { inForce, proposals } from '../grants/queries.ts'
import {
  changePeople,
  changePerson,
  letGo,
  proposeGrant,
  seesDetails,
  seesGrants,
} from '../policy.ts'
import { peopleOn, postOn } from '../queries.ts'
import { isHere } from '../rules.ts'
import type { PersonTable } from '../table.ts'

/** A person with the post of the day. */
export interface PersonNow extends PersonTable {
  department: string
  departmentId: string | null
  position: string
  jobFamily: string | null
  level: string | null
  manager: { id: string; name: string; employeeNo: string } | null
  reports: number
  /** The account this one was joined to. */
  goesOnAs: { id: string; name: string; employeeNo: string } | null
  isHrAdmin: boolean
  /** Nobody else could let others in. */
  isLastHrAdmin: boolean
}

/** @throws NOT_FOUND when there is no such person in this organization. */
export async function personFor(
  { db, orgId, today, now }: Context,
  id: string,
): Promise<PersonNow> {
  const { rows } = await sql<PersonNow>`
    select p.*, coalesce(d.path, '') as department, d.id as department_id, coalesce(a.position, '') as position, a.job_family, a.level,
           case when m.id is null then null else json_build_object('id', m.id, 'name', m.name, 'employeeNo', m.employee_no) end as manager,
           (select count(*)::int from ${peopleOn(today)} r where r.org_id = p.org_id and r.manager_id = p.id
               and (r.left_on is null or r.left_on > ${today})) as reports,
           (select json_build_object('id', k.id, 'name', k.name, 'employeeNo', k.employee_no) from person k
             where k.org_id = p.org_id and k.id = p.merged_into) as goes_on_as,
           p.id = any(admins.ids) as is_hr_admin,
           admins.ids = array[p.id] as is_last_hr_admin
      from person p
      left join ${postOn(orgId, today)} a on a.org_id = p.org_id and a.person_id = p.id
      left join department d on d.org_id = p.org_id and d.id = a.department_id
      left join person m on m.org_id = p.org_id and m.id = a.manager_id
      cross join (select coalesce(array_agg(distinct g.person_id), '{}') as ids from role_grant g
                    join person holder on holder.org_id = g.org_id and holder.id = g.person_id
                   where g.org_id = ${orgId} and g.role = 'hrAdmin' and ${inForce(now)}
                     and holder.account_id is not null and (holder.left_on is null or holder.left_on > ${today})) admins
     where p.org_id = ${orgId} and p.id = ${id}`.execute(db)
  const person = rows[0]
  if (!person) throw missing()
  return person
}

/** A person as the page shows them to this actor: what they may not know is not there. */
export async function presentPerson(context: Context, id: string): Promise<Person> {
  const { actor, today } = context
  const person = await personFor(context, id)
  const here = isHere(person, today)
  const onlyHere = (refusal: Refusal): Refusal => refusal ?? (here ? null : 'org.hasLeft')
  return {
    id: person.id,
    name: person.name,
    employeeNo: person.employeeNo,
    department: person.department,
    departmentId: person.departmentId,
    position: person.position,
    jobFamily: person.jobFamily,
    level: person.level,
    manager: person.manager,
    reports: person.reports,
    leftOn: person.leftOn,
    goesOnAs: person.goesOnAs,
    hasAccount: person.accountId !== null,
    details: seesDetails(actor, person)
      ? {
          gender: person.gender,
          email: person.email,
          phone: person.phone,
          hiredOn: person.hiredOn,
          assignments: await assignmentsOf(context, id),
          invitedUntil: await invitedUntil(context, id),
        }
      : null,
    seenBy: actor.personId === id ? await seenBy(context, person) : null,
    grants: seesGrants(actor, id) ? await grantsOf(context, id) : null,
    proposals: seesGrants(actor, id) ? await proposals(context, id) : null,
    refusals: {
      edit: changePerson(actor, person),
      reassign: onlyHere(changePeople(actor)),
      leave: letGo(actor, person) ?? (here ? null : 'org.hasLeft'),
      return: changePerson(actor, person) ?? (here ? 'org.isHere' : null),
      invite: onlyHere(changePeople(actor)),
      inviteByMail: onlyHere(changePeople(actor)) ?? (await noMail(context, person)),
      grant: onlyHere(proposeGrant(actor, id)),
    },
  }
}

async function assignmentsOf({ db, orgId }: Context, personId: string): Promise<Assignment[]> {
  const { rows } = await sql<Assignment>`
    select a.id, a.kind, d.path as department, d.id as department_id, a.position, a.job_family, a.level, a.from_on, a.to_on,
           case when m.id is null then null else json_build_object('id', m.id, 'name', m.name, 'employeeNo', m.employee_no) end as manager
      from assignment a
      join department d on d.org_id = a.org_id and d.id = a.department_id
      left join person m on m.org_id = a.org_id and m.id = a.manager_id
     where a.org_id = ${orgId} and a.person_id = ${personId}
     order by a.from_on desc, a.kind, a.id`.execute(db)
  return rows
}

/** Why no mail can reach somebody: there is no address, or the mail channel is off. */
export async function noMail(
  { db, orgId }: Context,
  { email }: { email: string | null },
): Promise<Refusal> {
  if (!email) return 'org.noMailAddress'
  // Channels are a later feature's table; whether mail goes out at all is asked all the same.
  const { rows } = await sql`select from channel
    where org_id = ${orgId} and kind = 'mail' and enabled_at is not null`.execute(db)
  return rows.length > 0 ? null : 'org.mailIsOff'
}

async function invitedUntil({ db, orgId, now }: Context, personId: string): Promise<Date | null> {
  const open = await db
    .selectFrom('invitation')
    .select('expiresAt')
    .where('orgId', '=', orgId)
    .where('personId', '=', personId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('expiresAt', 'desc')
    .executeTakeFirst()
  return open?.expiresAt ?? null
}

/** Row 22: everybody may know who can see something of theirs by a role. */
async function seenBy({ db, orgId, now, today }: Context, person: PersonNow) {
  const { rows } = await sql<{ role: Role; name: string }>`
    select distinct g.role, holder.name from role_grant g
      join person holder on holder.org_id = g.org_id and holder.id = g.person_id
      left join department scope on scope.org_id = g.org_id and scope.id = g.department_id
     where g.org_id = ${orgId} and g.role in ('hrAdmin', 'hrbp', 'executive', 'auditor') and g.person_id <> ${person.id}
       and ${inForce(now)} and (holder.left_on is null or holder.left_on > ${today}::date)
       and (scope.id is null or scope.path = ${person.department} or starts_with(${person.department}, scope.path || '/'))
     order by 1, 2 limit 50`.execute(db)
  return rows
}

async function grantsOf({ db, orgId, now }: Context, personId: string) {
  const rows = await db
    .selectFrom('roleGrant')
    .leftJoin('department', (join) =>
      join
        .onRef('department.orgId', '=', 'roleGrant.orgId')
        .onRef('department.id', '=', 'roleGrant.departmentId'),
    )
    .leftJoin('person', (join) =>
      join
        .onRef('person.orgId', '=', 'roleGrant.orgId')
        .onRef('person.id', '=', 'roleGrant.grantedBy'),
    )
    .select([
      'roleGrant.id',
      'roleGrant.role',
      'roleGrant.departmentId',
      'roleGrant.fromAt',
      'roleGrant.toAt',
      'roleGrant.reason',
      'department.path as department',
      'person.name as grantedBy',
    ])
    .where('roleGrant.orgId', '=', orgId)
    .where('roleGrant.personId', '=', personId)
    .where('roleGrant.revokedAt', 'is', null)
    .where((is) => is.or([is('roleGrant.toAt', 'is', null), is('roleGrant.toAt', '>', now)]))
    .orderBy('roleGrant.id')
    .execute()
  return rows
}
