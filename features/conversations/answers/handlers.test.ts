import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { answersTo, answerTo, talkBetween, type Talk } from '../../../test/support/talks.ts'
import { stageSections } from '../../templates/rules.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason

const save = (
  story: Story,
  who: 'employee' | 'manager',
  talk: Talk,
  fieldKey: string,
  value: unknown,
  version = 0,
  clientId = newId(),
  part?: 'self' | 'manager' | 'talk',
) =>
  story.as(talk[who]).conversations.saveAnswer({
    id: talk.id,
    part: part ?? (who === 'employee' ? 'self' : 'manager'),
    fieldKey,
    value,
    version,
    clientId,
  })

const submitted = (talk: Talk, part: 'self' | 'manager', text: string, rating = 3) =>
  answersTo(talk.template, part, text, rating).map(({ fieldKey, value, version }) => ({
    fieldKey,
    value,
    version,
  }))

test('neither sees the other’s words before both have submitted', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'selfIn', { text: '员工自己的话' })
    await save(story, 'manager', talk, 'summary', '主管还没说出口的话')
    const manager = await story.as(talk.manager).conversations.get({ id: talk.id })
    const employee = await story.as(talk.employee).conversations.get({ id: talk.id })
    assert.ok(!JSON.stringify({ ...manager, template: null }).includes('员工自己的话'))
    assert.ok(!JSON.stringify({ ...employee, template: null }).includes('主管还没说出口的话'))
    assert.deepEqual(
      manager.closedParts.map(({ kind, state }) => [kind, state]),
      [['self', 'submitted']],
    )
    assert.deepEqual(
      employee.closedParts.map(({ kind, state }) => [kind, state]),
      [['manager', 'draft']],
    )
    assert.equal(manager.gaps, null)
    await story.as(talk.manager).conversations.saveAnswers({
      id: talk.id,
      part: 'manager',
      submit: true,
      clientId: newId(),
      answers: submitted(talk, 'manager', '主管的看法').map((answer) => ({
        ...answer,
        version: answer.fieldKey === 'summary' ? 1 : 0,
      })),
    })
    const opened = await story.as(talk.manager).conversations.get({ id: talk.id })
    assert.ok(JSON.stringify(opened.parts).includes('员工自己的话'))
    assert.equal(opened.gaps?.length, 4)
    assert.notEqual(opened.revealedAt, null)
  }))

test('a stale write is refused with what stands there, and the text comes back', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const { version } = await save(story, 'employee', talk, 'selfGrowth', '第一版')
    await save(story, 'employee', talk, 'selfGrowth', '手机上写的', version)
    await assert.rejects(
      save(story, 'employee', talk, 'selfGrowth', '旧标签页里写的', version),
      (error: {
        code: string
        data: { theirs: { value: string; version: number }; yours: string }
      }) => {
        assert.equal(error.code, 'CONFLICT')
        assert.equal(error.data.theirs.value, '手机上写的')
        assert.equal(error.data.theirs.version, 2)
        return error.data.yours === '旧标签页里写的'
      },
    )
    const kept = await story.as(talk.employee).conversations.undelivered({ id: talk.id })
    assert.deepEqual(
      kept.map(({ part, fieldKey, value }) => [part, fieldKey, value]),
      [['self', 'selfGrowth', '旧标签页里写的']],
    )
  }))

test('the same write sent twice counts once', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const clientId = newId()
    const once = await save(story, 'employee', talk, 'selfGrowth', '只写一次', 0, clientId)
    const twice = await save(story, 'employee', talk, 'selfGrowth', '只写一次', 0, clientId)
    assert.equal(once.version, twice.version)
  }))

test('an unfinished part is not submitted, and nothing of the same breath is written', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const one = submitted(talk, 'self', '只有一条').slice(0, 1)
    await assert.rejects(
      story.as(talk.employee).conversations.saveAnswers({
        id: talk.id,
        part: 'self',
        answers: one,
        submit: true,
        clientId: newId(),
      }),
      refused('conversations.incomplete'),
    )
    const { parts } = await story.as(talk.employee).conversations.get({ id: talk.id })
    assert.deepEqual(parts, [])
  }))

test('a submitted part is withdrawn until the other is in, and not after', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'selfIn')
    const { conversations } = story.as(talk.employee)
    await conversations.withdrawPart({ id: talk.id, part: 'self' })
    await save(story, 'employee', talk, 'selfGrowth', '再想想')
    await conversations.submitPart({ id: talk.id, part: 'self' })
    await story.as(talk.manager).conversations.saveAnswers({
      id: talk.id,
      part: 'manager',
      answers: submitted(talk, 'manager', '看法'),
      submit: true,
      clientId: newId(),
    })
    await assert.rejects(
      conversations.withdrawPart({ id: talk.id, part: 'self' }),
      refused('conversations.alreadyOpen'),
    )
  }))

test('the manager does not submit before the employee', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    await assert.rejects(
      story.as(talk.manager).conversations.saveAnswers({
        id: talk.id,
        part: 'manager',
        answers: submitted(talk, 'manager', '抢先'),
        submit: true,
        clientId: newId(),
      }),
      refused('conversations.selfFirst'),
    )
  }))

test('a large difference asks the manager for a note before the talk', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open', { ratings: { self: 5, manager: 2 } })
    const { conversations } = story.as(talk.manager)
    const before = await conversations.get({ id: talk.id })
    assert.ok(before.gaps!.every(({ needsNote }) => needsNote))
    assert.equal(before.refusals.startTalk, 'conversations.differenceNoteFirst')
    await save(
      story,
      'manager',
      talk,
      'differenceNote',
      '响应速度我也认可；我给两分是因为五月和八月两次改口，想听你说说当时的经过。',
      0,
      newId(),
      'talk',
    )
    const unseen = await story.as(talk.employee).conversations.get({ id: talk.id })
    assert.ok(!JSON.stringify(unseen.parts).includes('改口'))
    await conversations.completeStage({ id: talk.id, stageKey: 'differenceNote' })
    const seen = await story.as(talk.employee).conversations.get({ id: talk.id })
    assert.ok(JSON.stringify(seen.parts).includes('改口'))
    assert.equal((await conversations.get({ id: talk.id })).refusals.startTalk, null)
    await assert.rejects(
      save(story, 'manager', talk, 'differenceNote', '改写', 1, newId(), 'talk'),
      refused('conversations.stageOver'),
    )
  }))

test('nobody explains a difference before both parts are open', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'selfIn')
    await assert.rejects(
      save(story, 'manager', talk, 'differenceNote', '猜你会这样打分。', 0, newId(), 'talk'),
      refused('conversations.notYet'),
    )
    const { parts } = await story.as(talk.manager).conversations.get({ id: talk.id })
    assert.ok(!JSON.stringify(parts).includes('猜你'))
  }))

test('goals are aligned once the superior has said what matters, and not while they are silent', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare', { flow: 'management' })
    const { id, employee, manager } = talk
    const align = () =>
      save(story, 'employee', talk, 'goalAlignment', '先保交期，再谈扩产。', 0, newId(), 'talk')
    await assert.rejects(align(), refused('conversations.notYet'))
    const brief = stageSections(talk.template, 'strategyBrief').flatMap(({ fields }) => fields)
    for (const field of brief)
      await save(
        story,
        'manager',
        talk,
        field.key,
        answerTo(field, '今年先保交付'),
        0,
        newId(),
        'talk',
      )
    await story.as(manager).conversations.completeStage({ id, stageKey: 'strategyBrief' })
    await align()
    const seen = await story.as(employee).conversations.get({ id })
    assert.ok(JSON.stringify(seen.parts).includes('先保交期'))
  }))

test('after the opening words may be put better and the old ones stay; the rating stands', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open', { text: '原来的说法' })
    const { conversations } = story.as(talk.manager)
    const { parts } = await conversations.get({ id: talk.id })
    const part = parts.find(({ kind }) => kind === 'manager')!
    await save(
      story,
      'manager',
      talk,
      'summary',
      '读完自评以后，我想把这一段说得更准确一些。',
      part.answers.summary!.version,
    )
    const revisions = await story
      .as(talk.employee)
      .conversations.revisions({ id: talk.id, part: 'manager', fieldKey: 'summary' })
    assert.match(String(revisions[0]!.value), /原来的说法/)
    const [ratingKey, rating] = Object.entries(part.answers).find(([key]) =>
      key.startsWith('rating.'),
    )!
    await assert.rejects(
      save(
        story,
        'manager',
        talk,
        ratingKey,
        { ...(rating.value as object), value: 1 },
        rating.version,
      ),
      refused('conversations.ratingStands'),
    )
  }))

test('a missing self-assessment is passed over after its day, with a mark', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const { conversations } = story.as(talk.manager)
    await assert.rejects(
      conversations.skipSelf({ id: talk.id }),
      refused('conversations.stillInTime'),
    )
    story.clock.now = new Date(story.clock.now.getTime() + 12 * 86_400_000)
    await conversations.skipSelf({ id: talk.id })
    await conversations.saveAnswers({
      id: talk.id,
      part: 'manager',
      answers: submitted(talk, 'manager', '看法'),
      submit: true,
      clientId: newId(),
    })
    const { revealedAt, closedParts } = await conversations.get({ id: talk.id })
    assert.notEqual(revealedAt, null)
    assert.equal(closedParts.find(({ kind }) => kind === 'self')?.state, 'skipped')
  }))

test('what had been begun of a self-assessment that was passed over stays with its author', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    await save(story, 'employee', talk, 'selfGrowth', '还没想好要不要交的话')
    story.clock.now = new Date(story.clock.now.getTime() + 12 * 86_400_000)
    const { conversations } = story.as(talk.manager)
    await conversations.skipSelf({ id: talk.id })
    await conversations.saveAnswers({
      id: talk.id,
      part: 'manager',
      answers: submitted(talk, 'manager', '看法'),
      submit: true,
      clientId: newId(),
    })
    await conversations.startTalk({ id: talk.id, channel: 'inPerson' })
    assert.ok(
      !JSON.stringify({ ...(await conversations.get({ id: talk.id })), template: null }).includes(
        '还没想好',
      ),
    )
    assert.ok(
      JSON.stringify(
        (await story.as(talk.employee).conversations.get({ id: talk.id })).parts,
      ).includes('还没想好'),
    )
  }))

test('a note to oneself is read by nobody else', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    await story.as(talk.manager).conversations.saveAnswer({
      id: talk.id,
      part: 'privateNote',
      fieldKey: 'note',
      value: '先听完再说',
      version: 0,
      clientId: newId(),
    })
    assert.ok(
      !JSON.stringify(
        (await story.as(talk.employee).conversations.get({ id: talk.id })).parts,
      ).includes('先听完'),
    )
    assert.ok(
      JSON.stringify(
        (await story.as(talk.manager).conversations.get({ id: talk.id })).parts,
      ).includes('先听完'),
    )
  }))

test('each field of the talk has its writer', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talked')
    const write = (who: 'employee' | 'manager') =>
      story.as(talk[who]).conversations.saveAnswer({
        id: talk.id,
        part: 'agreement',
        fieldKey: 'nextStepInOwnWords',
        value: '先改评审清单',
        version: 0,
        clientId: newId(),
      })
    await assert.rejects(write('manager'), refused('conversations.notYourField'))
    await write('employee')
  }))

test('five megabytes, half characters and unknown fields are refused by name; nothing is stored', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    await assert.rejects(
      save(story, 'employee', talk, 'selfGrowth', '长'.repeat(2_000_000)),
      refused('templates.tooLong'),
    )
    await assert.rejects(
      save(story, 'employee', talk, 'selfGrowth', '\ud800'),
      refused('templates.brokenCharacters'),
    )
    await assert.rejects(
      save(story, 'employee', talk, 'nothingOfTheKind', 'x'),
      refused('conversations.noSuchField'),
    )
    assert.deepEqual((await story.as(talk.employee).conversations.get({ id: talk.id })).parts, [])
  }))

test('a part handed in twice with one key is handed in once, and nothing of it counts as too late', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const { conversations } = story.as(talk.employee)
    const clientId = newId()
    const send = () =>
      conversations.saveAnswers({
        id: talk.id,
        part: 'self',
        answers: answersTo(talk.template, 'self', '自己的话').map(
          ({ fieldKey, value, version }) => ({ fieldKey, value, version }),
        ),
        submit: true,
        clientId,
      })
    const [first, second] = await Promise.all([send(), send()])
    assert.deepEqual(second, first)
    assert.notEqual(first.submittedAt, null)
    assert.deepEqual(await send(), first)
    assert.deepEqual(await conversations.undelivered({ id: talk.id }), [])
    await conversations.withdrawPart({ id: talk.id, part: 'self' })
    const key = newId()
    const submit = () => conversations.submitPart({ id: talk.id, part: 'self', clientId: key })
    assert.deepEqual(await submit(), await submit())
  }))
