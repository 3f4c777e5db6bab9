import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bySession, throughDoor } from '../../app/door.ts'
import { foundOrganization } from '../../features/org/joining/founding/queries.ts'
import { apiFor, publicApiFor, type Api, type PublicApi } from '../../app/router.ts'
import { openServices, type Services } from '../../app/services.ts'
import { reactionsOf } from '../../app/worker.ts'
import { openAccount } from '../../features/accounts/queries.ts'
import { nameSounds } from '../../features/org/queries.ts'
import type { Context, Role } from '../../features/accounts/policy.ts'
import { hashPassword } from '../../platform/auth.ts'
import { config } from '../../platform/config.ts'
import { startReactions } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { log } from '../../platform/log.ts'
import { consented } from './consent.ts'
import { lend } from './databases.ts'

/** Somebody in a story. */
export interface Someone {
  personId: string
  accountId: string
  name: string
  employeeNo: string
}

/** A company in its own fresh database, with a clock one can move. */
export interface Story {
  services: Services
  orgId: string
  departmentId: string
  /** The first HR admin. */
  hr: Someone
  /** Where the clock stands; tests may set it. */
  clock: { now: Date }
  /** Hires somebody into the company's root department (or another one). */
  hire(
    name: string,
    options?: {
      manager?: Someone
      departmentId?: string
      level?: string
      jobFamily?: string
      position?: string
      roles?: Role[]
      hiredOn?: string
    },
  ): Promise<Someone>
  /** The whole API as this person; `steppedUp` has just entered the password again. */
  as(someone: Someone, options?: { steppedUp?: boolean; ip?: string }): Api
  /** Runs work behind the door as this person, as a download does. */
  behind<T>(
    someone: Someone,
    work: (context: Context) => Promise<T>,
    options?: { steppedUp?: boolean },
  ): Promise<T>
  /** The public API as a stranger. */
  stranger: PublicApi
  /** Lets every reaction to what has happened so far run. */
  settle(): Promise<void>
}

const tokenOf = ({ accountId }: Someone) => `token-${accountId}`

// Looked up anew on every call, as the server does: a right that has gone is gone at once.
const cameAs = (someone: Someone, ip = '10.0.0.7') =>
  bySession({ token: tokenOf(someone), ip, userAgent: 'test', origin: 'http://localhost' })

/** Everybody's password in the stories. */
export const password = 'two chairs, one table'
let hashing: Promise<string> | null = null

/**
 * A database with nothing in it but a company with one HR admin, closed again after `work`.
 */
export async function scenario(work: (story: Story) => Promise<void>): Promise<void> {
  const story = await newStory()
  try {
    await work(story)
  } finally {
    await story.close()
  }
}

export async function newStory(): Promise<Story & { close(): Promise<void> }> {
  const { url, database, giveBack } = await lend()
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-'))
  const services = await openServices({ ...config({}), dataDir, port: 0 }, url, database)
  const clock = { now: new Date() }
  const orgId = newId()
  const passwordHash = await (hashing ??= hashPassword(password))
  const founded = await services.database.inOrg(orgId, (db) =>
    foundOrganization(db, {
      orgId,
      organization: '试验工厂',
      name: '许宁',
      employeeNo: 'HR001',
      email: null,
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
      passwordHash,
      now: clock.now,
    }),
  )
  const reacting = startReactions(services.database, reactionsOf(services), log)
  const hr: Someone = {
    personId: founded.personId,
    accountId: founded.accountId,
    name: '许宁',
    employeeNo: 'HR001',
  }
  const story: Story = {
    services,
    orgId,
    hr,
    clock,
    departmentId: founded.departmentId,
    ...peopleIn(services, { orgId, departmentId: founded.departmentId, clock }),
    stranger: publicApiFor({
      database: services.database,
      auth: services.auth,
      rules: services.rules,
      jobs: services.jobs,
      now: clock.now,
      ip: '10.0.0.9',
      userAgent: 'test',
      origin: 'http://localhost',
      headers: new Headers(),
      resHeaders: new Headers(),
    }),
    settle: () => reacting.settle(),
  }
  const close = async () => {
    await reacting.stop()
    await services.close()
    await giveBack()
    await rm(dataDir, { recursive: true, force: true })
  }
  await reacting.settle()
  return { ...story, close }
}

/** How people come to a company that is there already, and how they ask it; `numbers` begins the numbers they get. */
export function peopleIn(
  services: Services,
  {
    orgId,
    departmentId: root,
    clock,
    numbers = 'T',
  }: Pick<Story, 'orgId' | 'departmentId' | 'clock'> & { numbers?: string },
): Pick<Story, 'hire' | 'behind' | 'as'> {
  let hired = 0
  return {
    async hire(
      name,
      { manager, departmentId = root, level, jobFamily, position = '', roles = [], hiredOn } = {},
    ) {
      const employeeNo = `${numbers}${String(++hired).padStart(4, '0')}`
      const passwordHash = await (hashing ??= hashPassword(password))
      return services.database.inOrg(orgId, async (db) => {
        const now = clock.now
        const accountId = await openAccount(db, {
          orgId,
          name,
          names: [employeeNo],
          passwordHash,
          locale: 'zh-CN',
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
            email: null,
            phone: null,
            hiredOn: hiredOn ?? '2020-01-01',
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
            position,
            jobFamily: jobFamily ?? null,
            level: level ?? null,
            managerId: manager?.personId ?? null,
            kind: 'primary',
            fromOn: hiredOn ?? '2020-01-01',
            toOn: null,
            createdAt: now,
          })
          .execute()
        for (const role of roles)
          await db
            .insertInto('roleGrant')
            .values({
              orgId,
              id: newId(),
              personId,
              role,
              departmentId: null,
              fromAt: new Date(0),
              toAt: null,
              reason: null,
              grantedBy: null,
              revokedAt: null,
              revokedBy: null,
            })
            .execute()
        await consented(db, orgId, personId, now)
        return { personId, accountId, name, employeeNo }
      })
    },
    async behind(someone, work, { steppedUp = false } = {}) {
      await signedIn(services, orgId, someone, tokenOf(someone), clock.now, steppedUp)
      return throughDoor(services, cameAs(someone), clock.now, work)
    },
    as(someone, { steppedUp = false, ip = '10.0.0.7' } = {}) {
      return lazily(async () => {
        await signedIn(services, orgId, someone, tokenOf(someone), clock.now, steppedUp)
        return apiFor(services, cameAs(someone, ip), () => clock.now)
      })
    },
  }
}

async function signedIn(
  services: Services,
  orgId: string,
  someone: Someone,
  token: string,
  now: Date,
  steppedUp: boolean,
) {
  await services.database.inOrg(orgId, (db) =>
    db
      .insertInto('session')
      .values({
        orgId,
        id: newId(),
        accountId: someone.accountId,
        token,
        expiresAt: new Date(now.getTime() + 3_600_000),
        ipAddress: '10.0.0.7',
        userAgent: 'test',
        steppedUpAt: steppedUp ? now : null,
        createdAt: now,
        updatedAt: now,
      })
      .onConflict((row) =>
        row.column('token').doUpdateSet({
          updatedAt: now,
          expiresAt: new Date(now.getTime() + 3_600_000),
          steppedUpAt: steppedUp ? now : null,
        }),
      )
      .execute(),
  )
}

/** `api.cycles.launch(input)` where the API itself is still to be made. */
function lazily(make: () => Promise<Api>): Api {
  const at = (path: string[]): unknown =>
    new Proxy(() => {}, {
      get: (_, key) => (typeof key === 'string' && key !== 'then' ? at([...path, key]) : undefined),
      apply: async (_, __, args) => {
        let target = (await make()) as unknown as Record<string, unknown>
        for (const key of path.slice(0, -1)) target = target[key] as Record<string, unknown>
        return (target[path.at(-1)!] as (...args: unknown[]) => unknown)(...args)
      },
    })
  return at([]) as Api
}
