import type { Kysely } from 'kysely'
import { dayIn } from '../../../../platform/clock.ts'
import { json, type Db, type Tables } from '../../../../platform/database.ts'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { refuse } from '../../../../platform/refusal.ts'
import { openAccount } from '../../../accounts/queries.ts'
import { nameSounds } from '../../queries.ts'
import '../../table.ts'

/** @throws FORBIDDEN once people work here. */
export async function demandNobodyHere(db: Kysely<Tables>) {
  const here = await db
    .selectFrom('organization')
    .select('code')
    .where('demoSince', 'is', null)
    .executeTakeFirst()
  if (here) throw refuse('joining.alreadyFounded')
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
