import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { agree, answersTo, signedAndSealed, talkBetween } from '../../../test/support/talks.ts'
import { verify } from '../../sealing/verifier/rules.ts'
import { findConversation } from '../queries.ts'
import type { JsonObject } from '../../sealing/canonical/rules.ts'
import { evidenceFile, receiptFile, recordPdf } from './export/handlers.ts'
import { choicesIn } from './export/redaction/rules.ts'
import { recordOf } from './queries.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason

test('the page has the eight groups, in the words of both, and says whose they are', () =>
  scenario(async (story) => {
    const { conversationId: id, employee } = await signedAndSealed(story, {
      text: '二号线的夹具改造',
    })
    const { page, document } = await story.as(employee).conversations.sealedRecord({ id })
    assert.deepEqual(
      page.groups.map(({ key }) => key),
      ['basics', 'goals', 'highlights', 'problems', 'consensus', 'next', 'remarks', 'signatures'],
    )
    assert.deepEqual(
      [...new Set(page.groups.map(({ part }) => part))],
      ['basics', 'said', 'agreed', 'improve', 'closing'],
    )
    const voices = page.groups.flatMap(({ blocks }) =>
      blocks.map((block) => ('voice' in block ? block.voice : null)),
    )
    assert.ok(voices.includes('employee') && voices.includes('manager') && voices.includes('both'))
    assert.ok(!JSON.stringify(document).match(/:\s*\d+\.\d+[,}\]]/), 'no fraction as a number')
    assert.match(JSON.stringify(page), /97\.5%/)
    assert.deepEqual(page.marks, [])
  }))

test('what people keep to themselves is in no record', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    await story.as(talk.manager).conversations.saveAnswer({
      id: talk.id,
      part: 'manager',
      fieldKey: 'ownReminder',
      value: '第一句先问近况',
      version: 0,
      clientId: crypto.randomUUID(),
    })
    const seen = await story.as(talk.employee).conversations.get({ id: talk.id })
    assert.ok(!JSON.stringify(seen.parts).includes('第一句先问近况'))
    const { conversations } = story.as(talk.manager, { steppedUp: true })
    await conversations.startTalk({ id: talk.id, channel: 'phone' })
    await conversations.endTalk({ id: talk.id })
    await agree(story, talk)
    await conversations.present({ id: talk.id })
    const { page } = await conversations.readPage({ id: talk.id })
    assert.ok(!JSON.stringify(page).includes('第一句先问近况'))
  }))

test('a sealed record is found by its words, its person and its day, by those who may read it', () =>
  scenario(async (story) => {
    const one = await signedAndSealed(story, { text: '网关迁移延期两周' })
    await signedAndSealed(story, { text: '投标资料准备充分' })
    await story.settle()
    const found = async (
      who: Someone,
      input: Parameters<ReturnType<Story['as']>['conversations']['archive']>[0],
    ) => (await story.as(who).conversations.archive(input)).items.map(({ id }) => id)
    assert.deepEqual(await found(story.hr, { text: '网关 延期' }), [one.conversationId])
    assert.deepEqual(await found(story.hr, { text: '关迁移' }), [one.conversationId])
    assert.deepEqual(await found(story.hr, { text: '没有人说过' }), [])
    assert.equal((await story.as(story.hr).conversations.archive({})).total, 2)
    assert.deepEqual(await found(one.employee, {}), [one.conversationId])
    assert.deepEqual(await found(one.manager, { text: '投标资料' }), [])
    assert.deepEqual(await found(story.hr, { person: one.employee.employeeNo }), [
      one.conversationId,
    ])
    const tomorrow = new Date(story.clock.now.getTime() + 2 * 86_400_000).toISOString().slice(0, 10)
    assert.deepEqual(await found(story.hr, { from: tomorrow }), [])
    const first = await story.as(story.hr).conversations.archive({ limit: 1 })
    const second = await story.as(story.hr).conversations.archive({ limit: 1, after: first.next! })
    assert.equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 2)
    assert.equal(second.next, null)
  }))

test('a talk that was held and has no record three days later is on a list of its own, for those who may know of it', () =>
  scenario(async (story) => {
    const hanging = await talkBetween(story, 'talked')
    await talkBetween(story, 'talk')
    const signed = await talkBetween(story, 'sealed')
    const stranger = await story.hire('不相干的人')
    const unrecorded = async (who: Someone) =>
      (await story.as(who).conversations.list({ unrecorded: true })).items
    assert.deepEqual(await unrecorded(story.hr), [])
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('conversation')
        .set({ talkEndedAt: new Date(story.clock.now.getTime() - 4 * 86_400_000) })
        .where('id', 'in', [hanging.id, signed.id])
        .execute(),
    )
    for (const who of [story.hr, hanging.manager, hanging.employee]) {
      const [only, ...others] = await unrecorded(who)
      assert.deepEqual([only?.id, others.length], [hanging.id, 0])
      assert.ok(only!.waiting.length > 0, 'it says what it waits for')
    }
    assert.deepEqual(await unrecorded(stranger), [])
  }))

test('the employee takes the evidence along, and anybody can verify it; the manager does not', () =>
  scenario(async (story) => {
    const {
      conversationId: id,
      employee,
      manager,
    } = await signedAndSealed(story, { text: '带走的话' })
    const json = await story.behind(employee, (context) => evidenceFile(context, id))
    assert.equal((await verify(json.bytes)).verdict, 'intact')
    const pdf = await story.behind(employee, (context) => recordPdf(context, id))
    assert.equal((await verify(pdf.bytes)).verdict, 'intact')
    const changed = Uint8Array.from(pdf.bytes)
    changed[changed.length >> 1]! ^= 1
    assert.notEqual((await verify(changed)).verdict, 'intact')
    await assert.rejects(
      story.behind(manager, (context) => evidenceFile(context, id)),
      refused('conversations.exportNotYours'),
    )
    await assert.rejects(
      story.behind(story.hr, (context) => evidenceFile(context, id)),
      refused('conversations.reasonFirst'),
    )
    // Sent again with its key, an export is noted once.
    for (let n = 0; n < 2; n++)
      await story.behind(story.hr, (context) =>
        evidenceFile(context, id, { reason: '劳动仲裁', key: 'once' }),
      )
    const { readings } = await story.as(employee).conversations.sealedRecord({ id })
    assert.deepEqual(
      readings.map(({ kind }) => kind),
      ['export'],
    )
  }))

test('a record in which only the manager wrote says so', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    story.clock.now = new Date(story.clock.now.getTime() + 12 * 86_400_000)
    const { conversations } = story.as(talk.manager)
    await conversations.skipSelf({ id: talk.id })
    await conversations.saveAnswers({
      id: talk.id,
      part: 'manager',
      submit: true,
      clientId: crypto.randomUUID(),
      answers: answersTo(talk.template, 'manager', '只有我写').map(
        ({ fieldKey, value, version }) => ({ fieldKey, value, version }),
      ),
    })
    await conversations.startTalk({ id: talk.id, channel: 'inPerson' })
    await conversations.endTalk({ id: talk.id })
    assert.equal((await conversations.get({ id: talk.id })).oneSided, true)
    await story.as(talk.employee).conversations.saveAnswer({
      id: talk.id,
      part: 'agreement',
      fieldKey: 'employeeRemark',
      value: '补一句',
      version: 0,
      clientId: crypto.randomUUID(),
    })
    assert.equal((await conversations.get({ id: talk.id })).oneSided, false)
  }))

test('what hangs on a private note is not in the record', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const link = (part: 'talk' | 'privateNote', label: string) =>
      story.as(talk.manager).conversations.addLink({
        id: talk.id,
        part,
        fieldKey: 'note',
        link: 'https://example.com/x',
        label,
      })
    await link('talk', '评审清单')
    await link('privateNote', '只给自己看的')
    const record = await story.behind(talk.manager, async (context) =>
      recordOf(context.db, context, (await findConversation(context.db, context, talk.id))!),
    )
    assert.match(JSON.stringify(record), /评审清单/)
    assert.doesNotMatch(JSON.stringify(record), /只给自己看的/)
  }))

test('both keep a receipt of the seal; nobody else has one', () =>
  scenario(async (story) => {
    const { id, employee, manager } = await talkBetween(story, 'sealed')
    const receiptOf = (someone: typeof employee) =>
      story.behind(someone, (context) => receiptFile(context, id))
    for (const someone of [employee, manager]) {
      const { bytes } = await receiptOf(someone)
      assert.match(Buffer.from(bytes).toString(), /^c2sp\.org\/tlog-proof@v1\n/)
    }
    await assert.rejects(receiptOf(story.hr), { code: 'NOT_FOUND' })
  }))

test('an excerpt leaves out what was chosen, and what remains verifies', () =>
  scenario(async (story) => {
    const { conversationId: id, employee } = await signedAndSealed(story, {
      text: '二号线的夹具改造',
    })
    const { document } = await story.as(employee).conversations.sealedRecord({ id })
    // Two answered the same question: each stands under whose words they are.
    const choices = choicesIn(document as JsonObject)
    const shared = choices.filter(
      ({ label, group }) =>
        group === 'fields' && choices.filter((each) => each.label === label).length > 1,
    )
    assert.ok(shared.length > 0, 'some questions are answered by both')
    const told = shared.map(({ label, part, voice }) => `${label} ${part} ${voice}`)
    assert.equal(new Set(told).size, shared.length)
    const at = (path: string) =>
      path
        .split('/')
        .reduce((value, key) => (value as JsonObject)[key] as JsonObject, document as JsonObject)
    const left = choicesIn(document as JsonObject)
      .map(({ path }) => path)
      .filter((path) => JSON.stringify(at(path)).includes('夹具改造'))
    const json = await story.behind(employee, (context) =>
      evidenceFile(context, id, { without: left }),
    )
    assert.ok(left.length > 0)
    assert.ok(!Buffer.from(json.bytes).toString().includes('夹具改造'))
    assert.match(json.name, /-节录\.cuxi\.json$/)
    const seen = await verify(json.bytes)
    assert.equal(seen.verdict, 'intact')
    assert.deepEqual(seen.facts?.withheld.toSorted(), left.toSorted())
    const pdf = await story.behind(employee, (context) => recordPdf(context, id, { without: left }))
    const judged = await verify(pdf.bytes)
    assert.deepEqual([judged.verdict, judged.facts?.withheld.length], ['intact', left.length])
    await assert.rejects(
      story.behind(employee, (context) => recordPdf(context, id, { without: ['signatures/0'] })),
      refused('conversations.noSuchPart'),
    )
  }))

test('an improvement plan is sealed with its stages, its helper and their names as words', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talked', {
      template: 'pip',
      flow: 'plain',
      text: '夜班首检三次没做',
    })
    const { id } = talk
    const asManager = story.as(talk.manager, { steppedUp: true }).conversations
    const save = (part: 'talk' | 'agreement', fieldKey: string, value: unknown, version = 0) =>
      asManager.saveAnswer({ id, part, fieldKey, value, version, clientId: crypto.randomUUID() })
    await assert.rejects(
      save('agreement', 'helper', { id: crypto.randomUUID(), name: '某人', employeeNo: '1' }),
      { data: { reason: 'templates.nobodyThere', params: {}, field: 'helper' } },
    )
    // Disputed at first, then both accept the facts: what only a dispute asks for is not sealed.
    await save('talk', 'factsAgreed', 'disputed')
    await save('talk', 'factsOpen', '九月四日那晚设备停机，去问设备科')
    await save('talk', 'factsAgreed', 'agreed', 1)
    await agree(story, talk, '首检表当场填写')
    const { shownHash } = await asManager.present({ id })
    await asManager.sign({ id, shownHash, outcome: 'agreed' })
    await story.as(talk.employee, { steppedUp: true }).conversations.sign({
      id,
      shownHash,
      outcome: 'agreed',
    })
    await story.settle()
    const { page, document, verification } = await story
      .as(talk.employee)
      .conversations.sealedRecord({ id })
    assert.equal(verification.verdict, 'intact')
    const blocks = page.groups.flatMap((group) => group.blocks)
    const called = (label: string) =>
      blocks.find((block) => 'label' in block && block.label === label)
    const stages = called('阶段、要求与检查')
    assert.equal(stages?.kind, 'table')
    assert.deepEqual(stages?.kind === 'table' && stages.rows.map(([stage]) => stage), [
      '第一阶段 · 站稳（约 30 天）',
      '第二阶段 · 达到（约 60 天）',
      '第三阶段 · 保持（约 90 天）',
    ])
    const helper = called('日常帮他的人')
    const { name, employeeNo } = talk.manager
    assert.equal(helper?.kind === 'text' && helper.text, `${name}（${employeeNo}）`)
    const sealed = JSON.stringify(document)
    assert.ok(!sealed.includes('去问设备科'), 'what is hidden is not sealed')
    assert.ok(!sealed.includes('签字只表示看过'), 'what only explains is not sealed')
    assert.ok(!sealed.includes(talk.manager.personId), 'no id of the database')
    const found = await story.as(talk.employee).conversations.archive({ text: '首检表 站稳' })
    assert.deepEqual(
      found.items.map((each) => each.id),
      [id],
    )
    const pdf = await story.behind(talk.employee, (context) => recordPdf(context, id))
    assert.equal(Buffer.from(pdf.bytes).subarray(0, 5).toString(), '%PDF-')
  }))

test('an HR partner who reads a talk that is still open leaves a trace its employee reads, once a day', () =>
  scenario(async (story) => {
    const partner = await story.hire('HR 伙伴', { roles: ['hrbp'] })
    const talk = await talkBetween(story, 'open', { text: '还没封存的话' })
    const reads = async () =>
      (await story.as(talk.employee).admin.access.mine({})).items.map(({ who, kind, relation }) => [
        who?.name,
        kind,
        relation,
      ])
    for (const who of [talk.manager, talk.employee, story.hr])
      await story.as(who).conversations.get({ id: talk.id })
    assert.deepEqual(await reads(), [], 'the two, and who reads nothing of it, leave none')
    const { parts } = await story.as(partner).conversations.get({ id: talk.id })
    assert.ok(parts.length > 0)
    await story.as(partner).conversations.get({ id: talk.id })
    assert.deepEqual(await reads(), [['HR 伙伴', 'read', 'hrbp']])
    story.clock.now = new Date(story.clock.now.getTime() + 25 * 3_600_000)
    await story.as(partner).conversations.get({ id: talk.id })
    assert.equal((await reads()).length, 2)
  }))
