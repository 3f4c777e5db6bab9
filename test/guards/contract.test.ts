import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { contract, publicContract } from '../../app/contract.ts'
import { router } from '../../app/router.ts'
import { serve, type Serving } from '../../app/server.ts'
import { fileAddresses } from '../../app/transfer.ts'
import { foundOrganization } from '../../features/org/joining/founding/queries.ts'
import { hashPassword } from '../../platform/auth.ts'
import { newId } from '../../platform/ids.ts'
import { forEverybody } from '../support/everybody.ts'
import { ask, signedInAt } from '../support/http.ts'
import { callOf, procedures, sample } from '../support/procedures.ts'
import { newStory, password, type Someone, type Story } from '../support/scenario.ts'
import { signedAndSealed, talkBetween } from '../support/talks.ts'

const canary = 'KANARIE-7Q'

interface Stage {
  story: Story
  serving: Serving
  conversationId: string
  people: Record<'employee' | 'manager' | 'stranger' | 'otherManager' | 'leaver', Someone>
  ids: string[]
}
let staged: Promise<Stage> | null = null
const closers: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closers.reverse()) await close()
})

/** A sealed conversation full of canaries, and people who have nothing to do with it. */
const stage = () =>
  (staged ??= (async () => {
    const story = await newStory()
    closers.push(() => story.close())
    const serving = await serve(story.services, null)
    closers.push(() => serving.stop())
    const { conversationId, employee, manager } = await signedAndSealed(story, { text: canary })
    const stranger = await story.hire('路人')
    const otherManager = await story.hire('别组的主管')
    await story.hire('别组的人', { manager: otherManager })
    const leaver = await story.hire('已离职')
    const { rows } = await story.services.database.inOrg(story.orgId, async (db) => {
      const found = await db
        .selectFrom('commitment')
        .select('id')
        .where('orgId', '=', story.orgId)
        .execute()
      const parts = await db
        .selectFrom('part')
        .select('id')
        .where('orgId', '=', story.orgId)
        .execute()
      const cycles = await db
        .selectFrom('cycle')
        .select('id')
        .where('orgId', '=', story.orgId)
        .execute()
      return { rows: [...cycles, ...found.slice(0, 1), ...parts.slice(0, 2)] }
    })
    const ids = [
      conversationId,
      employee.personId,
      story.orgId,
      story.departmentId,
      ...rows.map(({ id }) => id),
    ]
    return {
      story,
      serving,
      conversationId,
      people: { employee, manager, stranger, otherManager, leaver },
      ids,
    }
  })())

/** Asks every procedure with every id. @returns what was told or broke, a line each. */
async function walk(
  api: unknown,
  ids: string[],
  mayAnswer: (name: string, answer: string, id: string) => boolean,
): Promise<string[]> {
  const leaks = new Set<string>()
  for (const { name, input } of procedures(contract))
    for (const id of ids)
      try {
        const answer = JSON.stringify((await callOf(api, name)(sample(input, id))) ?? null)
        if (answer.includes(canary)) leaks.add(`${name} told what was written`)
        else if (!mayAnswer(name, answer, id)) leaks.add(`${name} answered ${answer.slice(0, 120)}`)
      } catch (error) {
        const { code, message } = error as { code?: string; message: string }
        if (
          !code ||
          !['NOT_FOUND', 'FORBIDDEN', 'BAD_REQUEST', 'CONFLICT', 'TOO_MANY_REQUESTS'].includes(code)
        )
          leaks.add(`${name} broke: ${code} ${message}`)
      }
  return [...leaks]
}

test('every procedure of the contract has its handler, and no handler is without contract', () => {
  const names = (node: object) => [...procedures(node)].map(({ name }) => name).sort()
  assert.deepEqual(names(router), names(contract))
})

test('nobody gets an answer without signing in', async () => {
  const { serving, ids } = await stage()
  const answered: string[] = []
  for (const { name } of procedures(contract)) {
    const response = await fetch(`${serving.url}/api/rpc/${name.replaceAll('.', '/')}`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    if (response.status !== 401) answered.push(`${name}: ${response.status}`)
  }
  for (const [method, what] of files) {
    const response = await fetch(`${serving.url}/api/files/${what}/${ids[0]}`, {
      method,
      ...(method === 'POST' && { body: 'x' }),
    })
    if (response.status !== 401) answered.push(`${method} ${what}: ${response.status}`)
  }
  const live = await fetch(`${serving.url}/api/live?subjects=${ids.join(',')}`)
  if (live.status !== 401) answered.push(`live: ${live.status}`)
  assert.deepEqual(answered, [])
})

const files = [
  ...fileAddresses.downloads.map((what) => ['GET', what] as const),
  ...fileAddresses.uploads.map((what) => ['POST', what] as const),
]

test('somebody who has left the company is nobody, in every session, from that moment on', async () => {
  const { story, serving, people, ids } = await stage()
  const visitor = await signedInAt(serving.url, people.leaver.employeeNo, password)
  assert.equal((await visitor.api.accounts.me()).name, people.leaver.name)
  await story.services.database.inOrg(story.orgId, (db) =>
    db
      .updateTable('person')
      .set({ leftOn: '2026-01-01' })
      .where('orgId', '=', story.orgId)
      .where('id', '=', people.leaver.personId)
      .execute(),
  )
  const answered: string[] = []
  for (const { name } of procedures(contract)) {
    const { status } = await ask(visitor, name, {})
    if (status !== 401) answered.push(`${name}: ${status}`)
  }
  for (const [method, what] of files) {
    const { status } = await visitor.send(`/api/files/${what}/${ids[0]}`, {
      method,
      ...(method === 'POST' && { body: 'x' }),
    })
    if (status !== 401) answered.push(`${method} ${what}: ${status}`)
  }
  assert.deepEqual(answered, [])
})

test('a stranger to a conversation gets nothing out of any procedure, whatever id he tries', async () => {
  const { story, people, ids } = await stage()
  assert.deepEqual(
    await walk(story.as(people.stranger, { steppedUp: true }), ids, (name) =>
      forEverybody.has(name),
    ),
    [],
  )
})

test('neither does a manager of other people', async () => {
  const { story, people, ids } = await stage()
  assert.deepEqual(
    await walk(story.as(people.otherManager, { steppedUp: true }), ids.slice(0, 2), (name) =>
      forEverybody.has(name),
    ),
    [],
  )
})

test('the HR admin of another organization does not even meet the ids of this one', async () => {
  const { story, serving, ids } = await stage()
  const orgId = newId()
  await story.services.database.inOrg(orgId, async (db) =>
    foundOrganization(db, {
      orgId,
      organization: '隔壁公司',
      name: '隔壁 HR',
      employeeNo: 'NEXT001',
      email: null,
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
      passwordHash: await hashPassword(password),
      now: new Date(),
    }),
  )
  const neighbour = await signedInAt(serving.url, 'NEXT001', password)
  await neighbour.api.accounts.stepUp({ password })
  const told = await walk(
    neighbour.api,
    ids.slice(0, 3),
    (_, answer, id) => !answer.includes(id) || answer.includes(orgId),
  )
  assert.deepEqual(told, [])
  for (const [method, what] of files.filter(([, name]) => name !== 'roster'))
    for (const id of ids) {
      const response = await neighbour.send(`/api/files/${what}/${id}`, {
        method,
        ...(method === 'POST' && { body: 'x' }),
      })
      assert.ok([400, 404].includes(response.status), `${method} ${what}: ${response.status}`)
      assert.ok(!(await response.text()).includes(canary))
    }
})

test('no file of a conversation goes to a stranger', async () => {
  const { serving, people, ids } = await stage()
  const visitor = await signedInAt(serving.url, people.stranger.employeeNo, password)
  for (const [method, what] of files)
    for (const id of ids) {
      const response = await visitor.send(`/api/files/${what}/${id}`, {
        method,
        ...(method === 'POST' && { body: 'x' }),
      })
      assert.ok([400, 403, 404].includes(response.status), `${method} ${what}: ${response.status}`)
      assert.ok(!(await response.text()).includes(canary))
    }
})

test('live updates of a conversation reach its two people, and no stranger', async () => {
  const { story, serving, people } = await stage()
  const { id, employee, manager } = await talkBetween(story, 'open', {
    template: 'monthly',
    flow: 'monthly',
  })
  const hears = async (someone: Someone) => {
    const visitor = await signedInAt(serving.url, someone.employeeNo, password)
    const leaving = new AbortController()
    const response = await visitor.send(`/api/live?subjects=${id},${employee.personId}`, {
      signal: leaving.signal,
    })
    let heard = ''
    const reading = (async () => {
      for await (const chunk of response.body!)
        heard += new TextDecoder().decode(chunk as Uint8Array)
    })().catch(() => {})
    return {
      heard: () => heard,
      leave: async () => {
        leaving.abort()
        await reading
      },
    }
  }
  const own = await hears(employee)
  const foreign = await hears(people.stranger)
  await story.as(manager).conversations.startTalk({ id, channel: 'inPerson' })
  for (let n = 0; n < 100 && !own.heard().includes(id); n++) await pause(50)
  assert.ok(own.heard().includes(id), 'the employee hears of it')
  assert.ok(!foreign.heard().includes(id), foreign.heard())
  await own.leave()
  await foreign.leave()
})

test('strangers on the network have a door with few procedures', () => {
  assert.deepEqual([...procedures(publicContract)].map(({ name }) => name).sort(), [
    'accounts.signIn',
    'accounts.signOut',
    'accounts.welcome',
    'joining.acceptInvitation',
    'joining.askDemo',
    'joining.demoPicks',
    'joining.enterDemo',
    'joining.found',
    'joining.invitation',
    'passkeys.signIn',
    'passkeys.signInOptions',
  ])
})
