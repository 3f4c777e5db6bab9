import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../../../../platform/ids.ts'
import { laterPromise } from '../../../../test/support/plan.ts'
import { scenario, type Story } from '../../../../test/support/scenario.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { appended } from '../../talk/minutes/queries.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const reason = '更正的依据有误，双方同意不改'
const parts = ['manager', 'talk', 'agreement', 'plan'] as const

/** A sealed record whose amendment is approved. */
async function reopened(story: Story) {
  const manager = await story.hire('周晓岚')
  const employee = await story.hire('陈一鸣', { manager })
  const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
  const talk = await talkBetween(story, 'sealed', { employee, manager })
  const before = await everythingOf(story, talk.id)
  const amend = async () => {
    const { amending } = story.as(story.hr).conversations
    const { id } = await amending.ask({ conversationId: talk.id, reason, parts: [...parts] })
    await story.as(second).conversations.amending.decide({ id, approve: true })
    return id
  }
  return { ...talk, second, before, amend }
}

/** What the tables hold of a talk, row by row, apart from what only ever grows. */
const everythingOf = (story: Story, id: string) =>
  story.services.database.inOrg(story.orgId, async (db) => {
    const rows = async (table: string, where: string) =>
      (
        await sql<{ row: string }>`
          select to_jsonb(t)::text as row from ${sql.table(table)} t where ${sql.raw(where)} order by 1`.execute(
          db,
        )
      ).rows.map(({ row }) => row)
    const ofTalk = `conversation_id = '${id}'`
    return {
      conversation: await rows('conversation', `id = '${id}'`),
      answers: await rows('answer', `part_id in (select p.id from part p where p.${ofTalk})`),
      parts: await rows('part', ofTalk),
      plan: await rows('plan_line', ofTalk),
      minutes: await rows('minutes_update', ofTalk),
      page: await rows('presented_page', ofTalk),
      stages: await rows('stage', `run_id = '${id}'`),
      attachments: await rows('attachment', `${ofTalk} and removed_at is null`),
      commitments: await rows('commitment', ofTalk),
    }
  })

test('E08: an amendment withdrawn before both signed leaves the record exactly as it was sealed; its words are kept apart', () =>
  scenario(async (story) => {
    const { id, employee, manager, template, before, amend } = await reopened(story)
    const amendment = await amend()
    const asManager = story.as(manager, { steppedUp: true }).conversations
    const view = await asManager.get({ id })
    const [line] = view.plan
    await asManager.removePlanLine({ id, lineId: line!.id })
    await asManager.addPlanLine({
      id,
      line: laterPromise,
      clientId: newId(),
    })
    const field = template.sections
      .filter(({ part }) => part === 'agreement')
      .flatMap(({ fields }) => fields)
      .find(
        ({ type, writer, readers }) =>
          type === 'longText' && writer !== 'employee' && readers !== 'authorOnly',
      )!
    const standing = view.parts.find(({ kind }) => kind === 'agreement')!.answers[field.key]
    await asManager.saveAnswer({
      id,
      part: 'agreement',
      fieldKey: field.key,
      value: '更正时写的一句话，后来撤回了。',
      version: standing?.version ?? 0,
      clientId: newId(),
    })
    await story.services.database.inOrg(story.orgId, async (db) => {
      const update = await appended(db, story.orgId, id, '更正时加的纪要')
      await asManager.minutes.push({ id, update: Buffer.from(update).toString('base64') })
    })
    const { shownHash } = await asManager.present({ id })
    await asManager.sign({ id, shownHash, outcome: 'agreed' })
    await assert.rejects(asManager.amending.withdraw({ id: amendment, reason }), {
      code: 'NOT_FOUND',
    })
    const withdrawn = await story
      .as(story.hr)
      .conversations.amending.withdraw({ id: amendment, reason })
    assert.deepEqual([withdrawn.state, withdrawn.withdrawn?.reason], ['withdrawn', reason])
    await story.settle()
    assert.deepEqual(await everythingOf(story, id), before)
    const sealed = await story.as(employee).conversations.sealedRecord({ id })
    assert.deepEqual(
      [sealed.version, sealed.amending, sealed.verification.verdict],
      [1, false, 'intact'],
    )
    for (const who of [employee, manager]) {
      const { conversations, notifications } = story.as(who)
      const kept = await conversations.amending.discarded({ id: amendment })
      assert.ok(JSON.stringify(kept).includes('每两周留半小时一起看数据'))
      assert.ok(
        (await notifications.notices({})).items.some(({ kind }) => kind === 'amendmentWithdrawn'),
      )
    }
    const revisions = await story
      .as(manager)
      .conversations.revisions({ id, part: 'agreement', fieldKey: field.key })
    assert.ok(JSON.stringify(revisions).includes('后来撤回了'))
    await assert.rejects(
      story.as(story.hr).conversations.amending.withdraw({ id: amendment, reason }),
      refused('conversations.amending.over'),
    )
  }))

/** What the manager promises in the version that is taken back. */
const line = {
  layer: 'support' as const,
  ownerKind: 'manager' as const,
  what: '每两周一起看数据',
  how: '周五',
  measure: '两次都在日历上',
  dueOn: '2027-01-29',
}

test('the next amendment has a number of its own: a signature to the withdrawn one counts for nothing', () =>
  scenario(async (story) => {
    const { id, employee, manager, amend } = await reopened(story)
    const first = await amend()
    const asManager = story.as(manager, { steppedUp: true }).conversations
    await asManager.addPlanLine({ id, line, clientId: newId() })
    const { shownHash } = await asManager.present({ id })
    await asManager.sign({ id, shownHash, outcome: 'agreed' })
    await story.as(story.hr).conversations.amending.withdraw({ id: first, reason })
    await amend()
    await asManager.addPlanLine({ id, line, clientId: newId() })
    const again = await asManager.present({ id })
    const view = await asManager.get({ id })
    assert.deepEqual([view.signing.version, view.signing.signatures], [3, []])
    for (const who of [manager, employee])
      await story
        .as(who, { steppedUp: true })
        .conversations.sign({ id, shownHash: again.shownHash, outcome: 'agreed' })
    const sealed = await story.as(employee).conversations.sealedRecord({ id })
    assert.deepEqual([sealed.version, sealed.verification.verdict], [3, 'intact'])
    const earlier = await story.as(employee).conversations.sealedRecord({ id, version: 1 })
    assert.equal(sealed.document.prev_version_commit, earlier.commit)
  }))

test('what the employee has answered, and what a case has promised, is not HR’s to take back', () =>
  scenario(async (story) => {
    const { id, employee, manager, second, amend } = await reopened(story)
    const amendment = await amend()
    const asManager = story.as(manager, { steppedUp: true }).conversations
    await asManager.addPlanLine({ id, line, clientId: newId() })
    const { shownHash } = await asManager.present({ id })
    await asManager.sign({ id, shownHash, outcome: 'agreed' })
    await story
      .as(employee, { steppedUp: true })
      .conversations.sign({ id, shownHash, outcome: 'refused', statement: '金额还是不对' })
    await assert.rejects(
      story.as(story.hr).conversations.amending.withdraw({ id: amendment, reason }),
      refused('conversations.amending.answered'),
    )
    const other = await talkBetween(story, 'sealed', { employee, manager })
    const appeal = await story.as(employee).conversations.appeals.open({
      conversationId: other.id,
      kind: 'appeal',
      reason: '口径和年初定的不一样，请核对',
      wish: '按年初口径改正',
    })
    const judge = await story.hire('评议人')
    await story.as(second).conversations.appeals.name({ id: appeal.id, handlerId: judge.personId })
    await story.as(judge).conversations.appeals.decide({
      id: appeal.id,
      outcome: 'revised',
      answer: '数据确实不是年初口径，改',
      parts: ['agreement'],
    })
    const { items } = await story.as(second).conversations.amending.of({ conversationId: other.id })
    await assert.rejects(
      story.as(second).conversations.amending.withdraw({ id: items[0]!.id, reason }),
      refused('conversations.amending.promised'),
    )
  }))
