import type { Me } from '../features/accounts/contract.ts'
import type { Context } from '../features/accounts/policy.ts'
import { holds } from '../features/accounts/policy.ts'
import { seesGlass } from '../features/conversations/glass/policy.ts'
import { stepUpUntil } from '../features/accounts/rules.ts'
import { peopleOn, postsOn } from '../features/org/queries.ts'
import { stepsOf } from '../features/org/rules.ts'

/** The signed-in person as the frame of the site needs it: name, organization, places. */
export async function describeMe({ db, actor, org, now, today, rules }: Context): Promise<Me> {
  const person = await db
    .selectFrom(peopleOn(today).as('person'))
    .select(['person.employeeNo', 'person.position', 'person.department'])
    .where('person.orgId', '=', org.id)
    .where('person.id', '=', actor.personId)
    .executeTakeFirstOrThrow()
  const report = await db
    .selectFrom(postsOn(today).as('post'))
    .select('id')
    .where('orgId', '=', org.id)
    .where('managerId', '=', actor.personId)
    .limit(1)
    .executeTakeFirst()
  const until = stepUpUntil(actor.steppedUpAt)
  return {
    accountId: actor.accountId,
    personId: actor.personId,
    name: actor.name,
    employeeNo: person.employeeNo,
    department: stepsOf(person.department).at(-1)!,
    position: person.position,
    locale: actor.locale,
    organization: {
      id: org.id,
      name: org.name,
      timezone: org.timezone,
      demo: org.demoSince !== null,
    },
    grants: actor.roles.map(({ role, departmentId }) => ({ role, departmentId })),
    manages: report !== undefined,
    places: placesOf(actor),
    steppedUpUntil: until && until > now ? until : null,
    idleMinutes: rules.idleMinutes,
    asleep: actor.asleep ?? [],
  }
}

/** Places of the site beyond everybody's own: who sees which entry in the rail. */
function placesOf(actor: Context['actor']): string[] {
  const anyRole = (...roles: string[]) => actor.roles.some((grant) => roles.includes(grant.role))
  const places = ['today', 'conversations', 'commitments', 'settings']
  if (anyRole('hrAdmin', 'hrbp', 'auditor', 'executive')) places.push('cycles')
  if (anyRole('hrAdmin', 'hrbp', 'auditor')) places.push('archive')
  if (holds(actor, 'hrAdmin')) places.push('design', 'org')
  if (anyRole('auditor', 'securityAdmin', 'itAdmin', 'hrAdmin')) places.push('audit')
  if (seesGlass(actor)) places.push('emergencies')
  return places
}
