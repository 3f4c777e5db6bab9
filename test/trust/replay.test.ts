import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { test } from 'node:test'
import { serve } from '../../app/server.ts'
import { fileAddresses } from '../../app/transfer.ts'
import { foundOrganization } from '../../features/org/joining/founding/queries.ts'
import type { Role } from '../../features/accounts/policy.ts'
import { hashPassword } from '../../platform/auth.ts'
import { newId } from '../../platform/ids.ts'
import { signedInAt, visitorAt, type Visitor } from '../support/http.ts'
import { todayOf } from '../support/days.ts'
import { grant } from '../support/grants.ts'
import { password, scenario, type Someone, type Story } from '../support/scenario.ts'
import { live, overheard, type Request } from './life.ts'

/** Asked by anybody, these answer about whoever asks: an answer is no success, a foreign word in it is. */
const aboutOneself = new Set([
  'conversations.list',
  'commitments.list',
  'notifications.today',
  'admin.access.mine',
  'conversations.toCountersign',
])
/** What a deputy may, once the two parts are open. Writes are not replayed: they would do the manager's work. */
const deputyMay = new Set([
  'conversations.get',
  'conversations.saveAnswer',
  'conversations.beat',
  'conversations.minutes.get',
  'conversations.startTalk',
  'conversations.endTalk',
  'conversations.addPlanLine',
  'conversations.present',
  'conversations.readPage',
  'scheduling.book',
])
const writes = new Set([...deputyMay].filter((name) => !/\.get$|\.beat$/.test(name)))

interface Identity {
  visitor: Visitor
  /** Every byte that came back. */
  heard: string
  isDeputy: boolean
}

const listening = new AsyncLocalStorage<Identity>()

/** Twelve people who are not the two, each with a session at the running product. */
async function identities(
  story: Story,
  url: string,
  pair: { employee: Someone; manager: Someone },
) {
  const { orgId, services, clock } = story
  const elsewhere = newId()
  const inOrg = services.database.inOrg
  await inOrg(orgId, (db) =>
    db
      .insertInto('department')
      .values({
        orgId,
        id: elsewhere,
        parentId: story.departmentId,
        name: '二车间',
        path: '试验工厂/二车间',
        createdAt: clock.now,
        closedAt: null,
      })
      .execute(),
  )
  const at = async (someone: Someone) => {
    const visitor = await signedInAt(url, someone.employeeNo, password)
    await visitor.api.accounts.stepUp({ password })
    return visitor
  }
  const former = await story.hire('从前的主管')
  await inOrg(orgId, async (db) => {
    const before = { orgId, personId: pair.employee.personId, kind: 'primary' as const }
    await db
      .updateTable('assignment')
      .set({ fromOn: '2024-01-01' })
      .where('orgId', '=', orgId)
      .where('personId', '=', pair.employee.personId)
      .execute()
    await db
      .insertInto('assignment')
      .values({
        ...before,
        id: newId(),
        departmentId: story.departmentId,
        position: '',
        jobFamily: null,
        level: null,
        managerId: former.personId,
        fromOn: '2022-01-01',
        toOn: '2024-01-01',
        createdAt: clock.now,
      })
      .execute()
  })
  const holder = async (
    name: string,
    role: Role,
    departmentId: string | null,
    manager?: Someone,
  ) => {
    const someone = await story.hire(name, manager ? { manager } : {})
    await grant(story, someone, role, departmentId)
    return at(someone)
  }
  const leaver = await story.hire('要走的人')
  const leaving = await at(leaver)
  await inOrg(orgId, (db) =>
    db
      .updateTable('person')
      .set({ leftOn: '2026-01-01' })
      .where('orgId', '=', orgId)
      .where('id', '=', leaver.personId)
      .execute(),
  )
  const fallen = await story.hire('不再是 HR 的人')
  const grantId = await grant(story, fallen, 'hrAdmin', null)
  const minted = await at(fallen)
  await inOrg(orgId, (db) =>
    db
      .updateTable('roleGrant')
      .set({ revokedAt: clock.now })
      .where('orgId', '=', orgId)
      .where('id', '=', grantId)
      .execute(),
  )
  const other = newId()
  await inOrg(other, async (db) =>
    foundOrganization(db, {
      orgId: other,
      organization: '隔壁公司',
      name: '隔壁 HR',
      employeeNo: 'NEXT001',
      email: null,
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
      passwordHash: await hashPassword(password),
      now: clock.now,
    }),
  )
  const deputy = await story.hire('何代')
  const { id } = await story.as(pair.manager).org.delegation.ask({
    toId: deputy.personId,
    employeeIds: null,
    fromOn: todayOf({ clock }),
    untilOn: todayOf({ clock }),
    reason: '今天不在',
  })
  await story.as(deputy).org.delegation.answer({ id, accept: true })
  const visitors: Record<string, Visitor> = {
    'logged out': visitorAt(url),
    stranger: await at(await story.hire('路人')),
    'former manager': await at(former),
    'HR partner out of scope': await holder('别处的伙伴', 'hrbp', elsewhere),
    'HR in the line of the person': await holder('员工的下属', 'hrAdmin', null, pair.employee),
    'IT administrator': await holder('系统管理员', 'itAdmin', null),
    'security administrator': await holder('安全管理员', 'securityAdmin', null),
    'auditor outside the engagement': await holder('别处的审计', 'auditor', elsewhere),
    'other organization': await signedInAt(url, 'NEXT001', password),
    leaver: leaving,
    deputy: await at(deputy),
    'session from before a downgrade': minted,
  }
  return new Map(
    Object.entries(visitors).map(([name, visitor]): [string, Identity] => [
      name,
      { visitor, heard: '', isDeputy: name === 'deputy' },
    ]),
  )
}

const call = (visitor: Visitor, { name, input }: Request) =>
  (
    name
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], visitor.api) as (
      input: unknown,
    ) => Promise<unknown>
  )(input)

test('every request of a life of talks, sent again as twelve others, gets them nothing', (t) =>
  scenario(async (story) => {
    const serving = await serve(story.services, null)
    const realFetch = globalThis.fetch
    const realWrite = process.stderr.write.bind(process.stderr)
    let logged = ''
    try {
      const manager = await story.hire('周晓岚')
      const employee = await story.hire('陈一鸣', { manager })
      const others = await identities(story, serving.url, { employee, manager })
      globalThis.fetch = async (...given) => {
        const response = await realFetch(...given)
        const identity = listening.getStore()
        if (identity) identity.heard += await response.clone().text()
        return response
      }
      process.stderr.write = ((chunk: unknown) => ((logged += String(chunk)), true)) as never
      const succeeded: string[] = []
      let requests = 0
      let replays = 0
      let revealed = false
      const { story: heard, words } = overheard(story, async (request) => {
        requests++
        // Both parts are in by the time somebody writes a note beside them.
        if (JSON.stringify(request.input ?? null).includes('privateNote')) revealed = true
        await Promise.all(
          [...others].map(([who, identity]) =>
            listening.run(identity, async () => {
              const may = identity.isDeputy && revealed && deputyMay.has(request.name)
              if (may && writes.has(request.name)) return
              replays++
              const answered = await call(identity.visitor, request).then(
                () => true,
                () => false,
              )
              if (answered && !may && !aboutOneself.has(request.name))
                succeeded.push(`${who}: ${request.name}`)
            }),
          ),
        )
      })
      const { sealed } = await live(heard, { employee, manager })
      for (const [who, identity] of others)
        await listening.run(identity, async () => {
          for (const what of fileAddresses.downloads) {
            replays++
            const { status } = await identity.visitor.send(`/api/files/${what}/${sealed}?reason=x`)
            if (status < 400) succeeded.push(`${who}: ${what}`)
          }
        })
      assert.deepEqual(succeeded, [], 'unexpected successes')
      const foreign = [...others].flatMap(([who, { heard: bytes, isDeputy }]) =>
        [...bytes.matchAll(isDeputy ? /GEHEIM\d+X/g : /(KANARIE|GEHEIM)\d+X/g)].map(
          ([found]) => `${who} received ${found}`,
        ),
      )
      assert.deepEqual(foreign, [], 'words of others in what came back')
      assert.deepEqual(logged.match(/(KANARIE|GEHEIM)\d+X/g), null, 'words of people in logs')
      assert.ok(others.get('deputy')!.heard.includes('KANARIE'), 'the deputy reads what is open')
      assert.ok(requests >= 40 && words() >= 40, `${requests} requests, ${words()} words`)
      t.diagnostic(
        `${requests} requests, ${replays} replays as ${others.size} identities, ${words()} words of their own: 0 successes, 0 foreign words`,
      )
    } finally {
      globalThis.fetch = realFetch
      process.stderr.write = realWrite as never
      await serving.stop()
    }
  }))
