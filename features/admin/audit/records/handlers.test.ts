import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { unzipSync } from 'fflate'
import { serve } from '../../../../app/server.ts'
import { newId } from '../../../../platform/ids.ts'
import { todayOf } from '../../../../test/support/days.ts'
import { addDepartment } from '../../../../test/support/departments.ts'
import { grant } from '../../../../test/support/grants.ts'
import { signedInAt } from '../../../../test/support/http.ts'
import { moved } from '../../../../test/support/moves.ts'
import { password, scenario, type Someone, type Story } from '../../../../test/support/scenario.ts'
import { cycleOf, talkBetween } from '../../../../test/support/talks.ts'
import { logKeysOf } from '../../../sealing/queries.ts'
import { verify } from '../../../sealing/verifier/rules.ts'
import { recordsFile } from './handlers.ts'

const words = '回退预案的每一个字'
const early = '还没有封存的一个字'
const why = '外部审计抽查年度记录'
const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason

/** Two sealed records and a talk under way, HR who asks and HR who agrees. */
async function house(story: Story) {
  const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
  const one = await talkBetween(story, 'sealed', { text: words })
  const other = await talkBetween(story, 'sealed', { text: words })
  await talkBetween(story, 'open', { employee: one.employee, manager: one.manager, text: early })
  return { second, one, other }
}

const input = (story: Story) => ({
  contents: 'records' as const,
  fromOn: null,
  untilOn: todayOf(story),
  reason: why,
})

async function approved(story: Story, who: Someone, second: Someone, more = {}) {
  const asked = await story.as(who).admin.audit.exports.ask({ ...input(story), ...more })
  await story
    .as(second, { steppedUp: true })
    .admin.audit.exports.decide({ id: asked.id, approve: true })
  return asked.id
}

/** The archive as this person gets it, a piece at a time; `between` happens after the first. */
async function taken(
  story: Story,
  who: Someone,
  id: string,
  between: () => Promise<unknown> = async () => {},
) {
  const file = await story.behind(who, (context) => recordsFile(context, id, { archive: 1 }), {
    steppedUp: true,
  })
  const pieces: Uint8Array[] = []
  for (let after: string | null = null, n = 0; n === 0 || after !== null; n++) {
    const piece = await story.behind(who, (context) => file.piece(context, after))
    pieces.push(piece.data as Uint8Array)
    after = piece.next
    if (n === 0) await between()
  }
  const reached = String(pieces.length - 1)
  await story.behind(who, (context) => file.ended(context, { isWhole: true, reached }))
  return unzipSync(Buffer.concat(pieces))
}

/** How an export stands for whoever asked for it. */
const standing = async (story: Story, id: string) =>
  (await story.as(story.hr).admin.audit.exports.list()).items.find((one) => one.id === id)!

const countsOf = async (story: Story, id: string) =>
  (await standing(story, id)).archives.map(({ records, written, leftOut }) => ({
    records,
    written,
    leftOut,
  }))

/** Keeps the look into a record of an export from being noted, and with it the record, until it goes on. */
async function holdUp({ services, orgId }: Story, exportId: string, position: number) {
  const held = Promise.withResolvers<void>()
  const freed = Promise.withResolvers<void>()
  const holding = services.database.inOrg(orgId, async (db) => {
    await db
      .selectFrom('exportRecord as r')
      .innerJoin('conversation as c', (join) =>
        join.onRef('c.orgId', '=', 'r.orgId').onRef('c.id', '=', 'r.conversationId'),
      )
      .select('c.id')
      .where('r.orgId', '=', orgId)
      .where('r.exportId', '=', exportId)
      .where('r.position', '=', position)
      .forUpdate('c')
      .execute()
    held.resolve()
    await freed.promise
  })
  await held.promise
  return { goesOn: () => (freed.resolve(), holding) }
}

/** The server’s own end of the next answer at an address. */
const answering = (address: string) =>
  new Promise<ServerResponse>((resolve) => {
    const channel = 'http.server.request.start'
    const hear = (message: unknown) => {
      const { request, response } = message as {
        request: IncomingMessage
        response: ServerResponse
      }
      if (request.url !== address) return
      unsubscribe(channel, hear)
      resolve(response)
    }
    subscribe(channel, hear)
  })

const textOf = (files: Record<string, Uint8Array>, name: string) =>
  Buffer.from(files[name]!).toString()

/** The numbers of the records in a list, below its heading. */
const numbersIn = (list: string) =>
  list
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => /^"(\d+)"/.exec(line)?.[1])

/** Each of them finds on the page of who looked that HR did, as what, what for, and who agreed. */
async function eachReadsOf(
  story: Story,
  talks: readonly { employee: Someone }[],
  { kind, approvedBy }: { kind: 'export' | 'chain'; approvedBy: Someone },
) {
  for (const { employee } of talks) {
    const { items } = await story.as(employee).admin.access.mine({})
    assert.deepEqual(
      items.map((one) => [one.who?.name, one.kind, one.reason, one.approvedBy?.name]),
      [[story.hr.name, kind, why, approvedBy.name]],
    )
  }
}

test('sealed records leave together only after a second person agreed, and every file verifies without us', () =>
  scenario(async (story) => {
    const { second, one, other } = await house(story)
    const clientId = newId()
    const ask = () => story.as(story.hr).admin.audit.exports.ask({ ...input(story), clientId })
    const asked = await ask()
    assert.equal((await ask()).id, asked.id, 'sent twice, asked once')
    assert.deepEqual(await countsOf(story, asked.id), [{ records: 2, written: 0, leftOut: 0 }])
    await assert.rejects(
      story.as(one.manager).admin.audit.exports.ask(input(story)),
      (error: { code?: string }) => error.code === 'NOT_FOUND',
    )
    const serving = await serve(story.services, null)
    try {
      const visitor = await signedInAt(serving.url, story.hr.employeeNo, password)
      const address = `/api/files/records/${asked.id}`
      await visitor.api.accounts.stepUp({ password })
      assert.equal((await visitor.send(address)).status, 403, 'nobody has agreed yet')
      await story
        .as(second, { steppedUp: true })
        .admin.audit.exports.decide({ id: asked.id, approve: true })
      assert.equal((await visitor.send(`/api/files/chains/${asked.id}`)).status, 404)
      assert.equal((await visitor.send(`${address}?archive=2`)).status, 404)
      for (const archive of ['0', '1.5', '1e30', 'first'])
        assert.equal((await visitor.send(`${address}?archive=${archive}`)).status, 400, archive)
      const response = await visitor.send(address)
      assert.equal(response.headers.get('content-type'), 'application/zip')
      const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
      const trustedKeys = await story.services.database.inOrg(story.orgId, (db) =>
        logKeysOf(db, story.orgId),
      )
      const proofs = Object.keys(files).filter((name) => /\.(cuxi\.json|pdf)$/.test(name))
      assert.equal(proofs.length, 4)
      for (const name of proofs)
        assert.equal((await verify(files[name]!, { trustedKeys })).verdict, 'intact', name)
      const list = textOf(files, 'list.csv')
      for (const { employee } of [one, other]) assert.match(list, new RegExp(employee.employeeNo))
      assert.equal(list.match(/"完整"/g)?.length, 2)
      assert.match(list, /确认（S1）/)
      assert.match(textOf(files, 'course.csv'), /conversation\.sealed/)
      assert.match(textOf(files, 'index.html'), new RegExp(why))
      for (const name of Object.keys(files))
        assert.ok(!textOf(files, name).includes(early), `${name} holds a talk under way`)
      while (!(await standing(story, asked.id)).handedOverAt) await pause(10)
      assert.deepEqual(await countsOf(story, asked.id), [{ records: 2, written: 2, leftOut: 0 }])
    } finally {
      await serving.stop()
    }
    await eachReadsOf(story, [one, other], { kind: 'export', approvedBy: second })
    const { readings } = await story.as(one.employee).conversations.sealedRecord({ id: one.id })
    assert.deepEqual(
      readings.map(({ name, approvedBy }) => [name, approvedBy]),
      [[story.hr.name, second.name]],
    )
    // Whoever watches reads of one archive, opens it to its records, or finds one by its person.
    const watch = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const { log } = story.as(watch).admin.audit
    const looks = async (more: object) =>
      (await log({ about: 'looks', ...more })).items.map(({ kind, whom }) => [kind, whom?.name])
    const left = 'conversation.exported'
    const [whole, archive, ...rest] = (await log({ about: 'looks' })).items
    assert.deepEqual(
      [whole!.kind, archive!.kind],
      ['chain.recordsHandedOver', 'chain.recordsTaken'],
    )
    assert.ok(rest.every(({ kind }) => kind !== left))
    assert.deepEqual(
      (await looks({ within: archive!.id })).sort(),
      [one, other].map(({ employee }) => [left, employee.name]).sort(),
    )
    assert.deepEqual(await looks({ person: one.employee.employeeNo }), [[left, one.employee.name]])
    await story.settle()
    const { rows } = await story.services.database.pool.query<{ text: string }>(
      `select coalesce(string_agg(j::text, ''), '') as text from pgboss.job j`,
    )
    assert.ok(!rows[0]!.text.includes(words), 'no job carries a word')
  }))

test('an export is of a cycle or of one person where that was asked, and of nobody’s own records', () =>
  scenario(async (story) => {
    const { second, one, other } = await house(story)
    const boss = await story.hire('主管')
    await talkBetween(story, 'sealed', { employee: second, manager: boss, text: words })
    const cycleId = await cycleOf(story, one.id)
    for (const [more, employee] of [
      [{ cycleId }, one.employee],
      [{ employeeId: other.employee.personId }, other.employee],
    ] as const) {
      const id = await approved(story, story.hr, second, more)
      const list = textOf(await taken(story, story.hr, id), 'list.csv')
      assert.equal(list.trim().split('\r\n').length, 2)
      assert.match(list, new RegExp(employee.employeeNo))
    }
    const mine = { employeeId: second.personId }
    await assert.rejects(
      story.as(second).admin.audit.exports.ask({ ...input(story), ...mine }),
      refused('admin.exportNothing'),
    )
    const asked = await story.as(story.hr).admin.audit.exports.ask({ ...input(story), ...mine })
    await assert.rejects(
      story
        .as(second, { steppedUp: true })
        .admin.audit.exports.decide({ id: asked.id, approve: true }),
      refused('admin.exportOwn'),
    )
    await assert.rejects(
      story.as(story.hr).admin.audit.exports.ask({ ...input(story), untilOn: '2020-01-01' }),
      refused('admin.exportNothing'),
      'it did not end before it began: there was nothing yet',
    )
    // Among many, theirs who agreed stays behind; the others go.
    const files = await taken(story, story.hr, await approved(story, story.hr, second))
    const list = textOf(files, 'list.csv')
    assert.deepEqual(numbersIn(list), ['1', '2', '3'])
    assert.match(list, /"3",("",)+"是同意这次导出的人自己的记录/)
    assert.ok(!list.includes(second.employeeNo))
    assert.match(textOf(files, 'index.html'), /这一包 3 份记录，其中 1 份没能放进来/)
    const watch = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const [whole] = (await story.as(watch).admin.audit.log({ about: 'looks' })).items
    assert.deepEqual(whole?.data, { records: 2, written: 3, leftOut: 1 })
    assert.match(textOf(files, 'index.html'), /records\/0003[^]*同意这次导出的人自己的记录/)
    assert.deepEqual((await story.as(second).admin.access.mine({})).items, [])
  }))

test('whoever asked takes the question back while nobody has decided, and then nothing leaves', () =>
  scenario(async (story) => {
    const { second } = await house(story)
    const { exports } = story.as(story.hr).admin.audit
    const { id } = await exports.ask(input(story))
    const decide = () =>
      story.as(second, { steppedUp: true }).admin.audit.exports.decide({ id, approve: true })
    await assert.rejects(
      story.as(second).admin.audit.exports.withdraw({ id }),
      refused('admin.exportAskerOnly'),
    )
    const withdrawn = await exports.withdraw({ id })
    assert.equal(withdrawn.state, 'withdrawn')
    await assert.rejects(decide(), refused('admin.exportWithdrawn'))
    await assert.rejects(exports.withdraw({ id }), refused('admin.exportWithdrawn'))
    await assert.rejects(taken(story, story.hr, id), refused('admin.exportNotApproved'))
    const agreed = await approved(story, story.hr, second)
    await assert.rejects(exports.withdraw({ id: agreed }), refused('admin.exportDecided'))
    const watch = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const { items } = await story.as(watch).admin.audit.log({ about: 'looks' })
    const line = items.find(({ kind }) => kind === 'chain.exportWithdrawn')
    assert.equal(line?.who?.name, story.hr.name)
  }))

test('what is erased, restricted or under appeal is said in the list, and only what may be read is inside', () =>
  scenario(async (story) => {
    const { second, one, other } = await house(story)
    const third = await talkBetween(story, 'sealed', { text: words })
    const security = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const { privacy } = story.as(second).admin
    const basis = '个人信息保护法第四十七条：目的已实现'
    const erasure = await privacy.askErasure({ conversationId: one.id, basis })
    await story
      .as(security, { steppedUp: true })
      .admin.privacy.decideErasure({ id: erasure.id, approve: true })
    await privacy.hold({
      conversationId: other.id,
      kind: 'restriction',
      reason: '员工撤回同意，先只保存',
    })
    await story.as(third.employee).conversations.appeals.open({
      conversationId: third.id,
      kind: 'appeal',
      reason: '评分依据与事实不符，请复核一遍',
      wish: '重新核对',
    })
    await story.settle()
    const id = await approved(story, story.hr, second)
    const files = await taken(story, story.hr, id)
    const list = textOf(files, 'list.csv').trim().split('\r\n')
    const line = (who: Someone) => list.find((each) => each.includes(who.employeeNo))!
    assert.match(line(one.employee), new RegExp(`已抹除，依据：${basis}`))
    assert.match(line(other.employee), /只保存、不使用/)
    assert.match(line(third.employee), /"完整".*申诉中/)
    const proofs = Object.keys(files).filter((name) => name.endsWith('.cuxi.json'))
    assert.equal(proofs.length, 1)
    assert.match(textOf(files, 'index.html'), /没能放进来的[^]*record-v1\.cuxi\.json/)
    assert.deepEqual(await countsOf(story, id), [{ records: 3, written: 3, leftOut: 2 }])
    // Their course went along all the same, so each reads of that.
    await eachReadsOf(story, [one, other], { kind: 'chain', approvedBy: second })
  }))

test('a record the taker may no longer read is not even named in the archive, only counted', () =>
  scenario(async (story) => {
    const { second, one, other } = await house(story)
    const [before, now] = [story.departmentId, await addDepartment(story, '别的部门')]
    const auditor = await story.hire('审计员')
    const grantId = await grant(story, auditor, 'auditor', before)
    const byAuditor = await approved(story, auditor, second)
    const byHr = await approved(story, story.hr, second)
    await story.services.database.inOrg(story.orgId, (db) =>
      db.updateTable('roleGrant').set({ departmentId: now }).where('id', '=', grantId).execute(),
    )
    // HR administration never handles somebody of their own line above.
    await moved(story, story.hr, one.employee)
    for (const [who, id, gone, stays] of [
      [auditor, byAuditor, [one, other], []],
      [story.hr, byHr, [one], [other]],
    ] as const) {
      const files = await taken(story, who, id)
      const all = Object.keys(files).join() + Object.keys(files).map((name) => textOf(files, name))
      for (const { id: talk, employee } of gone)
        for (const trace of [talk, employee.employeeNo]) assert.ok(!all.includes(trace), trace)
      for (const { employee } of stays) assert.match(all, new RegExp(employee.employeeNo))
      assert.match(textOf(files, 'index.html'), /没能放进来的[^]*records\/0001/)
      assert.deepEqual(numbersIn(textOf(files, 'list.csv')), ['1', '2'])
      assert.deepEqual(await countsOf(story, id), [
        { records: 2, written: 2, leftOut: gone.length },
      ])
    }
    assert.deepEqual((await story.as(one.employee).admin.access.mine({})).items, [])
  }))

test('an archive ends where the right to it has gone, and begins anew when it is taken again', () =>
  scenario(async (story) => {
    const { second } = await house(story)
    const auditor = await story.hire('审计员')
    const grantId = await grant(story, auditor, 'auditor')
    const id = await approved(story, auditor, second)
    const setRevoked = (revokedAt: Date | null) =>
      story.services.database.inOrg(story.orgId, (db) =>
        db
          .updateTable('roleGrant')
          .set({ revokedAt })
          .where('orgId', '=', story.orgId)
          .where('id', '=', grantId)
          .execute(),
      )
    const shown = () => standing(story, id)
    const archives = () => countsOf(story, id)
    await assert.rejects(taken(story, auditor, id, () => setRevoked(story.clock.now)))
    assert.deepEqual(await archives(), [{ records: 2, written: 1, leftOut: 0 }])
    assert.ok((await shown()).isBeingTaken)
    story.clock.now = new Date(story.clock.now.getTime() + 61_000)
    assert.ok(!(await shown()).isBeingTaken, 'cut off, nobody waits for it for ever')
    assert.ok((await shown()).brokenOffAt)
    await setRevoked(null)
    assert.ok(Object.keys(await taken(story, auditor, id)).includes('verify.html'))
    assert.deepEqual(await archives(), [{ records: 2, written: 2, leftOut: 0 }])
    const { handedOverAt, brokenOffAt } = await shown()
    assert.deepEqual([handedOverAt, brokenOffAt], [story.clock.now, null])
  }))

test('an archive whose list takes as long as its records is still on its way while it is handed over', () =>
  scenario(async (story) => {
    const { second } = await house(story)
    const id = await approved(story, story.hr, second)
    const file = await story.behind(
      story.hr,
      (context) => recordsFile(context, id, { archive: 1 }),
      { steppedUp: true },
    )
    for (let after: string | null = null, n = 0; n === 0 || after !== null; n++) {
      story.clock.now = new Date(story.clock.now.getTime() + 61_000)
      after = (await story.behind(story.hr, (context) => file.piece(context, after))).next
    }
    assert.ok((await standing(story, id)).isBeingTaken)
  }))

test('an archive whose taker leaves before its last byte has broken off, whoever signs out meanwhile, and is taken again', () =>
  scenario(async (story) => {
    const { second } = await house(story)
    const id = await approved(story, story.hr, second)
    const watch = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const logged = async () =>
      (await story.as(watch).admin.audit.log({ about: 'looks' })).items
        .filter(({ kind }) => kind.startsWith('chain.records'))
        .map(({ kind, who, data }) => [kind, who?.name, data['written'] ?? null])
    const serving = await serve(story.services, null)
    try {
      const visitor = await signedInAt(serving.url, story.hr.employeeNo, password)
      await visitor.api.accounts.stepUp({ password })
      const address = `/api/files/records/${id}`
      const heldUp = await holdUp(story, id, 2)
      const ours = answering(address)
      const cancel = new AbortController()
      const response = await visitor.send(address, { signal: cancel.signal })
      await response.body!.getReader().read()
      cancel.abort()
      await once(await ours, 'close')
      await visitor.stranger.accounts.signOut()
      await heldUp.goesOn()
      while (!(await standing(story, id)).brokenOffAt) await pause(10)
      const { handedOverAt, isBeingTaken, refusals } = await standing(story, id)
      assert.deepEqual([handedOverAt, isBeingTaken, refusals.take], [null, false, null])
      assert.deepEqual(await logged(), [
        ['chain.recordsBrokenOff', story.hr.name, 1],
        ['chain.recordsTaken', story.hr.name, null],
        ['chain.recordsAsked', story.hr.name, null],
      ])
      const again = await signedInAt(serving.url, story.hr.employeeNo, password)
      await again.api.accounts.stepUp({ password })
      const whole = unzipSync(new Uint8Array(await (await again.send(address)).arrayBuffer()))
      assert.ok(Object.keys(whole).includes('index.html'))
      while (!(await standing(story, id)).handedOverAt) await pause(10)
      assert.equal((await standing(story, id)).brokenOffAt, null)
      assert.deepEqual((await logged())[0], ['chain.recordsHandedOver', story.hr.name, 2])
    } finally {
      await serving.stop()
    }
  }))

test('whoever leads a person and holds an office exports by the office, and the person reads of it', () =>
  scenario(async (story) => {
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const manager = await story.hire('带人的 HR', { roles: ['hrAdmin'] })
    const led = await talkBetween(story, 'sealed', { manager, text: words })
    const employeeId = led.employee.personId
    await taken(story, manager, await approved(story, manager, second, { employeeId }))
    const { items } = await story.as(led.employee).admin.access.mine({})
    assert.deepEqual(
      items.map(({ kind, relation }) => [kind, relation]),
      [['export', 'hrAdmin']],
    )
  }))
