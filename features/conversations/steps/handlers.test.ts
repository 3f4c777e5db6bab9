import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { answersTo, inCycle } from '../../../test/support/talks.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { added, beside, changed } from '../../flows/editing/rules.ts'
import type { FlowBody } from '../../flows/contract.ts'
import type { Section } from '../../templates/contract.ts'
import { meetDeadlines } from '../reactions.ts'

const missing = { code: 'NOT_FOUND' }

/** The template of the year with a section of its own for whoever writes beside the manager. */
async function templateWith({ as, hr }: Story) {
  const { templates } = as(hr)
  const annual = (await templates.list()).find(({ key }) => key === 'annualResult')!
  const { id } = await templates.start({ from: { versionId: annual.versionId, as: 'copy' } })
  const { body, revision } = await templates.draft({ id })
  const section: Section = {
    key: 'dotted',
    label: { zh: '虚线主管的看法', en: 'How the dotted-line manager sees it' },
    part: 'manager',
    stage: 'form',
    fields: [
      {
        key: 'dottedView',
        type: 'longText',
        label: { zh: '一起做的项目', en: 'The project we did' },
        writer: 'manager',
        readers: 'pairAfterReveal',
        required: true,
        mayFeedRating: false,
      },
    ],
  }
  const saved = await templates.save({
    id,
    revision,
    body: { ...body, sections: [...body.sections, section] },
  })
  assert.deepEqual(saved.faults, [])
  const { key } = await templates.publish({ id, revision: saved.version, note: '' })
  return key
}

const named = (zh: string) => ({ label: { zh, en: zh } })

/** A flow of one's own from the base flow. @returns its key. */
async function flowWith({ as, hr }: Story, shape: (base: FlowBody) => FlowBody) {
  const { flows } = as(hr)
  const base = (await flows.list()).find(({ key }) => key === 'base')!
  const { id } = await flows.start({ from: { versionId: base.versionId, as: 'copy' } })
  const { body, revision } = await flows.draft({ id })
  const { version, faults } = await flows.save({ id, revision, body: shape(body) })
  assert.deepEqual(faults, [])
  const { flowId } = await flows.publish({ id, revision: version, note: '' })
  return (await flows.get({ id: flowId })).key
}

const withDotted = (base: FlowBody): FlowBody =>
  beside(
    changed(added(base, 'managerAssessment', 'form'), 'form', {
      ...named('虚线主管的看法'),
      actor: { relation: 'dottedManager' },
    }),
    'form',
    true,
  )

const withApproval = (base: FlowBody): FlowBody =>
  changed(added(base, 'managerAssessment', 'approval'), 'approval', {
    ...named('上级审核'),
    due: { from: 'opened', days: 2, unit: 'working' },
    sendBackTo: ['managerAssessment'],
  })

/** Mia, her manager Theo, his manager Anna, and Dora, to whom she reports by a dotted line. */
async function family(story: Story) {
  const anna = await story.hire('安总')
  const theo = await story.hire('西奥', { manager: anna })
  const dora = await story.hire('朵拉')
  const mia = await story.hire('米雅', { manager: theo })
  await story.services.database.inOrg(story.orgId, (db) =>
    db
      .insertInto('assignment')
      .values({
        orgId: story.orgId,
        id: newId(),
        personId: mia.personId,
        departmentId: story.departmentId,
        position: '',
        jobFamily: null,
        level: null,
        managerId: dora.personId,
        kind: 'dotted',
        fromOn: '2026-01-01',
        toOn: null,
        createdAt: story.clock.now,
      } as never)
      .execute(),
  )
  return { anna, theo, dora, mia }
}

async function opened(
  story: Story,
  { mia, theo }: Record<'mia' | 'theo', Someone>,
  flow: string,
  template?: string,
) {
  const { ids, template: body } = await inCycle(story, [{ employee: mia, manager: theo }], {
    // A key of one's own, published a moment ago.
    flow: flow as 'base',
    ...(template && { template: template as 'annualResult' }),
  })
  await story.settle()
  const handIn = async (who: Someone, part: 'self' | 'manager', rating = 3) => {
    const answers = answersTo(body, part, '写得具体一点，有时间有地点。', rating)
    await story.as(who).conversations.saveAnswers({
      id: ids[0]!,
      part,
      answers: answers.map(({ fieldKey, value, version }) => ({ fieldKey, value, version })),
      submit: true,
      clientId: newId(),
    })
  }
  return { id: ids[0]!, handIn }
}

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
    assert.equal((await steps.one({ id, stageKey: 'approval' })).ratings, null)
    const run = (await story.as(theo).conversations.get({ id })).run
    assert.equal(run.stages.find(({ key }) => key === 'approval')?.ownerReason, 'nobodyThere')
    await steps.settle({ id, stageKey: 'approval' })
  }))
