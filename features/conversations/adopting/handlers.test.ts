import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { answersTo, talkBetween, type Stop } from '../../../test/support/talks.ts'
import { newId } from '../../../platform/ids.ts'
import type { Field, TemplateBody } from '../../templates/contract.ts'
import { own, t } from '../../templates/library/words.ts'

const question = (key: string): Field =>
  own({ key, type: 'longText', label: t('班组里谁帮过你', 'Who helped you'), required: true })

const asking = (body: TemplateBody, field: Field): TemplateBody => ({
  ...body,
  sections: body.sections.map((section, at) =>
    at === body.sections.findIndex(({ part, stage }) => part === 'self' && !stage)
      ? { ...section, fields: [...section.fields, field] }
      : section,
  ),
})

/** HR's own 年度 template in use: four talks, each as far as its name says. */
async function inUse(story: Story) {
  const hr = story.as(story.hr)
  const annual = (await hr.templates.list()).find(({ key }) => key === 'annualResult')!
  const { id } = await hr.templates.start({ from: { versionId: annual.versionId, as: 'copy' } })
  const draft = await hr.templates.draft({ id })
  const first = await hr.templates.publish({ id, revision: draft.revision, note: '' })
  const manager = await story.hire('周晓岚')
  const talks = {} as Record<'untouched' | 'handedIn' | 'opened' | 'sealed', string>
  const people = {} as Record<keyof typeof talks, Someone>
  const stops: [keyof typeof talks, Stop][] = [
    ['untouched', 'prepare'],
    ['handedIn', 'selfIn'],
    ['opened', 'open'],
    ['sealed', 'sealed'],
  ]
  for (const [name, stop] of stops) {
    people[name] = await story.hire(name, { manager })
    const talk = await talkBetween(story, stop, {
      employee: people[name],
      manager,
      template: first.key as 'annualResult',
    })
    talks[name] = talk.id
  }
  const next = async (
    change: (body: TemplateBody) => TemplateBody,
    scope?: 'notStarted' | 'allOpen',
  ) => {
    const { versionId } = await hr.templates.get({ id: first.templateId })
    const begun = await hr.templates.start({ from: { versionId, as: 'next' } })
    const { body, revision } = await hr.templates.draft({ id: begun.id })
    const saved = await hr.templates.save({ id: begun.id, revision, body: change(body) })
    const published = await hr.templates.publish({
      id: begun.id,
      revision: saved.version,
      note: '多问一句',
      ...(scope && { underWay: { scope, reason: '试点里大家都提到了同伴' } }),
    })
    await story.settle()
    return published
  }
  const versionOf = async (name: keyof typeof talks) =>
    (await story.as(people[name]).conversations.get({ id: talks[name] })).template.version
  const versions = async () => {
    const found: Record<string, number> = {}
    for (const [name] of stops) found[name] = await versionOf(name)
    return found
  }
  return { hr, templateId: first.templateId, talks, people, next, versions }
}

test('E19: a new version reaches nobody by itself', () =>
  scenario(async (story) => {
    const { hr, templateId, next, versions } = await inUse(story)
    await next((body) => asking(body, question('helped')))
    assert.deepEqual(await versions(), { untouched: 1, handedIn: 1, opened: 1, sealed: 1 })
    const { versions: used, adoptions } = await hr.conversations.templateUse({ templateId })
    assert.deepEqual(adoptions, [])
    assert.deepEqual(
      used.map(({ version, notStarted, begun, opened, over }) => [
        version,
        notStarted,
        begun,
        opened,
        over,
      ]),
      [
        [2, 0, 0, 0, 0],
        [1, 1, 1, 1, 1],
      ],
    )
    assert.equal(used[1]!.cycles.length, 4)
  }))

test('E19: whoever publishes reads which cycles it touches, by name, and how far each has come', () =>
  scenario(async (story) => {
    const { hr, templateId, next } = await inUse(story)
    await next((body) => asking(body, question('helped')), 'notStarted')
    const { cycles } = await hr.conversations.templateUse({ templateId })
    const sides = (each: (typeof cycles)[number]) => [
      each.notStarted,
      each.begun,
      each.opened,
      each.over,
    ]
    assert.deepEqual(
      cycles.map((each) => sides(each)),
      [
        [0, 0, 1, 0],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
      ],
      'newest first, whatever the version; the one that is signed through is not touched',
    )
    for (const { name } of cycles) assert.equal(name, '2026 年度结果面谈')

    const flow = (await hr.flows.list({})).find(({ key }) => key === 'base')!
    const byFlow = await hr.conversations.flowUse({ flowId: flow.id })
    assert.deepEqual(byFlow.cycles, cycles, 'they all go by one flow')
  }))

test('what people are asked changes under way only when somebody else of HR agrees', () =>
  scenario(async (story) => {
    const second = await story.hire('魏来', { roles: ['hrAdmin'] })
    const { templateId, people, next, versions } = await inUse(story)
    const untouched = { untouched: 1, handedIn: 1, opened: 1, sealed: 1 }
    const adoptions = async (who = story.hr) =>
      (await story.as(who).conversations.templateUse({ templateId })).adoptions
    const decide = async (who: Someone, approve: boolean) => {
      const [newest] = await adoptions()
      await story.as(who).conversations.decideAdoption({ id: newest!.id, approve })
      await story.settle()
    }
    const waiting = async (who: Someone) =>
      (await story.as(who).notifications.today()).todos.filter(
        (todo) => todo.kind === 'decision' && todo.matter === 'adoption',
      ).length

    await next((body) => asking(body, question('helped')), 'allOpen')
    assert.deepEqual(await versions(), untouched)
    assert.deepEqual([await waiting(story.hr), await waiting(second)], [0, 1])
    await assert.rejects(decide(story.hr, true), { message: 'templates.adoption.notYourOwn' })
    await assert.rejects(decide(people.untouched, true), { code: 'FORBIDDEN' })
    await decide(second, false)
    assert.deepEqual(await versions(), untouched)
    await assert.rejects(decide(second, true), { message: 'templates.adoption.decided' })

    // A newer version overtakes one that waits; whoever asked may only take it back.
    await next((body) => asking(body, question('taught')), 'allOpen')
    await next((body) => asking(body, question('learnt')), 'notStarted')
    const [, older] = await adoptions(second)
    assert.equal(older!.refusals.approve, 'templates.adoption.overtaken')
    assert.equal(await waiting(second), 1)
    await decide(second, true)
    assert.deepEqual(await versions(), { ...untouched, untouched: 4 })
    assert.equal(await waiting(second), 0)
    const [newest] = await adoptions()
    assert.deepEqual([newest!.decision, newest!.decidedBy, newest!.talks], ['approved', '魏来', 1])

    // Other words for the same question are nobody else's business.
    const renamed = (body: TemplateBody) => ({ ...body, purpose: t('说清楚', 'To be clear') })
    await next(renamed, 'notStarted')
    assert.equal((await adoptions())[0]!.decision, 'none')
    assert.equal((await versions()).untouched, 5)
  }))

test('E19: a new required field reaches only talks nobody has begun, when HR says so', () =>
  scenario(async (story) => {
    const { hr, templateId, talks, people, next, versions } = await inUse(story)
    await next((body) => asking(body, question('helped')), 'notStarted')
    assert.deepEqual(await versions(), { untouched: 2, handedIn: 1, opened: 1, sealed: 1 })
    const { adoptions } = await hr.conversations.templateUse({ templateId })
    assert.deepEqual(
      adoptions.map(({ version, scope, reason, by, talks: n }) => [version, scope, reason, by, n]),
      [[2, 'notStarted', '试点里大家都提到了同伴', '许宁', 1]],
    )
    const [frozen] = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('participation')
        .innerJoin('templateVersion', (join) =>
          join.onRef('templateVersion.id', '=', 'participation.templateVersionId'),
        )
        .select('templateVersion.number')
        .where('conversationId', '=', talks.untouched)
        .execute(),
    )
    assert.equal(frozen!.number, 2, 'the part in the cycle says the same')
    const chain = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('event')
        .select(['actorId', 'personId'])
        .where('subjectId', '=', talks.untouched)
        .where('kind', '=', 'conversation.templateChanged')
        .execute(),
    )
    assert.deepEqual(chain, [{ actorId: story.hr.personId, personId: people.untouched.personId }])
  }))

test('E19: for all open ones, what was handed in comes back with every word and is confirmed again', () =>
  scenario(async (story) => {
    const { talks, people, next, versions, hr, templateId } = await inUse(story)
    const api = story.as(people.handedIn).conversations
    const before = await api.get({ id: talks.handedIn })
    await next((body) => asking(body, question('helped')), 'allOpen')
    assert.deepEqual(await versions(), { untouched: 2, handedIn: 2, opened: 1, sealed: 1 })
    const { adoptions } = await hr.conversations.templateUse({ templateId })
    assert.deepEqual([adoptions[0]!.talks, adoptions[0]!.givenBack], [2, 1])
    const after = await api.get({ id: talks.handedIn })
    const [was, is] = [before, after].map(({ parts }) => parts.find(({ kind }) => kind === 'self')!)
    assert.equal(is!.submittedAt, null)
    assert.deepEqual(after.template.changed, {
      reason: '试点里大家都提到了同伴',
      by: '许宁',
      note: '多问一句',
      cameBack: ['self'],
    })
    assert.deepEqual(
      Object.entries(is!.answers).map(([key, { value }]) => [key, value]),
      Object.entries(was!.answers).map(([key, { value }]) => [key, value]),
    )
    const handIn = (answers: { fieldKey: string; value: unknown; version: number }[]) =>
      api.saveAnswers({
        id: talks.handedIn,
        part: 'self',
        answers,
        submit: true,
        clientId: newId(),
      })
    await assert.rejects(handIn([]), { code: 'BAD_REQUEST' })
    await handIn([{ fieldKey: 'helped', value: '老顾，教我看图', version: 0 }])
    const done = await api.get({ id: talks.handedIn })
    assert.ok(done.parts.find(({ kind }) => kind === 'self')!.submittedAt)
  }))

test('E19: what would not fit the words already written is never brought to talks that have begun', () =>
  scenario(async (story) => {
    const { next, versions } = await inUse(story)
    const readByHr = (body: TemplateBody): TemplateBody => ({
      ...body,
      sections: body.sections.map((section) =>
        section.part === 'self'
          ? { ...section, fields: section.fields.map((field) => ({ ...field, readers: 'hr' })) }
          : section,
      ),
    })
    await assert.rejects(
      next((body) => {
        const changed = readByHr(body)
        for (const section of changed.sections)
          for (const field of section.fields)
            if (field.readers === 'hr') field.mayFeedRating = false
        // What feeds the rating may not start from there any more.
        for (const { fields } of changed.sections)
          for (const field of fields) delete field.startsFrom
        return changed
      }, 'allOpen'),
      { data: { reason: 'templates.wouldBreakAnswers', params: {} } },
    )
    assert.deepEqual(await versions(), { untouched: 1, handedIn: 1, opened: 1, sealed: 1 })
  }))

test('an answer written at the same moment keeps the version it was written under', () =>
  scenario(async (story) => {
    const { talks, people, next, versions } = await inUse(story)
    const template = (await story.as(people.untouched).conversations.get({ id: talks.untouched }))
      .template.body
    const [answer] = answersTo(template, 'self', '先写一句')
    await story.as(people.untouched).conversations.saveAnswer({
      id: talks.untouched,
      part: 'self',
      fieldKey: answer!.fieldKey,
      value: answer!.value,
      version: 0,
      clientId: newId(),
    })
    await next((body) => asking(body, question('helped')), 'notStarted')
    assert.equal((await versions()).untouched, 1)
  }))

test('only HR administration sees where a template or a flow is in use', () =>
  scenario(async (story) => {
    const { templateId } = await inUse(story)
    const mia = await story.hire('米雅', { roles: ['hrbp'] })
    const { conversations, flows } = story.as(mia)
    await assert.rejects(conversations.templateUse({ templateId }), { code: 'FORBIDDEN' })
    const flowId = (await flows.list({}))[0]!.id
    await assert.rejects(conversations.flowUse({ flowId }), { code: 'FORBIDDEN' })
  }))
