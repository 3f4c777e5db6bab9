import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { ORPCError } from '@orpc/client'
import { openAutosave, type SaveState } from './autosave.ts'
import { draftOf, draftsBelongTo } from './outbox.ts'

const store = new Map<string, string>()
const browser = {
  localStorage: {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
    key: (at: number) => [...store.keys()][at] ?? null,
    get length() {
      return store.size
    },
  },
  location: { pathname: '/conversations/1', search: '' },
}

interface Asked {
  text: string
  version: number
  clientId: string
}

/** A server that holds one text, and a field on it. */
function field(
  options: { id?: string; answer?: (asked: Asked) => Promise<{ version: number }> } = {},
) {
  const server = { text: '', version: 1, asked: [] as Asked[] }
  const answer =
    options.answer ??
    (async (asked: Asked) => {
      if (asked.version !== server.version)
        throw new ORPCError('CONFLICT', {
          data: {
            reason: 'x.changed',
            theirs: { value: server.text, version: server.version, by: '陈一鸣' },
          },
        })
      server.text = asked.text
      return { version: ++server.version }
    })
  const open = () =>
    openAutosave<string, Asked>({
      id: options.id ?? 'talk.minutes',
      value: server.text,
      version: server.version,
      delay: 5,
      procedure: {
        call: (asked) => (server.asked.push(asked), answer(asked)),
        key: () => [['talks', 'save']],
      },
      input: (text, version, clientId) => ({ text, version, clientId }),
    })
  return { server, open, one: open() }
}

const until = async (one: { snapshot: () => { state: SaveState } }, state: SaveState) => {
  for (let tries = 0; one.snapshot().state !== state; tries++) {
    assert.ok(tries < 200, `expected ${state}, stayed ${one.snapshot().state}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('a field that saves itself', () => {
  before(() => {
    for (const [name, value] of Object.entries(browser))
      Object.defineProperty(globalThis, name, { value, configurable: true })
  })
  after(() => {
    for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name)
  })
  beforeEach(() => {
    store.clear()
    draftsBelongTo('mia')
  })

  test('what is typed is kept at once and saved after a pause', async () => {
    const { one, server } = field()
    one.set('迁')
    one.set('迁移')
    assert.equal(draftOf('talk.minutes')?.value, '迁移')
    await until(one, 'saved')
    assert.equal(server.text, '迁移')
    assert.equal(server.asked.length, 1)
    assert.equal(draftOf('talk.minutes'), null)
    assert.ok(one.snapshot().savedAt)
  })

  test('what is typed while saving is saved on top of it', async () => {
    const { one, server } = field()
    one.set('一')
    const going = one.flush()
    one.set('一二')
    assert.equal(await going, false)
    await until(one, 'saved')
    assert.deepEqual(
      server.asked.map(({ text, version }) => [text, version]),
      [
        ['一', 1],
        ['一二', 2],
      ],
    )
  })

  test('a stale write shows both texts; mine stays in the field and nothing is sent before I choose', async () => {
    const { one, server } = field()
    Object.assign(server, { text: '对方写的', version: 2 })
    one.set('我写的')
    await until(one, 'conflict')
    assert.deepEqual(one.snapshot().theirs, { value: '对方写的', version: 2, by: '陈一鸣' })
    assert.equal(one.snapshot().value, '我写的')
    assert.equal(await one.flush(), false)
    assert.equal(server.asked.length, 1)
    one.keepMine()
    await until(one, 'saved')
    assert.equal(server.text, '我写的')
  })

  test('theirs can be taken instead', async () => {
    const { one, server } = field()
    Object.assign(server, { text: '对方写的', version: 2 })
    one.set('我写的')
    await until(one, 'conflict')
    one.takeTheirs()
    assert.equal(one.snapshot().value, '对方写的')
    assert.equal(draftOf('talk.minutes'), null)
    one.set('接着写')
    await until(one, 'saved')
    assert.equal(server.text, '接着写')
  })

  test('an answer that was lost is not a conflict with oneself', async () => {
    const { one, server } = field()
    one.set('同一句')
    Object.assign(server, { text: '同一句', version: 2 })
    await until(one, 'saved')
    one.set('同一句话')
    await until(one, 'saved')
    assert.equal(server.version, 3)
  })

  test('a text without network is there again after a reload, and goes out under the same client id', async () => {
    let online = false
    const talk = field({
      answer: async () => (online ? { version: 2 } : Promise.reject(new TypeError('no network'))),
    })
    talk.one.set('断网时写的')
    await until(talk.one, 'offline')
    const reloaded = talk.open()
    assert.equal(reloaded.snapshot().value, '断网时写的')
    online = true
    assert.equal(await reloaded.flush(), true)
    assert.equal(new Set(talk.server.asked.map(({ clientId }) => clientId)).size, 1)
    assert.equal(draftOf('talk.minutes'), null)
    await talk.one.flush()
  })

  test('a newer text flows in, but never over something unsaved', async () => {
    const { one, server } = field()
    const options = {
      id: 'talk.minutes',
      procedure: { call: async () => ({ version: 9 }), key: () => [['x']] as const },
      input: (text: string, version: number, clientId: string) => ({ text, version, clientId }),
    }
    one.follow({ ...options, value: '新的', version: 2 })
    assert.equal(one.snapshot().value, '新的')
    one.set('我在写')
    one.follow({ ...options, value: '更新的', version: 3 })
    assert.equal(one.snapshot().value, '我在写')
    await until(one, 'saved')
    assert.equal(server.asked.length, 0)
  })

  test('a refusal says why and keeps the text', async () => {
    const { one } = field({
      answer: () =>
        Promise.reject(new ORPCError('FORBIDDEN', { data: { reason: 'conversation.sealed' } })),
    })
    one.set('太晚了')
    await until(one, 'refused')
    assert.equal(one.snapshot().value, '太晚了')
    assert.equal(draftOf('talk.minutes')?.value, '太晚了')
  })
})
