import { createHash } from 'node:crypto'
import { implement } from '@orpc/server'
import { sql, type Kysely } from 'kysely'
import { dayIn } from '../../../platform/clock.ts'
import { json, type Db, type Tables } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { invalid, missing, refuse } from '../../../platform/refusal.ts'
import { enter } from '../../accounts/door/handlers.ts'
import type { PublicContext } from '../../accounts/policy.ts'
import { factorOf } from '../../accounts/factor/queries.ts'
import { newPasswordHash, replacePassword } from '../../accounts/passwords/queries.ts'
import { endSessionsOf, openAccount } from '../../accounts/queries.ts'
import { nameSounds, peopleOn } from '../queries.ts'
import { stepsOf } from '../rules.ts'
import type {} from '../table.ts'
import { demoQueue, joiningContract } from './contract.ts'

const os = implement(joiningContract).$context<PublicContext>()

/** Somebody one may be in the demo company, as its maker stored it with the organization. */
interface Pick {
  personId: string
  role: { zh: string; en: string }
  sees: { zh: string; en: string }
}

/** Everybody in the demo company has this password; its people are entered with one click. */
export const demoPassword = 'cuxi-demo-2026'

const found = os.found.handler(async ({ input, context }) => {
  const { database, now, rules } = context
  await demandNobodyHere(database.kysely)
  const about = [input.name, input.employeeNo, input.email ?? null, input.organization]
  const passwordHash = await newPasswordHash(input.password, rules, about, 'password')
  const orgId = newId()
  const { code, accountId } = await database.inOrg(orgId, async (db) => {
    await sql`select pg_advisory_xact_lock(hashtext('cuxi.found'))`.execute(db)
    await demandNobodyHere(db)
    return foundOrganization(db, { ...input, orgId, passwordHash, now })
  })
  await enter(context, accountId)
  return { code }
})

const invitation = os.invitation.handler(async ({ input, context: { database, now } }) => {
  const { orgId, hash } = await read(database, input.token)
  return database.inOrg(orgId, async (db) => {
    const found = await openInvitation(db, orgId, hash, now)
    return {
      organization: found.organization,
      name: found.name,
      employeeNo: found.employeeNo,
      expiresAt: found.expiresAt,
    }
  })
})

const acceptInvitation = os.acceptInvitation.handler(async ({ input, context }) => {
  const { database, now, rules } = context
  const { orgId, hash } = await read(database, input.token)
  const { accountId, hasFactor } = await database.inOrg(orgId, async (db) => {
    const found = await openInvitation(db, orgId, hash, now)
    await db
      .updateTable('invitation')
      .set({ usedAt: now })
      .where('orgId', '=', orgId)
      .where('id', '=', found.id)
      .execute()
    const accountId = found.accountId ?? (await openFor(db, orgId, found, input.locale, now))
    const account = { orgId, accountId, id: accountId }
    await replacePassword(db, account, input.password, { rules, now, field: 'password' })
    await endSessionsOf(db, orgId, accountId)
    await record(db, { orgId, actorId: found.personId, now }, 'invitation.accepted', {
      subjectId: found.id,
      personId: found.personId,
    })
    return { accountId, hasFactor: Boolean((await factorOf(db, account))?.confirmedAt) }
  })
  // A link replaces the password, not the phone: whoever has a second factor signs in with both.
  if (!hasFactor) await enter(context, accountId)
})

const demoPicks = os.demoPicks.handler(async ({ context: { database, now } }) => {
  const demo = await demoOrganization(database)
  const picks = (demo?.settings.picks ?? []) as Pick[]
  if (!demo || picks.length === 0) return []
  return database.inOrg(demo.id, async (db) => {
    const today = dayIn(demo.timezone, now)
    const people = await db
      .selectFrom(peopleOn(today).as('person'))
      .select(['person.id', 'person.name', 'person.position', 'person.department'])
      .where('person.orgId', '=', demo.id)
      .where(
        'person.id',
        'in',
        picks.map((pick) => pick.personId),
      )
      .execute()
    const byId = new Map(people.map((person) => [person.id, person]))
    return picks.flatMap((pick) => {
      const person = byId.get(pick.personId)
      return person
        ? [
            {
              ...pick,
              name: person.name,
              position: person.position,
              department: stepsOf(person.department).at(-1)!,
            },
          ]
        : []
    })
  })
})

const enterDemo = os.enterDemo.handler(async ({ input, context }) => {
  const demo = await demoOrganization(context.database)
  const picks = (demo?.settings.picks ?? []) as { personId: string }[]
  if (!demo || !picks.some((pick) => pick.personId === input.personId)) throw missing()
  const account = await context.database.inOrg(demo.id, (db) =>
    db
      .selectFrom('person')
      .innerJoin('account', 'account.id', 'person.accountId')
      .select('account.id')
      .where('person.orgId', '=', demo.id)
      .where('person.id', '=', input.personId)
      .executeTakeFirst(),
  )
  if (!account) throw missing()
  await enter(context, account.id)
})

const askDemo = os.askDemo.handler(async ({ context: { database, jobs } }) => {
  if (await demoOrganization(database)) return
  // Where people work already, no stranger has 130 invented ones written beside them.
  await demandNobodyHere(database.kysely)
  await database.inOrg(null, (db) => jobs.enqueue(db, demoQueue, {}, 'demo'))
})

export const joiningHandlers = os.router({
  found,
  invitation,
  acceptInvitation,
  demoPicks,
  enterDemo,
  askDemo,
})

/** The demo company, once it is finished. */
const demoOrganization = (database: PublicContext['database']) =>
  database.kysely
    .selectFrom('organization')
    .selectAll()
    .where('demoSince', 'is not', null)
    .where(sql<boolean>`(settings -> 'ready') = 'true'::jsonb`)
    .orderBy('createdAt')
    .executeTakeFirst()

async function demandNobodyHere(db: Kysely<Tables>) {
  const here = await db
    .selectFrom('organization')
    .select('code')
    .where('demoSince', 'is', null)
    .executeTakeFirst()
  if (here) throw refuse('joining.alreadyFounded')
}

/** A link's token is `<code of the organization>.<secret>`; only the secret's hash is stored. */
async function read(database: PublicContext['database'], token: string) {
  const at = token.lastIndexOf('.')
  const organization = await database.kysely
    .selectFrom('organization')
    .select('id')
    .where('code', '=', token.slice(0, at))
    .executeTakeFirst()
  if (!organization) throw invalid('joining.invitationUnknown')
  return {
    orgId: organization.id,
    hash: createHash('sha256')
      .update(token.slice(at + 1))
      .digest('hex'),
  }
}

async function openInvitation(db: Db, orgId: string, hash: string, now: Date) {
  const found = await db
    .selectFrom('invitation')
    .innerJoin('person', (join) =>
      join
        .onRef('person.orgId', '=', 'invitation.orgId')
        .onRef('person.id', '=', 'invitation.personId'),
    )
    .innerJoin('organization', 'organization.id', 'invitation.orgId')
    .select([
      'invitation.id',
      'invitation.personId',
      'invitation.expiresAt',
      'invitation.usedAt',
      'person.name',
      'person.employeeNo',
      'person.email',
      'person.accountId',
      'organization.name as organization',
    ])
    .where('invitation.orgId', '=', orgId)
    .where('invitation.tokenHash', '=', hash)
    .forUpdate('invitation')
    .executeTakeFirst()
  if (!found) throw invalid('joining.invitationUnknown')
  if (found.usedAt) throw invalid('joining.invitationUsed')
  if (found.expiresAt < now) throw invalid('joining.invitationExpired')
  return found
}

/** Opens the account of a person who had none. */
async function openFor(
  db: Db,
  orgId: string,
  person: { personId: string; name: string; employeeNo: string; email: string | null },
  locale: 'zh-CN' | 'en',
  now: Date,
): Promise<string> {
  const names = [person.email, person.employeeNo]
  const accountId = await openAccount(db, {
    orgId,
    name: person.name,
    names,
    passwordHash: null,
    locale,
    now,
  })
  await db
    .updateTable('person')
    .set({ accountId, updatedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', person.personId)
    .execute()
  return accountId
}

interface Founding {
  orgId: string
  organization: string
  name: string
  employeeNo: string
  email: string | null
  timezone: string
  locale: 'zh-CN' | 'en'
  passwordHash: string
  now: Date
  demo?: boolean
}

/**
 * Writes an organization with its first department and its first HR admin, in the caller's
 * transaction (which must already be in `orgId`).
 */
export async function foundOrganization(db: Db, founding: Founding) {
  const {
    orgId,
    organization,
    name,
    employeeNo,
    email,
    timezone,
    locale,
    passwordHash,
    now,
    demo,
  } = founding
  const code = await freeCode(db, organization)
  await db
    .insertInto('organization')
    .values({
      id: orgId,
      name: organization,
      code,
      timezone,
      locale,
      settings: json({
        levels: ['基层', '主管', '中层', '高层'],
        jobFamilies: ['生产', '研发', '销售', '财务', '职能'],
      }),
      demoSince: demo ? now : null,
      createdAt: now,
    })
    .execute()
  const departmentId = newId()
  await db
    .insertInto('department')
    .values({
      orgId,
      id: departmentId,
      parentId: null,
      name: organization,
      path: organization,
      createdAt: now,
      closedAt: null,
    })
    .execute()
  const accountId = await openAccount(db, {
    orgId,
    name,
    names: [email, employeeNo],
    passwordHash,
    locale,
    now,
  })
  const personId = newId()
  await db
    .insertInto('person')
    .values({
      orgId,
      id: personId,
      employeeNo,
      name,
      ...nameSounds(name),
      gender: null,
      email,
      phone: null,
      hiredOn: null,
      leftOn: null,
      accountId,
      createdAt: now,
      updatedAt: now,
    })
    .execute()
  await db
    .insertInto('assignment')
    .values({
      orgId,
      id: newId(),
      personId,
      departmentId,
      position: '',
      jobFamily: null,
      level: null,
      managerId: null,
      kind: 'primary',
      fromOn: dayIn(timezone, now),
      toOn: null,
      createdAt: now,
    })
    .execute()
  await db
    .insertInto('roleGrant')
    .values({
      orgId,
      id: newId(),
      personId,
      role: 'hrAdmin',
      departmentId: null,
      fromAt: now,
      toAt: null,
      reason: null,
      grantedBy: null,
      revokedAt: null,
      revokedBy: null,
    })
    .execute()
  await record(db, { orgId, actorId: personId, now }, 'organization.founded', {
    subjectId: orgId,
    personId,
  })
  return { code, personId, accountId, departmentId }
}

/** A short code people can type: initials of the name, numbered when taken. */
async function freeCode(db: Db, name: string): Promise<string> {
  const base = nameSounds(name).initials.slice(0, 12) || 'org'
  const taken = new Set(
    (
      await db.selectFrom('organization').select('code').where('code', 'like', `${base}%`).execute()
    ).map((row) => row.code),
  )
  for (let number = 1; ; number++) {
    const code = number === 1 ? base : `${base}${number}`
    if (!taken.has(code)) return code
  }
}
