import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { talkBetween, type Talk } from '../../../test/support/talks.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const push = (story: Story, who: 'employee' | 'manager', talk: Talk, update: Uint8Array) =>
  story.as(talk[who]).conversations.minutes.push({ id: talk.id, update: base64(update) })

test('two people write the minutes at once and both texts are there', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const [one, two] = [new Y.Doc(), new Y.Doc()]
    one.getText('minutes').insert(0, '评审漏了旧协议')
    two.getText('minutes').insert(0, '测试机不足')
    await Promise.all([
      push(story, 'employee', talk, Y.encodeStateAsUpdate(one)),
      push(story, 'manager', talk, Y.encodeStateAsUpdate(two)),
    ])
    await push(story, 'manager', talk, Y.encodeStateAsUpdate(two))
    const { text, update } = await story
      .as(talk.employee)
      .conversations.minutes.get({ id: talk.id })
    assert.ok(text.includes('评审漏了旧协议') && text.includes('测试机不足'))
    assert.equal(text.length, 12)
    const here = new Y.Doc()
    Y.applyUpdate(here, Buffer.from(update, 'base64'))
    const known = base64(Y.encodeStateVector(here))
    assert.equal(
      (await story.as(talk.manager).conversations.minutes.get({ id: talk.id, stateVector: known }))
        .text,
      text,
    )
  }))

test('many changes are merged and nothing of them is lost', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const doc = new Y.Doc()
    for (let n = 0; n < 60; n++) {
      const known = Y.encodeStateVector(doc)
      doc.getText('minutes').insert(doc.getText('minutes').length, `${n};`)
      await push(story, 'employee', talk, Y.encodeStateAsUpdate(doc, known))
    }
    const { text } = await story.as(talk.manager).conversations.minutes.get({ id: talk.id })
    assert.equal(text, doc.getText('minutes').toJSON())
    const rows = await story.services.database.inOrg(story.orgId, (db) =>
      db.selectFrom('minutesUpdate').select('id').execute(),
    )
    assert.ok(rows.length < 20)
  }))

test('E13: minutes that come after the page was shown stay with whoever wrote them', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const doc = new Y.Doc()
    doc.getText('minutes').insert(0, '会议室里没有网时写的')
    await assert.rejects(
      push(story, 'employee', talk, Y.encodeStateAsUpdate(doc)),
      refused('conversations.presented'),
    )
    assert.deepEqual(
      (await story.as(talk.employee).conversations.undelivered({ id: talk.id })).map(
        ({ value }) => value,
      ),
      ['会议室里没有网时写的'],
    )
    await assert.rejects(
      push(story, 'employee', talk, Buffer.from('no yjs')),
      refused('conversations.presented'),
    )
  }))

test('what is no change of the minutes is refused', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    await assert.rejects(
      push(story, 'employee', talk, Buffer.from([255, 255, 255, 1, 2])),
      refused('conversations.minutesUnreadable'),
    )
  }))

test('time is counted per step, and no rating lies on the table in the first ones', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const { conversations } = story.as(talk.manager)
    assert.equal((await conversations.get({ id: talk.id })).talk.ratingHidden, true)
    story.clock.now = new Date(story.clock.now.getTime() + 120_000)
    await conversations.enterStep({ id: talk.id, stepKey: talk.template.steps[3]!.key })
    story.clock.now = new Date(story.clock.now.getTime() + 30_000)
    const running = (await conversations.get({ id: talk.id })).talk
    assert.equal(running.seconds[talk.template.steps[0]!.key], 120)
    assert.equal(running.seconds[talk.template.steps[3]!.key], 30)
    assert.equal(running.ratingHidden, false)
    await assert.rejects(
      conversations.enterStep({ id: talk.id, stepKey: 'nowhere' }),
      refused('conversations.noSuchStep'),
    )
  }))

test('the talk begins with the goals of the self-assessment and how the two talk', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk', { text: '二号线返工率降到一成以下' })
    const part = (await story.as(talk.employee).conversations.get({ id: talk.id })).parts.find(
      ({ kind }) => kind === 'talk',
    )!
    assert.equal(part.answers.mode?.value, 'inPerson')
    assert.match(JSON.stringify(part.answers.goals?.value), /二号线返工率/)
  }))

test('both see who is here, and on how many devices', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    await story.as(talk.manager).conversations.beat({ id: talk.id })
    const here = await story.as(talk.employee).conversations.beat({ id: talk.id })
    assert.deepEqual(
      here.map(({ name, devices }) => [name, devices]).toSorted(),
      [
        ['周晓岚', 1],
        ['陈一鸣', 1],
      ].toSorted(),
    )
    story.clock.now = new Date(story.clock.now.getTime() + 60_000)
    assert.deepEqual(
      (await story.as(talk.employee).conversations.get({ id: talk.id })).presence,
      [],
    )
  }))
