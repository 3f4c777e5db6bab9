import type { Me } from '../features/accounts/contract.ts'
import { holds, isHr, type Context } from '../features/accounts/policy.ts'
import { readsLog, seesExports } from '../features/admin/audit/policy.ts'
import { seesMerges } from '../features/admin/merges/policy.ts'
import { placesOn } from '../features/admin/modules/rules.ts'
import { seesPrivacy } from '../features/admin/privacy/policy.ts'
import { mayReadSelfCheck } from '../features/admin/selfcheck/policy.ts'
import { startsAmendments } from '../features/conversations/amending/policy.ts'
import { hasHandled } from '../features/conversations/appeals/queries.ts'
import { seesGlass } from '../features/conversations/glass/policy.ts'
import { mayWrite as writesCycles } from '../features/cycles/policy.ts'
import { seesChannels } from '../features/notifications/channels/policy.ts'
import { wordsOf } from '../features/accounts/words/rules.ts'
import { seesRooms } from '../features/scheduling/rooms/policy.ts'
import { stepUpUntil } from '../features/accounts/rules.ts'
import { runsSurveys } from '../features/surveys/policy.ts'
import { peopleOn, postsOn } from '../features/org/queries.ts'
import { stepsOf } from '../features/org/rules.ts'

/** The signed-in person as the frame of the site needs it: name, organization, places. */
export async function describeMe(context: Context): Promise<Me> {
  const { db, actor, org, now, today, rules } = context
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
      words: wordsOf(org.settings),
    },
    grants: actor.roles.map(({ role, departmentId }) => ({ role, departmentId })),
    manages: report !== undefined,
    places: placesOn(org.settings, [
      ...placesOf(actor),
      ...((await answersCases(context)) ? ['cases'] : []),
    ]),
    steppedUpUntil: until && until > now ? until : null,
    idleMinutes: rules.idleMinutes,
    asleep: actor.asleep ?? [],
  }
}

const answersCases = async (context: Context) =>
  startsAmendments(context.actor) || (await hasHandled(context))

/** Places and parts of places beyond everybody's own: who finds what in the site, asked of the same policies. */
function placesOf(actor: Context['actor']): string[] {
  const anyRole = (...roles: string[]) => actor.roles.some((grant) => roles.includes(grant.role))
  const places = ['today', 'conversations', 'commitments', 'settings', 'delegation']
  if (anyRole('hrAdmin', 'hrbp', 'auditor', 'executive')) places.push('cycles', 'year')
  if (anyRole('hrAdmin', 'hrbp', 'auditor')) places.push('archive')
  if (writesCycles(actor)) places.push('cycleDrafts')
  if (holds(actor, 'hrAdmin')) places.push('design', 'org', 'modules', 'packs')
  if (seesRooms(actor)) places.push('rooms')
  const seesLog = readsLog(actor) !== null
  if (seesLog) places.push('auditLog')
  if (seesExports(actor)) places.push('auditExports')
  if (seesLog || seesExports(actor)) places.push('audit')
  if (runsSurveys(actor)) places.push('surveys')
  if (isHr(actor)) places.push('interventions')
  if (seesGlass(actor)) places.push('emergencies')
  if (startsAmendments(actor)) places.push('amendments')
  if (seesPrivacy(actor)) places.push('privacy')
  if (seesMerges(actor)) places.push('doubles')
  if (seesChannels(actor)) places.push('channels')
  if (mayReadSelfCheck(actor) === null) places.push('selfCheck')
  return places
}
