import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import {
  family,
  flowWith,
  opened,
  templateWith,
  withApproval,
  withDotted,
} from '../../../test/support/beside.ts'
import { added, changed } from '../../flows/editing/rules.ts'
import { json } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { ratedTeams, times } from '../../../test/support/spreads.ts'
import { handIn } from '../../../test/support/talks.ts'
import { knownScale } from '../../cycles/spread/rules.ts'
import { meetDeadlines } from '../reactions.ts'

const missing = { code: 'NOT_FOUND' }
const twice = <T>(one: T) => [one, one]

test('E04: a dotted-line manager writes a part of their own beside the manager; both stand side by side', () =>
  scenario(async (story) => {
    const people = await family(story)
    const { mia, theo, dora, anna } = people
    const template = await templateWith(story)
    const { id, handIn } = await opened(story, people, await flowWith(story, withDotted), template)
    await handIn(mia, 'self')
    await story.settle()
    const steps = story.as(dora).conversations.steps
    const [todo] = (await story.as(dora).notifications.today()).todos
    assert.equal(todo?.kind === 'stage' && todo.stage.key, 'form')
    const step = await steps.one({ id, stageKey: 'form' })
    assert.deepEqual(
      step.template.sections.map(({ key }) => key),
      ['dotted'],
    )
    await assert.rejects(steps.settle({ id, stageKey: 'form' }), { code: 'BAD_REQUEST' })
    const answer = { id, stageKey: 'form', fieldKey: 'dottedView', value: '海外项目她扛下来了' }
    await steps.save({ ...answer, version: 0, clientId: newId() })
    // Her words are hers until both parts are open, and nobody else's door leads to them.
    for (const other of [mia, theo, anna])
      await assert.rejects(
        story.as(other).conversations.steps.one({ id, stageKey: 'form' }),
        missing,
      )
    await assert.rejects(story.as(dora).conversations.get({ id }), missing)
    await handIn(theo, 'manager')
    assert.equal((await story.as(mia).conversations.get({ id })).revealedAt, null)
    await steps.settle({ id, stageKey: 'form' })
    assert.notEqual((await story.as(mia).conversations.get({ id })).revealedAt, null)
    for (const reader of [mia, theo]) {
      const { contributions } = await story.as(reader).conversations.steps.written({ id })
      assert.deepEqual(
        contributions.map(({ author, answers }) => [author.name, answers.dottedView]),
        [['朵拉', '海外项目她扛下来了']],
      )
    }
    const { contributions } = await story.as(anna).conversations.steps.written({ id })
    assert.deepEqual(contributions, [])
    await assert.rejects(steps.save({ ...answer, version: 1, clientId: newId() }), {
      code: 'FORBIDDEN',
    })
  }))

test('before its stage opens one reads who is asked: by relation, or by name where the flow names somebody', () =>
  scenario(async (story) => {
    const people = await family(story)
    const { mia, theo, dora } = people
    const flow = await flowWith(story, (base) =>
      changed(added(withApproval(base), 'approval', 'approval'), 'approval2', {
        label: { zh: '项目那边看一眼', en: 'A look from the project' },
        actor: { person: dora.personId },
      }),
    )
    const { id, handIn } = await opened(story, people, flow)
    const asked = async () => {
      const { run } = await story.as(mia).conversations.get({ id })
      return run.stages.flatMap(({ kind, ownerName, asked: whom }) =>
        kind === 'approval' ? [[ownerName, whom]] : [],
      )
    }
    const [above, byName] = [{ relation: 'secondManager' }, { person: dora.personId }]
    assert.deepEqual(await asked(), [
      [null, above],
      ['朵拉', byName],
    ])
    await handIn(mia, 'self')
    await handIn(theo, 'manager')
    assert.deepEqual(await asked(), [
      ['安总', above],
      ['朵拉', byName],
    ])
  }))

test('an approval sees the ratings, returns them with a reason, and agrees the second time', () =>
  scenario(async (story) => {
    const people = await family(story)
    const { mia, theo, anna, dora } = people
    const { id, handIn } = await opened(story, people, await flowWith(story, withApproval))
    await handIn(mia, 'self')
    await handIn(theo, 'manager', 5)
    const steps = story.as(anna).conversations.steps
    const step = await steps.one({ id, stageKey: 'approval' })
    assert.ok(step.ratings?.every(({ rating }) => rating !== null))
    await assert.rejects(
      story.as(dora).conversations.steps.one({ id, stageKey: 'approval' }),
      missing,
    )
    await assert.rejects(
      story.as(mia).conversations.steps.settle({ id, stageKey: 'approval' }),
      missing,
    )
    const back = { id, stageKey: 'approval', reason: '没有看到例子' }
    await assert.rejects(steps.sendBack({ ...back, to: 'selfAssessment' }), { code: 'FORBIDDEN' })
    await steps.sendBack({ ...back, to: 'managerAssessment' })
    await story.settle()
    const told = await story.as(theo).conversations.steps.written({ id })
    assert.deepEqual(
      told.sentBack.map(({ by, reason }) => [by.name, reason]),
      [['安总', '没有看到例子']],
    )
    // Why the manager's part came back is not for the employee before both are open.
    assert.deepEqual((await story.as(mia).conversations.steps.written({ id })).sentBack, [])
    const notices = await story.as(theo).notifications.notices({ limit: 20 })
    assert.ok(notices.items.some(({ kind }) => kind === 'stageReturned'))
    await story.as(theo).conversations.submitPart({ id, part: 'manager', clientId: newId() })
    await steps.settle({ id, stageKey: 'approval' })
    assert.notEqual((await story.as(mia).conversations.get({ id })).revealedAt, null)
    assert.equal((await steps.one({ id, stageKey: 'approval' })).ratings, null)
  }))

test('a late approval goes to HR in charge, once, and both clocks are working days', () =>
  scenario(async (story) => {
    const people = await family(story)
    const { mia, theo, anna } = people
    const partner = await story.hire('伙伴', { roles: ['hrbp'] })
    const { id, handIn } = await opened(story, people, await flowWith(story, withApproval))
    await handIn(mia, 'self')
    await handIn(theo, 'manager')
    const later = new Date(story.clock.now.getTime() + 10 * 86_400_000)
    await meetDeadlines(story.services.database, later)
    await meetDeadlines(story.services.database, later)
    const step = await story.as(partner).conversations.steps.one({ id, stageKey: 'approval' })
    assert.ok(step.dueOn! > later.toISOString().slice(0, 10))
    await assert.rejects(
      story.as(anna).conversations.steps.one({ id, stageKey: 'approval' }),
      missing,
    )
  }))

test('where nobody stands HR administration has the stage, but not the ratings without a reason', () =>
  scenario(async (story) => {
    const theo = await story.hire('西奥')
    const mia = await story.hire('米雅', { manager: theo })
    const { id, handIn } = await opened(story, { mia, theo }, await flowWith(story, withApproval))
    await handIn(mia, 'self')
    await handIn(theo, 'manager')
    const steps = story.as(story.hr).conversations.steps
    const { ratings, asksWhy } = await steps.one({ id, stageKey: 'approval' })
    assert.deepEqual([ratings, asksWhy], [null, true])
    const run = (await story.as(theo).conversations.get({ id })).run
    assert.equal(run.stages.find(({ key }) => key === 'approval')?.ownerReason, 'nobodyThere')
    await steps.settle({ id, stageKey: 'approval' })
  }))

test('who reads ratings at a stage leaves a trace, unless the line above does; HR administration says why, also by name', () =>
  scenario(async (story) => {
    const people = await family(story)
    const partner = await story.hire('伙伴', { roles: ['hrbp'] })
    const why = '两条线的评分口径不同，先看一遍'
    const stageKey = 'approval'
    for (const [reader, reach, expected] of [
      [people.anna, 'ratings', []],
      [people.dora, 'ratings', [['stageOwner', 'ratings', null]]],
      [partner, 'ratings', [['hrbp', 'ratings', null]]],
      [story.hr, 'reason', [['hrAdmin', 'ratings', why]]],
    ] as const) {
      const flow = await flowWith(story, (base) =>
        changed(withApproval(base), stageKey, { actor: { person: reader.personId } }),
      )
      const { id, handIn } = await opened(story, people, flow)
      await handIn(people.mia, 'self')
      await handIn(people.theo, 'manager')
      const { one } = story.as(reader).conversations.steps
      const { asksWhy, ratings } = await one({ id, stageKey })
      assert.deepEqual([asksWhy, ratings === null], twice(reader === story.hr), reader.name)
      for (const reason of [why, undefined])
        assert.ok((await one({ id, stageKey, ...(asksWhy && { reason }) })).ratings, reader.name)
      const { items, readers } = await story.as(people.mia).admin.access.of({ conversationId: id })
      const shown = readers.filter(({ now }) => now === 'ratings' || now === 'reason')
      assert.deepEqual(
        shown.map(({ person, now }) => [person.name, now]),
        [[reader.name, reach]],
        'who may see it says so beforehand',
      )
      assert.deepEqual(
        items.map(({ relation, kind, reason }) => [relation, kind, reason]),
        expected,
        reader.name,
      )
    }
  }))

test('E27: a calibration outside what is expected says the numbers, keeps the reason, and leaves the rating', () =>
  scenario(async (story) => {
    const label = { zh: '校准', en: 'Calibration' }
    const flow = await flowWith(story, (base) =>
      changed(added(base, 'managerAssessment', 'calibration'), 'calibration', { label }),
    )
    const { cycleId, ids, people, boss, template } = await ratedTeams(
      story,
      [{ name: '装配', ratings: times(21, 5) }],
      { flow: flow as 'base' },
    )
    const scale = knownScale(template.scale!)
    const shares = scale.points.map(({ value }) => ({ value, percent: 20 }))
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('cycle')
        .set({ expected: json([{ scale: scale.scale, tolerance: 5, shares }]) })
        .where('id', '=', cycleId)
        .execute(),
    )
    const id = ids[0]!
    const talk = { id, template }
    await handIn(story, talk, 'self', people[0]!.employee)
    // He writes this one of the twenty-one himself.
    await story.services.database.inOrg(story.orgId, (db) =>
      sql`with his as (update part set submitted_at = null where conversation_id = ${id} and kind = 'manager'
            returning id) delete from answer where part_id in (select id from his)`.execute(db),
    )
    await handIn(story, talk, 'manager', boss, '写得具体', 5)
    await story.settle()
    const stageKey = 'calibration'
    const { steps } = story.as(story.hr).conversations
    const { group } = await steps.one({ id, stageKey })
    assert.equal(group?.department, '装配')
    assert.deepEqual(
      group.curve.rows.map(({ percent, outside }) => [percent, outside]),
      [0, 0, 0, 0, 100].map((percent) => [percent, true]),
    )
    await steps.settle({ id, stageKey, reason: '全线达产，逐个看过' })
    const { finished, scales } = await story.as(story.hr).cycles.spread({ id: cycleId })
    assert.deepEqual(
      finished.map(({ ofOneTalk, reason, rated }) => [ofOneTalk, reason, rated]),
      [[true, '全线达产，逐个看过', 21]],
    )
    assert.deepEqual(scales[0]!.whole!.manager.counts, [0, 0, 0, 0, 21])
    assert.equal((await steps.one({ id, stageKey })).group, null)
  }))
