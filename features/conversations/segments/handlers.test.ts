import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launched, participationOf, ready, shop } from '../../../test/support/cycles.ts'
import { moved } from '../../../test/support/moves.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { agree, answersTo, handIn } from '../../../test/support/talks.ts'
import { newId } from '../../../platform/ids.ts'
import { templateVersion } from '../../templates/queries.ts'

const missing = { code: 'NOT_FOUND' }
const stageKey = 'segment.1'

/** 吴刚 worked under 田超 until June, then in research under 高远. */
async function transfer(story: Story) {
  const people = await shop(story)
  const next = await story.hire('高远', { manager: story.hr, level: '主管' })
  await moved(story, people.mia, next, {
    on: '2026-07-01',
    position: '工艺工程师',
    jobFamily: '研发',
  })
  return { ...people, next }
}

/** Research has a template of its own. */
async function twoTemplates(story: Story) {
  const templates = await story.as(story.hr).templates.list()
  return templates.find(({ key }) => key === 'threeCores')!.versionId
}

test('E03: the dry run shows the split and whom it asks; HR may have it all in one piece', () =>
  scenario(async (story) => {
    const { mia, theo } = await transfer(story)
    const research = await twoTemplates(story)
    const cycle = await ready(story, ({ mapping }) => ({
      mapping: [
        ...mapping,
        { ...mapping.at(-1)!, levels: [], jobFamilies: ['研发'], templateVersionId: research },
      ],
    }))
    const { cycles } = story.as(story.hr)
    const look = async () => {
      const { items } = await cycles.dryRunPeople({ id: cycle.id, finding: 'moved' })
      const { findings, summaries } = await cycles.dryRun({ id: cycle.id })
      return { row: items[0]!, moved: findings.moved, summaries }
    }
    const { row, ...counts } = await look()
    assert.deepEqual(counts, { moved: 1, summaries: 1 })
    assert.equal(row.person.id, mia.personId)
    assert.deepEqual(
      row.segments.map(({ fromOn, untilOn, share, manager, isAsked }) => [
        fromOn,
        untilOn,
        share,
        manager,
        isAsked,
      ]),
      [
        ['2026-01-01', '2026-06-30', 50, theo.name, true],
        ['2026-07-01', '2026-12-31', 50, '高远', false],
      ],
    )
    // One template for the talk, that of the post of today; the earlier post keeps its own.
    assert.deepEqual(row.template, row.segments[1]!.template)
    assert.notDeepEqual(row.segments[0]!.template, row.template)

    const choose = async (transfers: {
      ask?: 'nobody'
      mergedBelow?: number
      asOne?: string[]
    }) => {
      const { version, population, ...rest } = await cycles.get({ id: cycle.id })
      const usual = { ask: 'formerManagers' as const, mergedBelow: 30, asOne: [] }
      await cycles.save({
        id: cycle.id,
        version,
        draft: { ...rest, population: { ...population, transfers: { ...usual, ...transfers } } },
      })
      const { row: now, ...counted } = await look()
      return [now?.segments.length, now?.asOne, counted.moved, counted.summaries]
    }
    assert.deepEqual(await choose({ asOne: [mia.personId] }), [0, true, 1, 0])
    assert.deepEqual(await choose({ ask: 'nobody' }), [2, false, 1, 0])
    // A stretch shorter than what HR says counts with the next: here everything does.
    assert.deepEqual(await choose({ mergedBelow: 200 }), [undefined, undefined, 0, 0])
  }))

test('E03: the former manager writes about the earlier post, along its own template; it opens with the rest and stands in the record', () =>
  scenario(async (story) => {
    const { mia, theo, lin, next } = await transfer(story)
    const research = await twoTemplates(story)
    const cycle = await launched(story, ({ mapping }) => ({
      mapping: [
        ...mapping,
        { ...mapping.at(-1)!, levels: [], jobFamilies: ['研发'], templateVersionId: research },
      ],
    }))
    await story.settle()
    const { conversationId: id, templateVersionId } = await participationOf(story, cycle.id, mia)
    assert.equal(templateVersionId, research)
    const theirs = story.as(theo).conversations.steps
    const { todos } = await story.as(theo).notifications.today()
    assert.ok(todos.some((todo) => todo.kind === 'stage' && todo.stage.key === stageKey))
    const step = await theirs.one({ id, stageKey })
    assert.deepEqual([step.segment?.fromOn, step.segment?.untilOn], ['2026-01-01', '2026-06-30'])
    assert.ok(step.template.dimensions.length > 0)
    // Nothing but this is his: the talk itself does not exist for him.
    await assert.rejects(story.as(theo).conversations.get({ id }), missing)
    for (const other of [mia, lin, next, story.hr])
      await assert.rejects(story.as(other).conversations.steps.one({ id, stageKey }), missing)

    const shown = (await story.as(mia).conversations.get({ id })).segments
    assert.deepEqual(
      shown.map(({ months, share, manager, isAsked, submittedAt }) => [
        months,
        share,
        manager,
        isAsked,
        submittedAt,
      ]),
      [
        [5.9, 50, theo.name, true, null],
        [6, 50, '高远', false, null],
      ],
    )
    for (const { fieldKey, value } of answersTo(
      step.template,
      'manager',
      '上半年他把返修率降下来了',
    ))
      await theirs.save({ id, stageKey, fieldKey, value, version: 0, clientId: newId() })
    await theirs.settle({ id, stageKey })
    const written = () => story.as(mia).conversations.steps.written({ id })
    assert.deepEqual((await written()).contributions, [])

    const template = await story.services.database.inOrg(story.orgId, (db) =>
      templateVersion(db, story.orgId, research),
    )
    const talk = { id, employee: mia, manager: next, template, shownHash: '' }
    await handIn(story, talk, 'self', mia)
    await handIn(story, talk, 'manager', next)
    await story.settle()
    const [summary] = (await written()).contributions
    assert.deepEqual([summary?.author.name, summary?.label.zh], [theo.name, '第 1 段任职小结'])
    assert.ok(JSON.stringify(summary?.answers).includes('返修率'))

    const manager = story.as(next, { steppedUp: true }).conversations
    await manager.startTalk({ id, channel: 'inPerson' })
    await manager.endTalk({ id })
    await agree(story, talk)
    const { shownHash } = await manager.present({ id })
    const { page } = await story.as(mia).conversations.readPage({ id })
    const words = JSON.stringify(page)
    assert.match(words, /第 1 段任职.*2026-01-01 – 2026-06-30（50%）.*主管 田超/)
    assert.ok(words.includes('返修率'))
    await manager.sign({ id, shownHash, outcome: 'agreed' })
    await story
      .as(mia, { steppedUp: true })
      .conversations.sign({ id, shownHash, outcome: 'agreed' })
    const { verification } = await story.as(mia).conversations.sealedRecord({ id })
    assert.equal(verification.verdict, 'intact')
  }))

test('E03: the talk does not wait for a summary, and nobody is asked for it once the page is shown', () =>
  scenario(async (story) => {
    const { mia, theo, next } = await transfer(story)
    const cycle = await launched(story)
    await story.settle()
    const { conversationId: id, templateVersionId } = await participationOf(story, cycle.id, mia)
    const template = await story.services.database.inOrg(story.orgId, (db) =>
      templateVersion(db, story.orgId, templateVersionId),
    )
    const talk = { id, employee: mia, manager: next, template, shownHash: '' }
    await handIn(story, talk, 'self', mia)
    await handIn(story, talk, 'manager', next)
    await story.settle()
    const manager = story.as(next, { steppedUp: true }).conversations
    await manager.startTalk({ id, channel: 'inPerson' })
    await manager.endTalk({ id })
    await agree(story, talk)
    await manager.present({ id })
    const theirs = story.as(theo)
    const { todos } = await theirs.notifications.today()
    assert.ok(!todos.some((todo) => todo.kind === 'stage' && todo.stage.key === stageKey))
    const { refusal } = await theirs.conversations.steps.one({ id, stageKey })
    assert.equal(refusal, 'conversations.presented')
  }))
