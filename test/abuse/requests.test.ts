import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { ask, visitorAt, wordsOf, type Visitor } from '../support/http.ts'
import { newId } from '../../platform/ids.ts'
import { password } from '../support/scenario.ts'
import { assertHasWords, newSite, type Site } from '../support/site.ts'
import { answersTo, talkBetween, type Talk } from '../support/talks.ts'

let site: Site & { close(): Promise<void> }
let talk: Talk
let employee: Visitor

before(async () => {
  site = await newSite()
  talk = await talkBetween(site, 'prepare', { template: 'monthly', flow: 'monthly' })
  employee = await site.visit(talk.employee)
})
after(() => site.close())

/** A draft of the first text field, version by version. */
const draft = (value: unknown, version = 0) => ({
  id: talk.id,
  part: 'self' as const,
  fieldKey: 'selfBest',
  value,
  version,
  clientId: newId(),
})
const stored = async () => {
  const { parts } = await site.as(talk.employee).conversations.get({ id: talk.id })
  return parts.find(({ kind }) => kind === 'self')?.answers.selfBest
}

test('five megabytes of text are refused in words, on a connection that lives to tell', async () => {
  const huge = await wordsOf(
    await ask(employee, 'conversations.saveAnswer', draft('长'.repeat(5 * 1024 * 1024))),
  )
  assert.deepEqual([huge.status, huge.reason], [413, 'app.tooLarge'])
  assertHasWords(huge.reason)
  const large = await wordsOf(
    await ask(employee, 'conversations.saveAnswer', draft('长'.repeat(300_000))),
  )
  assert.deepEqual(
    [large.status, large.reason, large.field],
    [400, 'templates.tooLong', 'selfBest'],
  )
  assertHasWords(large.reason)
  assert.equal(await stored(), undefined)
})

test('a body that claims no length is stopped at the same size', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(site.url)
    const open = request(
      {
        hostname,
        port,
        path: '/api/rpc/conversations/saveAnswer',
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: employee.cookie() },
      },
      (response) => {
        response.resume()
        resolve(response.statusCode!)
      },
    )
    open.on('error', reject)
    open.write('{"json":"')
    for (let n = 0; n < 40; n++) open.write('x'.repeat(100_000))
    open.end('"}')
  })
  assert.equal(status, 413)
})

test('damaged and hidden characters are refused with the field, harmless ones are put right', async () => {
  const cases = [
    ['lone surrogate', '到此\ud800为止', 'templates.brokenCharacters'],
    ['NUL', '到此\u0000为止', 'templates.controlCharacters'],
    ['bell', '到此\u0007为止', 'templates.controlCharacters'],
  ] as const
  for (const [what, text, reason] of cases) {
    const answer = await wordsOf(await ask(employee, 'conversations.saveAnswer', draft(text)))
    assert.deepEqual(
      [what, answer.status, answer.reason, answer.field],
      [what, 400, reason, 'selfBest'],
    )
    assertHasWords(answer.reason)
  }
  assert.equal(await stored(), undefined)
  await employee.api.conversations.saveAnswer(draft('Cafe\u0301 \u202egnp.exe\u202c'))
  assert.equal(
    (await stored())?.value,
    'Café gnp.exe',
    'composed, and without the marks that turn text around',
  )
})

test('fields nobody asked for change nothing', async () => {
  const version = (await stored())?.version ?? 0
  const answer = await ask(employee, 'conversations.saveAnswer', {
    ...draft('只是一段话', version),
    orgId: newId(),
    sealedAt: '2020-01-01',
    submittedAt: '2020-01-01',
    updatedBy: newId(),
    ip: '8.8.8.8',
    role: 'hrAdmin',
    rating: 5,
    phase: 'archive',
  })
  assert.equal(answer.status, 200)
  const workspace = await employee.api.conversations.get({ id: talk.id })
  assert.deepEqual(
    [
      workspace.sealedAt,
      workspace.phase,
      workspace.parts[0]!.submittedAt,
      workspace.parts[0]!.answers.selfBest!.by,
    ],
    [null, 'prepare', null, talk.employee.personId],
  )
  await ask(employee, 'accounts.setLocale', {
    locale: 'zh-CN',
    role: 'hrAdmin',
    orgId: newId(),
    personId: newId(),
    roles: [{ role: 'hrAdmin' }],
  })
  assert.deepEqual((await employee.api.accounts.me()).grants, [])
})

test('a key called __proto__ reaches nothing', async () => {
  const { id } = talk
  const body = `{"json":{"__proto__":{"polluted":true,"isAdmin":true},"constructor":{"prototype":{"polluted":true}},"id":"${id}"}}`
  for (const name of ['conversations.get', 'conversations.list', 'accounts.setLocale'])
    assert.ok((await ask(employee, name, body)).status < 500)
  const meta = await ask(
    employee,
    'conversations.get',
    `{"json":{"id":"${id}"},"meta":[[1,"__proto__","polluted"],[0,"constructor","prototype","polluted"]]}`,
  )
  assert.ok(meta.status < 500, String(meta.status))
  const value = await ask(
    employee,
    'conversations.saveAnswer',
    `{"json":{"id":"${id}","part":"self","fieldKey":"__proto__","value":"x","version":0,"clientId":"${newId()}"}}`,
  )
  assert.equal(value.status, 400)
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
})

test(
  'no procedure breaks on text that a database or a page cannot hold',
  { timeout: 120_000 },
  async () => {
    const evil = [
      '到此\u0000为止',
      '到此\ud800为止',
      `\u202e'; drop table person; -- %_\\ __proto__`,
    ]
    const hr = await site.visit(site.hr)
    await hr.api.accounts.stepUp({ password })
    const person = (await site.hire('某人')).personId
    const department = site.departmentId
    const cycle = (await hr.api.cycles.create({ name: '试', kind: 'result' })).id
    const inputs = (text: string): Record<string, unknown> => ({
      'org.people': { q: text },
      'org.count': { q: text, level: text },
      'org.add': {
        employeeNo: `X${text}${newId()}`.slice(0, 60),
        name: text,
        departmentId: department,
        position: text,
        jobFamily: text,
        level: text,
      },
      'org.edit': { id: person, name: text, email: null, phone: text, gender: null, hiredOn: null },
      'org.reassign': {
        id: person,
        fromOn: '2026-01-01',
        departmentId: department,
        position: text,
        jobFamily: text,
        level: text,
        managerId: talk.manager.personId,
      },
      'org.grant': { id: person, role: 'executive', reason: text },
      'cycles.create': { name: text, kind: 'result' },
      'cycles.findPeople': { q: text },
      'cycles.peopleByNumbers': { numbers: [text] },
      'cycles.participants': { id: cycle, q: text, after: text, stage: text },
      'cycles.dryRunPeople': { id: cycle, q: text, after: text },
      'conversations.list': { text, after: text },
      'conversations.archive': { text, person: text, after: text },
      'conversations.takeBack': { id: talk.id, reason: text },
      'conversations.noteRefusal': { id: talk.id, reason: text, witnessId: site.hr.personId },
      'conversations.witnesses': { id: talk.id, text },
      'conversations.addLink': {
        id: talk.id,
        part: 'manager',
        fieldKey: text,
        link: 'https://example.com/x',
        label: text,
      },
      'conversations.saveAnswer': {
        id: talk.id,
        part: 'privateNote',
        fieldKey: 'note',
        value: text,
        version: 0,
        clientId: newId(),
      },
      'conversations.revisions': { id: talk.id, part: 'self', fieldKey: text },
      'conversations.completeStage': { id: talk.id, stageKey: text },
      'conversations.enterStep': { id: talk.id, stepKey: text },
      'conversations.sealedRecord': { id: talk.id, reason: text },
      'conversations.changeManager': {
        id: talk.id,
        managerId: talk.manager.personId,
        choice: 'oldFinishes',
        reason: text,
      },
      'conversations.addPlanLine': {
        id: talk.id,
        line: { layer: 'result', ownerKind: 'employee', what: text },
        clientId: newId(),
      },
      'conversations.minutes.push': { id: talk.id, update: 'AAAA' },
      'scheduling.book': {
        conversationId: talk.id,
        minutes: 30,
        place: text,
        channel: 'inPerson',
        agenda: [text],
        clientId: newId(),
      },
      'commitments.list': { text, after: text },
      'org.import.rows': { id: newId(), q: text },
      'accounts.stepUp': { password: text },
      'accounts.changePassword': { current: text, next: text.padEnd(12, 'x') },
    })
    const manager = await site.visit(talk.manager)
    const broken: string[] = []
    for (const text of evil)
      for (const [name, input] of Object.entries(inputs(text)))
        for (const [who, visitor] of [
          ['HR', hr],
          ['manager', manager],
        ] as const) {
          const meta = name === 'scheduling.book' ? [[1, 'startsAt']] : []
          const json =
            name === 'scheduling.book'
              ? { ...(input as object), startsAt: '2099-01-01T09:00:00.000Z' }
              : input
          const { status, reason } = await wordsOf(
            await ask(visitor, name, JSON.stringify({ json, meta })),
          )
          if (status >= 500)
            broken.push(`${name} as ${who} with ${JSON.stringify(text)}: ${status} ${reason}`)
        }
    const stranger = visitorAt(site.url)
    for (const text of evil)
      for (const [name, input] of Object.entries({
        'accounts/signIn': { name: text, password: text, organization: text },
        'joining/invitation': { token: text },
        'joining/acceptInvitation': { token: text, password: 'x'.repeat(12), locale: 'zh-CN' },
      })) {
        const { status } = await stranger.send(`/api/public/${name}`, {
          method: 'POST',
          body: JSON.stringify({ json: input }),
          headers: { 'content-type': 'application/json' },
        })
        if (status >= 500) broken.push(`public ${name} with ${JSON.stringify(text)}: ${status}`)
      }
    assert.deepEqual(broken, [])
  },
)

test('addresses and cookies that are no text break nothing', async () => {
  for (const path of [
    '/api/rpc/%00',
    '/api/rpc/%E0%A4%A',
    '/%E0%A4%A',
    '/api/files/attachment/%00',
    '/api/files/attachment/not-an-id',
    '/api/files/record-pdf/__proto__',
    '/api/files/__proto__/x',
    '/api/files/constructor/x',
    '/api/live?subjects=%00,abc,__proto__',
    '/../../etc/passwd',
    '/api/rpc/conversations/get/../../x',
  ]) {
    const aborted = new AbortController()
    const response = await employee.send(path, { signal: aborted.signal })
    assert.ok(response.status < 500, `${path}: ${response.status}`)
    aborted.abort()
  }
  for (const name of ['__proto__', 'constructor', 'toString', 'nope'])
    assert.equal(
      (await employee.send(`/api/files/${name}/x`, { method: 'POST', body: 'x' })).status,
      404,
      name,
    )
  for (const cookie of [
    'cuxi.session_token=%E0%A4%A',
    'cuxi.session_token=a.b',
    'cuxi.session_token=.',
    'cuxi.session_token',
  ])
    assert.equal(
      (
        await visitorAt(site.url).send('/api/rpc/accounts/me', {
          method: 'POST',
          body: '{}',
          headers: { cookie, 'content-type': 'application/json' },
        })
      ).status,
      401,
      cookie,
    )
})

test('a page of another site gets nothing done, whatever it sends', async () => {
  const save = JSON.stringify({ json: draft('来自别的网站', (await stored())?.version ?? 0) })
  const before = await stored()
  const cases: Record<string, string>[] = [
    { origin: 'https://evil.example', 'content-type': 'application/json' },
    { origin: 'null', 'content-type': 'text/plain' },
    { origin: `${site.url}.evil.example`, 'content-type': 'text/plain' },
    { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
    { 'sec-fetch-site': 'same-site', 'content-type': 'application/json' },
    { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    { origin: 'https://evil.example', 'content-type': 'multipart/form-data; boundary=x' },
  ]
  for (const headers of cases) {
    const answer = await wordsOf(
      await employee.send('/api/rpc/conversations/saveAnswer', {
        method: 'POST',
        body: save,
        headers,
      }),
    )
    assert.deepEqual(
      [answer.status, answer.reason],
      [403, 'app.otherSite'],
      JSON.stringify(headers),
    )
    assertHasWords(answer.reason)
    const signIn = await employee.send('/api/public/accounts/signIn', {
      method: 'POST',
      body: JSON.stringify({ json: { name: 'HR001', password } }),
      headers,
    })
    assert.equal(signIn.status, 403, 'nobody is signed in as somebody else by a foreign form')
  }
  assert.deepEqual(await stored(), before)
})

test('JSON that calls itself text, and reading methods, write nothing', async () => {
  const before = await stored()
  const json = JSON.stringify({ json: draft('换个说法', before?.version ?? 0) })
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
  ])
    assert.ok(
      (
        await employee.send('/api/rpc/conversations/saveAnswer', {
          method: 'POST',
          body: json,
          headers: { 'content-type': type },
        })
      ).status >= 400,
      type,
    )
  const inAddress = await employee.send(
    `/api/rpc/conversations/saveAnswer?data=${encodeURIComponent(json)}`,
  )
  assert.ok(inAddress.status >= 400, `GET: ${inAddress.status}`)
  assert.deepEqual(await stored(), before)
  assert.equal(
    (
      await employee.send('/api/rpc/conversations/saveAnswer', {
        method: 'POST',
        body: json,
        headers: { 'content-type': 'application/json' },
      })
    ).status,
    200,
  )
})

test('the address in the proof of a signature is the socket’s, whatever a header says', async () => {
  const forged = {
    'x-forwarded-for': Array.from({ length: 20 }, (_, n) => `8.8.8.${n}`).join(', '),
    forwarded: 'for="[2001:db8::1%25eth0]"',
    'x-real-ip': '8.8.4.4',
    'x-cuxi-client': '8.8.4.4',
    'cf-connecting-ip': '8.8.4.4',
  }
  const sealing = await talkBetween(site, 'managerSigned', { template: 'monthly', flow: 'monthly' })
  const visitor = await site.visit(sealing.employee, forged)
  await visitor.api.accounts.stepUp({ password })
  await visitor.api.conversations.sign({
    id: sealing.id,
    shownHash: sealing.shownHash,
    outcome: 'agreed',
  })
  const { signatures } = await visitor.api.conversations.sealedRecord({ id: sealing.id })
  assert.match(signatures.find(({ role }) => role === 'employee')!.ip!, /^(127\.0\.0\.1|::1)$/)
  for (const { ip } of await visitor.api.accounts.sessions())
    assert.match(ip, /^(127\.0\.0\.1|::1|10\.0\.0\.7)$/)
})

test('what is not there and what is not yours get the same answer', async () => {
  const stranger = await site.visit(await site.hire('路人'))
  for (const name of [
    'conversations.get',
    'conversations.readPage',
    'conversations.sealedRecord',
    'conversations.endTalk',
    'conversations.present',
    'cycles.get',
    'cycles.monitor',
  ])
    assert.deepEqual(
      await wordsOf(await ask(stranger, name, { id: talk.id })),
      await wordsOf(await ask(stranger, name, { id: newId() })),
      name,
    )
  const { status, reason } = await wordsOf(
    await ask(stranger, 'conversations.get', { id: talk.id }),
  )
  assert.deepEqual([status, reason], [404, 'app.notFound'])
  assertHasWords(reason)
  for (const file of [
    'record-pdf',
    'record-evidence',
    'meeting-ics',
    'attachment',
    'import-problems',
  ]) {
    const foreign = await stranger.send(`/api/files/${file}/${talk.id}`)
    const missing = await stranger.send(`/api/files/${file}/${newId()}`)
    assert.deepEqual([foreign.status, await foreign.text()], [404, await missing.text()], file)
  }
})

test('in two tabs the second one hears what stands there, and its own text is kept', async () => {
  const other = await talkBetween(site, 'prepare', { template: 'monthly', flow: 'monthly' })
  const visitor = await site.visit(other.employee)
  const [first] = answersTo(other.template, 'self', '第一扇窗里写的')
  const save = (value: string, version: number) =>
    conflictOf(
      ask(visitor, 'conversations.saveAnswer', {
        id: other.id,
        part: 'self',
        fieldKey: first!.fieldKey,
        value,
        version,
        clientId: newId(),
      }),
    )
  assert.equal((await save('第一扇窗里写的', 0)).status, 200)
  const late = await save('第二扇窗里写的', 0)
  assert.deepEqual(
    [late.status, late.data.reason, late.data.theirs.value, late.data.yours],
    [409, 'conversations.changed', '第一扇窗里写的', '第二扇窗里写的'],
  )
  assertHasWords(late.data.reason)
  const kept = await visitor.api.conversations.undelivered({ id: other.id })
  assert.deepEqual(
    kept.map(({ value }) => value),
    ['第二扇窗里写的'],
  )
})

async function conflictOf(sent: Promise<Response>) {
  const response = await sent
  const { json } = (await response.json()) as {
    json: { data?: { reason: string; theirs: { value: string }; yours: string } }
  }
  return { status: response.status, data: json.data! }
}
