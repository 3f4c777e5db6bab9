import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Draft, draftOf, draftsBelongTo, keepDraft, minding, sendDrafts } from './outbox.ts'

const store = new Map<string, string>()
const sent: { path: string; clientId: string }[] = []
/** What the server answers next; null breaks the line. */
let answer: () => { status: number; json: unknown } | null = () => null

const server = createServer(async (request, response) => {
  const body = JSON.parse(await text(request)) as { json: { clientId: string } }
  sent.push({ path: request.url ?? '', clientId: body.json.clientId })
  const given = answer()
  if (!given) return request.socket.destroy()
  response
    .writeHead(given.status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ json: given.json }))
})

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
  location: { origin: '' },
}

const draft = (id: string, value: string): Draft => ({
  id,
  value,
  clientId: `client-${id}`,
  path: ['conversations', 'saveAnswer'],
  input: { text: value, clientId: `client-${id}` },
  version: 1,
  url: '/conversations/1',
  label: '共同纪要',
  at: id.length,
})

const saved = { status: 200, json: { version: 2 } }
const refused = {
  status: 403,
  json: {
    defined: false,
    code: 'FORBIDDEN',
    status: 403,
    message: '',
    data: { reason: 'conversation.sealed', params: {} },
  },
}

describe('texts on their way', () => {
  // All tests share one process: what a browser has is here only while these run.
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser.location.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    for (const [name, value] of Object.entries(browser))
      Object.defineProperty(globalThis, name, { value, configurable: true })
  })
  after(async () => {
    for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  beforeEach(() => {
    store.clear()
    sent.length = 0
    draftsBelongTo('mia')
  })

  test('a text written without network is sent later, under the same client id', async () => {
    keepDraft(draft('minutes', '迁移原定八月底'))
    answer = () => null
    await sendDrafts()
    assert.equal(draftOf('minutes')?.value, '迁移原定八月底')
    answer = () => saved
    await sendDrafts()
    assert.equal(draftOf('minutes'), null)
    assert.deepEqual(
      new Set(sent.map(({ path, clientId }) => `${path} ${clientId}`)),
      new Set(['/api/rpc/conversations/saveAnswer client-minutes']),
    )
  })

  test('drafts of one person are neither seen nor sent for another on the same browser', async () => {
    keepDraft(draft('minutes', '只有我看'))
    draftsBelongTo('theo')
    answer = () => saved
    await sendDrafts()
    assert.equal(draftOf('minutes'), null)
    assert.equal(sent.length, 0)
    draftsBelongTo('mia')
    assert.equal(draftOf('minutes')?.value, '只有我看')
  })

  test('a text the server will not take stays and waits for its writer; the next one is sent', async () => {
    keepDraft(draft('minutes', '已经封存'))
    keepDraft(draft('agenda-1', '还能写'))
    answer = () => (sent.length === 1 ? refused : saved)
    await sendDrafts()
    assert.equal(draftOf('minutes')?.stuck, 'conversation.sealed')
    assert.equal(draftOf('agenda-1'), null)
    await sendDrafts()
    assert.equal(sent.length, 2)
  })

  test('a field on the page sends for itself', async () => {
    keepDraft(draft('minutes', '正在写'))
    const release = minding('minutes')
    answer = () => saved
    await sendDrafts()
    assert.equal(sent.length, 0)
    release()
  })
})
