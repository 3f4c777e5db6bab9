import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { family, flowWith, opened, templateWith, withDotted } from '../../../test/support/beside.ts'
import { newId } from '../../../platform/ids.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { ownTalk } from '../../admin/privacy/archive/queries.ts'
import { verify } from '../../sealing/verifier/rules.ts'
import { evidenceFile } from '../record/export/handlers.ts'
import { choicesIn } from '../record/export/redaction/rules.ts'
import type { JsonObject } from '../../sealing/canonical/rules.ts'

const words = '海外项目她扛下来了'
const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason

/** Dora has written beside Theo; the page both read is shown. */
async function presented(story: Story) {
  const people = await family(story)
  const { mia, theo, dora } = people
  const talk = await opened(
    story,
    people,
    await flowWith(story, withDotted),
    await templateWith(story),
  )
  await talk.handIn(mia, 'self')
  await story.settle()
  const { steps } = story.as(dora).conversations
  const answer = { id: talk.id, stageKey: 'form', fieldKey: 'dottedView', clientId: newId() }
  await steps.save({ ...answer, value: words, version: 0 })
  await steps.settle({ id: talk.id, stageKey: 'form' })
  await talk.handIn(theo, 'manager')
  return { ...people, ...talk, answer, shownHash: await talk.present() }
}

test('E04: what a dotted-line manager wrote stands on the page both sign, and is sealed under her name', () =>
  scenario(async (story) => {
    const { mia, dora, id, answer, shownHash, sign } = await presented(story)
    const { page } = await story.as(mia).conversations.readPage({ id })
    assert.ok(JSON.stringify(page).includes('一起做的项目（朵拉，虚线主管的看法）'))
    await assert.rejects(
      story.as(dora).conversations.steps.save({ ...answer, value: '改一改', version: 1 }),
      refused('conversations.alreadySubmitted'),
    )
    await sign(shownHash)
    const sealed = await story.as(mia).conversations.sealedRecord({ id })
    assert.equal(sealed.verification.verdict, 'intact')
    assert.ok(JSON.stringify(sealed.page).includes(words))
    const [theirs] = sealed.document.contributions as JsonObject[]
    assert.equal((theirs!.author as JsonObject).name, '朵拉')
    assert.equal((await story.as(mia).conversations.archive({ text: '海外项目' })).total, 1)
    // And what she takes along of her own data has it, under Dora's name.
    const { data } = await story.behind(mia, (context) => ownTalk(context, id))
    assert.deepEqual(
      data.others.contributions.map(({ author, answers }) => [author.name, answers.dottedView]),
      [['朵拉', words]],
    )
  }))

test('an excerpt may leave out what somebody else wrote, and the rest still proves itself', () =>
  scenario(async (story) => {
    const { mia, id, shownHash, sign } = await presented(story)
    await sign(shownHash)
    const { document } = await story.as(mia).conversations.sealedRecord({ id })
    const [part] = choicesIn(document as JsonObject).filter(
      ({ group }) => group === 'contributions',
    )
    assert.equal(part?.label, '虚线主管的看法 · 朵拉')
    const { bytes } = await story.behind(mia, (context) =>
      evidenceFile(context, id, { without: [part!.path] }),
    )
    assert.ok(!Buffer.from(bytes).toString().includes(words))
    const { verdict, facts } = await verify(bytes)
    assert.equal(verdict, 'intact')
    assert.deepEqual(facts?.withheld, ['contributions/0'])
  }))

test('her words altered in the database, or somebody put beside her, show as tampered', () =>
  scenario(async (story) => {
    const { mia, id, shownHash, sign } = await presented(story)
    await sign(shownHash)
    const verdict = async () => {
      const { verification } = await story.as(mia).conversations.sealedRecord({ id })
      const wrong = verification.findings.filter(({ ok }) => ok === false)
      return [verification.verdict, ...wrong.map(({ key }) => key)]
    }
    const alter = (statement: string) =>
      story.services.database.inOrg(story.orgId, (db) => sql.raw(statement).execute(db))
    const says = (text: string) =>
      alter(
        `update contribution set answers = jsonb_set(answers, '{dottedView,value}', '"${text}"')`,
      )
    await says('没什么可说')
    assert.deepEqual(await verdict(), ['tampered', 'tableContributions'])
    await says(words)
    assert.deepEqual(await verdict(), ['intact'])
    await alter(`insert into contribution select org_id, conversation_id, stage_key, '${mia.personId}',
      answers, created_at, updated_at, submitted_at from contribution`)
    assert.deepEqual(await verdict(), ['tampered', 'tableContributions'])
  }))

test('封存 and erasure hold for what others wrote, too; HR reads it with a reason only', () =>
  scenario(async (story) => {
    const { mia, theo, dora, id, shownHash, sign } = await presented(story)
    await sign(shownHash)
    const told = async (who: typeof mia) =>
      JSON.stringify(await story.as(who).conversations.steps.written({ id }))
    const hers = async () =>
      JSON.stringify(await story.as(dora).conversations.steps.one({ id, stageKey: 'form' }))
    assert.ok((await told(theo)).includes(words) && (await hers()).includes(words))
    assert.ok(!(await told(story.hr)).includes(words))
    const { privacy } = story.as(story.hr).admin
    const reason = '当事人对准确性有异议，先停止使用'
    await privacy.hold({ conversationId: id, kind: 'restriction', reason })
    assert.ok(!(await told(theo)).includes(words) && !(await hers()).includes(words))
    assert.ok((await told(mia)).includes(words))
    const [hold] = (await privacy.list()).holds
    await privacy.lift({ id: hold!.id, reason: '异议已经核实，更正完成' })
    const security = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const erasure = await privacy.askErasure({
      conversationId: id,
      basis: '个人信息保护法第四十七条：目的已实现',
    })
    await story
      .as(security, { steppedUp: true })
      .admin.privacy.decideErasure({ id: erasure.id, approve: true })
    await story.settle()
    for (const said of [await told(mia), await told(theo), await hers()])
      assert.ok(!said.includes(words))
  }))

test('a stage left open when a record was sealed shows no ratings while it is amended, and nobody is said to read them', () =>
  scenario(async (story) => {
    const [second, dora] = [
      await story.hire('第二位 HR', { roles: ['hrAdmin'] }),
      await story.hire('朵拉'),
    ]
    const { id, employee } = await talkBetween(story, 'sealed')
    await story.services.database.inOrg(story.orgId, (db) =>
      sql`update stage set kind = 'approval', owner_id = ${dora.personId}, done_at = null
           where run_id = ${id} and key = 'agreement'`.execute(db),
    )
    const reason = '金额写错了一位，双方都同意更正'
    const asking = { conversationId: id, reason, parts: ['plan' as const] }
    const asked = await story.as(story.hr).conversations.amending.ask(asking)
    await story.as(second).conversations.amending.decide({ id: asked.id, approve: true })
    const { steps } = story.as(dora).conversations
    const { ratings, refusal } = await steps.one({ id, stageKey: 'agreement' })
    assert.deepEqual([ratings, refusal], [null, 'conversations.sealed'])
    const { readers } = await story.as(employee).admin.access.of({ conversationId: id })
    assert.ok(readers.length > 0 && readers.every(({ person }) => person.name !== dora.name))
  }))
