import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { serve } from '../../app/server.ts'
import { openAuth } from '../../platform/auth.ts'
import { ask, visitorAt, wordsOf, type Visitor } from '../support/http.ts'
import { password, type Someone } from '../support/scenario.ts'
import { assertHasWords, newSite, type Site } from '../support/site.ts'

let site: Site & { close(): Promise<void> }
let someone: Someone
let visitor: Visitor
before(async () => {
  site = await newSite()
  someone = await site.hire('梅兰')
  visitor = await site.visit(someone)
})
after(() => site.close())

const freePort = async () => {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

const localeIn = async () => (await visitor.api.accounts.me()).locale
const change = JSON.stringify({ json: { locale: 'en' } })

/** What a browser sends along when a page of another site does something with our cookie. */
const foreign: Record<string, Record<string, string>> = {
  'another site, as every browser says': {
    origin: 'https://evil.example',
    'sec-fetch-site': 'cross-site',
  },
  'an older browser': { origin: 'https://evil.example' },
  'a page without an address': { origin: 'null' },
  'a sister host of the same domain': {
    origin: 'http://other.localhost',
    'sec-fetch-site': 'same-site',
  },
  'another port of this host': { origin: 'http://localhost:1' },
}

for (const [who, headers] of Object.entries(foreign))
  test(`${who} writes nothing with our cookie`, async () => {
    const bodies: [string, string][] = [
      ['application/json', change],
      ['text/plain', change],
      ['application/x-www-form-urlencoded', `data=${encodeURIComponent(change)}`],
      [
        'multipart/form-data; boundary=x',
        `--x\r\ncontent-disposition: form-data; name="data"\r\n\r\n${change}\r\n--x--`,
      ],
    ]
    for (const [type, body] of bodies) {
      const answer = await wordsOf(
        await visitor.send('/api/rpc/accounts/setLocale', {
          method: 'POST',
          body,
          headers: { ...headers, 'content-type': type },
        }),
      )
      assert.deepEqual([answer.status, answer.reason], [403, 'app.otherSite'], type)
      assertHasWords(answer.reason)
    }
    assert.equal(await localeIn(), 'zh-CN')
  })

test('another site signs nobody in or out: not even under a name of its own', async () => {
  for (const headers of Object.values(foreign))
    for (const name of ['signIn', 'signOut']) {
      const answer = await visitorAt(site.url).send(`/api/public/accounts/${name}`, {
        method: 'POST',
        body: JSON.stringify({ json: { name: someone.employeeNo, password } }),
        headers: { ...headers, 'content-type': 'text/plain' },
      })
      assert.deepEqual([answer.status, answer.headers.getSetCookie()], [403, []])
    }
})

test('a link does nothing but show: procedures are not asked by GET', async () => {
  const data = encodeURIComponent(change)
  for (const path of [
    'rpc/accounts/setLocale',
    'rpc/accounts/endOtherSessions',
    'public/accounts/signOut',
  ]) {
    const answer = await visitor.send(`/api/${path}?data=${data}`)
    assert.ok(answer.status === 405 || answer.status === 404, `${path}: ${answer.status}`)
  }
  assert.equal(await localeIn(), 'zh-CN')
})

test('our own page writes', async () => {
  const { status } = await ask(
    visitor,
    'accounts.setLocale',
    { locale: 'zh-CN' },
    {
      origin: site.url,
      'sec-fetch-site': 'same-origin',
    },
  )
  assert.equal(status, 200)
})

test('a cookie planted under a similar name is not looked at', async () => {
  const own = visitor.cookie()
  for (const name of [
    'x-cuxi.session_token',
    '__Secure-cuxi.session_token',
    '__Host-cuxi.session_token',
  ]) {
    const planted = own.replace('cuxi.session_token', name)
    const answer = await fetch(`${site.url}/api/rpc/accounts/me`, {
      method: 'POST',
      body: '{}',
      headers: { cookie: planted, 'content-type': 'application/json' },
    })
    assert.equal(answer.status, 401, name)
  }
})

test('by https the session is bound to this host, out of the reach of scripts and other sites', async () => {
  const publicUrl = 'https://cuxi.example'
  const { config, database, secret } = site.services
  const auth = openAuth({ database, secret, https: true, sessionSeconds: 3600 })
  const port = await freePort()
  const serving = await serve(
    { ...site.services, auth, config: { ...config, publicUrl, port } },
    null,
  )
  const at = `http://localhost:${port}`
  try {
    const sign = (headers: Record<string, string>) =>
      fetch(`${at}/api/public/accounts/signIn`, {
        method: 'POST',
        body: JSON.stringify({ json: { name: someone.employeeNo, password } }),
        headers: { 'content-type': 'application/json', ...headers },
      })
    const answer = await sign({})
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split('; '))
    for (const [value, ...marks] of cookies) {
      assert.match(value!, /^__Host-cuxi\.(session_token|device)=/)
      for (const mark of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/'])
        assert.ok(marks.includes(mark), `${mark} in ${marks.join('; ')}`)
      assert.ok(!marks.some((mark) => mark.startsWith('Domain=')))
    }
    const parts = cookies.find(([value]) => value!.includes('session_token'))!
    assert.equal(answer.headers.get('strict-transport-security'), 'max-age=31536000')

    const me = (name: string) =>
      fetch(`${at}/api/rpc/accounts/me`, {
        method: 'POST',
        body: '{}',
        headers: {
          cookie: parts[0]!.replace('__Host-cuxi.session_token', name),
          'content-type': 'application/json',
        },
      })
    assert.equal((await me('__Host-cuxi.session_token')).status, 200)
    assert.equal((await me('cuxi.session_token')).status, 401, 'a cookie another host may set')
  } finally {
    await serving.stop()
  }
})

test('no page is shown inside another, and no answer stays in a cache', async () => {
  const answer = await ask(visitor, 'accounts.me', {})
  assert.equal(answer.headers.get('x-frame-options'), 'DENY')
  for (const other of [answer, await visitor.send('/verify.html'), await visitor.send('/healthz')])
    for (const rule of ['frame-ancestors', 'object-src', 'base-uri'])
      assert.match(other.headers.get('content-security-policy')!, new RegExp(`${rule} 'none'`))
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(answer.headers.get('cross-origin-resource-policy'), 'same-origin')
})
