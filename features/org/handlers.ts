import { createHash } from 'node:crypto'
import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { addDays } from '../../platform/clock.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { conflict, demand, invalid, refuse } from '../../platform/refusal.ts'
import { type Context, holds } from '../accounts/policy.ts'
import { setSignInNames } from '../accounts/queries.ts'
import { orgContract } from './contract.ts'
import { askReset, decideReset, factorState } from './factor/handlers.ts'
import { decideProposal, giveRole, takeRole } from './grants/handlers.ts'
import { letLeave } from './import/applying/handlers.ts'
import { cleanCode, cleanName, cleanText } from './import/cells/rules.ts'
import { calendarHandlers } from './calendar/handlers.ts'
import { linkSecret } from './joining/invitations/queries.ts'
import { delegationHandlers } from './delegation/handlers.ts'
import { importHandlers, type RunningConversations } from './import/handlers.ts'
import { noMail, personFor, presentPerson } from './person/queries.ts'
import { changePeople, changePerson, letGo } from './policy.ts'
import { endDotted as endLine, giveDotted, givePost, takeBack } from './posts/handlers.ts'
import {
  countMatching,
  departmentsWithCounts,
  nameSounds,
  peopleMatching,
  peopleOn,
} from './queries.ts'
import { isHere, usualLevels } from './rules.ts'

/** How long a link lets its person in. */
export const invitationDays = 7

/** The organization: people, posts, roles, imports. Later features tell which conversations run. */
export function orgHandlers(runningConversations: RunningConversations) {
  const os = implement(orgContract).$context<Context>()

  const tree = os.tree.handler(async ({ context }) => {
    const { db, orgId, today, org, actor } = context
    const { rows } = await sql<{
      people: number
      withoutManager: number
      withoutAccount: number
      levels: string[]
      jobFamilies: string[]
    }>`
      select count(*)::int as people, count(*) filter (where p.department_id is not null and p.manager_id is null)::int as without_manager,
             count(*) filter (where p.account_id is null)::int as without_account,
             coalesce(array_agg(distinct p.level) filter (where p.level is not null), '{}') as levels,
             coalesce(array_agg(distinct p.job_family) filter (where p.job_family is not null), '{}') as job_families
        from ${peopleOn(today)} p
       where p.org_id = ${orgId} and (p.left_on is null or p.left_on > ${today})`.execute(db)
    const counts = rows[0]!
    const listed = (name: string, usual: readonly string[]) =>
      (org.settings[name] as string[] | undefined) ?? usual
    return {
      departments: await departmentsWithCounts(context),
      ...counts,
      levels: [...new Set([...listed('levels', usualLevels), ...counts.levels])],
      jobFamilies: [...new Set([...listed('jobFamilies', []), ...counts.jobFamilies])],
      refusals: { import: changePeople(actor), add: changePeople(actor) },
    }
  })

  const people = os.people.handler(async ({ input, context }) => {
    const { limit, after, ...filter } = input
    const found = await peopleMatching(context, filter, { after, limit: limit + 1 })
    const page = found.slice(0, limit)
    const end = page.at(-1)
    return {
      people: page,
      next: found.length > limit && end ? { sound: end.sound, id: end.id } : null,
    }
  })

  const count = os.count.handler(async ({ input, context }) => ({
    count: await countMatching(context, input),
  }))

  const person = os.person.handler(({ input, context }) => presentPerson(context, input.id))

  const add = os.add.handler(async ({ input, context }) => {
    const { db, actor, orgId, now, today } = context
    demand(changePeople(actor))
    const employeeNo = cleanCode(input.employeeNo)
    const name = cleanName(input.name)
    const taken = await db
      .selectFrom('person')
      .select('id')
      .where('orgId', '=', orgId)
      .where(sql<boolean>`upper(employee_no) = ${employeeNo.toUpperCase()}`)
      .executeTakeFirst()
    if (taken) throw conflict('org.numberTaken', { params: { employeeNo }, personId: taken.id })
    const id = newId()
    await db
      .insertInto('person')
      .values({
        orgId,
        id,
        employeeNo,
        name,
        ...nameSounds(name),
        gender: null,
        email: input.email?.toLowerCase() ?? null,
        phone: input.phone,
        hiredOn: input.hiredOn,
        leftOn: null,
        accountId: null,
        createdAt: now,
        updatedAt: now,
      })
      .execute()
    await record(db, context, 'person.added', { subjectId: id, personId: id })
    await givePost(context, await personFor(context, id), {
      ...input,
      fromOn: input.hiredOn ?? today,
    })
    return presentPerson(context, id)
  })

  const edit = os.edit.handler(async ({ input, context }) => {
    const { db, actor, orgId, now } = context
    const before = await personFor(context, input.id)
    demand(changePerson(actor, before))
    const name = cleanName(input.name)
    const email = input.email?.toLowerCase() ?? null
    await db
      .updateTable('person')
      .set({
        name,
        ...nameSounds(name),
        email,
        phone: input.phone && cleanText(input.phone),
        gender: input.gender,
        hiredOn: input.hiredOn,
        updatedAt: now,
      })
      .where('orgId', '=', orgId)
      .where('id', '=', before.id)
      .execute()
    if (before.accountId) {
      await db
        .updateTable('account')
        .set({ name, updatedAt: now })
        .where('orgId', '=', orgId)
        .where('id', '=', before.accountId)
        .execute()
      if (email !== before.email)
        await setSignInNames(db, orgId, before.accountId, [email, before.employeeNo])
    }
    await record(db, context, 'person.changed', { subjectId: before.id, personId: before.id })
    return presentPerson(context, before.id)
  })

  const reassign = os.reassign.handler(async ({ input, context }) => {
    demand(changePeople(context.actor))
    const moved = await personFor(context, input.id)
    if (!isHere(moved, context.today)) throw refuse('org.hasLeft')
    await givePost(context, moved, input)
    return presentPerson(context, moved.id)
  })

  const addDotted = os.addDotted.handler(async ({ input, context }) => {
    demand(changePeople(context.actor))
    await giveDotted(context, await personFor(context, input.id), input)
    return presentPerson(context, input.id)
  })

  const endDotted = os.endDotted.handler(async ({ input, context }) => {
    demand(changePeople(context.actor))
    await endLine(context, input.id, input.assignmentId, input.toOn)
    return presentPerson(context, input.id)
  })

  const leave = os.leave.handler(async ({ input, context }) => {
    const { db, actor, today } = context
    demand(changePeople(actor))
    const leaver = await personFor(context, input.id)
    demand(letGo(actor, leaver))
    if (!isHere(leaver, today)) throw refuse('org.hasLeft')
    if (leaver.hiredOn && input.on < leaver.hiredOn) throw invalid('org.endsBeforeStart', {}, 'on')
    await letLeave(db, context, [leaver], input.on)
    return presentPerson(context, leaver.id)
  })

  const comeBack = os.return.handler(async ({ input, context }) => {
    const returning = await personFor(context, input.id)
    demand(changePerson(context.actor, returning))
    if (isHere(returning, context.today)) throw refuse('org.isHere')
    await takeBack(context, returning, input)
    return presentPerson(context, returning.id)
  })

  const invite = os.invite.handler(async ({ input, context }) => {
    const { db, actor, org, orgId, now, today } = context
    demand(changePeople(actor))
    const invited = await personFor(context, input.id)
    if (!isHere(invited, today)) throw refuse('org.hasLeft')
    // A link to an account that already has a password is a way into it: not into those who watch over HR.
    const watches = await db
      .selectFrom('roleGrant')
      .select('id')
      .where('orgId', '=', orgId)
      .where('personId', '=', invited.id)
      .where('role', 'in', ['securityAdmin', 'itAdmin', 'auditor'])
      .where('revokedAt', 'is', null)
      .where((is) => is.or([is('toAt', 'is', null), is('toAt', '>', now)]))
      .executeTakeFirst()
    if (watches && invited.accountId && !holds(actor, 'securityAdmin'))
      throw refuse('org.inviteBySecurity')
    if (input.byMail) demand(await noMail(context, invited))
    const expiresAt = new Date(now.getTime() + invitationDays * 86_400_000)
    // The newest link is the only one.
    await db
      .deleteFrom('invitation')
      .where('orgId', '=', orgId)
      .where('personId', '=', invited.id)
      .where('usedAt', 'is', null)
      .execute()
    const id = newId()
    const secret = await linkSecret(orgId, id)
    await db
      .insertInto('invitation')
      .values({
        orgId,
        id,
        personId: invited.id,
        tokenHash: createHash('sha256').update(secret).digest('hex'),
        createdBy: actor.personId,
        createdAt: now,
        expiresAt,
        usedAt: null,
      })
      .execute()
    await record(db, context, 'invitation.made', {
      subjectId: id,
      personId: invited.id,
      data: { until: addDays(today, invitationDays), byMail: input.byMail },
    })
    return { token: `${org.code}.${secret}`, expiresAt }
  })

  const grant = os.grant.handler(async ({ input, context }) => {
    await giveRole(context, input.id, input)
    return presentPerson(context, input.id)
  })

  const revoke = os.revoke.handler(async ({ input, context }) => {
    await takeRole(context, input.id, input.grantId)
    return presentPerson(context, input.id)
  })

  const decide = os.decide.handler(async ({ input, context }) =>
    presentPerson(context, await decideProposal(context, input.proposalId, input.accept)),
  )

  const factor = os.factor.handler(({ input, context }) => factorState(context, input.personId))

  const askFactorReset = os.askFactorReset.handler(({ input, context }) =>
    askReset(context, input.personId, input.reason),
  )

  const decideFactorReset = os.decideFactorReset.handler(({ input, context }) =>
    decideReset(context, input.resetId, input.accept),
  )

  return os.router({
    tree,
    people,
    count,
    person,
    add,
    edit,
    reassign,
    addDotted,
    endDotted,
    leave,
    return: comeBack,
    invite,
    grant,
    revoke,
    decide,
    factor,
    askFactorReset,
    decideFactorReset,
    delegation: delegationHandlers,
    calendar: calendarHandlers,
    import: importHandlers(runningConversations),
  })
}
