import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { beforeNationalDay } from '../../../test/support/days.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { signedAndSealed, talkBetween } from '../../../test/support/talks.ts'
import { evidenceFile } from '../../conversations/record/export/handlers.ts'
import { commitment } from '../../sealing/rules.ts'
import { toHex, utf8 } from '../../sealing/bytes/rules.ts'
import { verify } from '../../sealing/verifier/rules.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const words = '不该再留着的一句话'
const basis = '个人信息保护法第四十七条：目的已实现'

async function house(story: Story) {
  const security = await story.hire('安全管理员', { roles: ['securityAdmin'] })
  const talk = await signedAndSealed(story, { text: words })
  const asks = (conversationId = talk.conversationId) =>
    story.as(story.hr).admin.privacy.askErasure({ conversationId, basis })
  return { security, ...talk, asks }
}

test('a person sees what is kept, asks, and gets an answer that stays', () =>
  scenario(async (story) => {
    const { employee, manager, conversationId, security } = await house(story)
    const { privacy } = story.as(employee).admin
    const mine = await privacy.mine()
    assert.equal(mine.kinds.find(({ kind }) => kind === 'records')?.count, 1)
    assert.deepEqual(mine.retention, { recordYears: 5, backupDays: 30 })
    assert.equal(mine.records[0]?.id, conversationId)
    await assert.rejects(
      story
        .as(manager)
        .admin.privacy.ask({ kind: 'erasure', conversationId, wish: '把他的记录删掉可以吗' }),
      { code: 'NOT_FOUND' },
    )
    const asked = await privacy.ask({
      kind: 'correction',
      conversationId,
      wish: '职位写错了，应该是工艺工程师',
      clientId: newId(),
    })
    for (const who of [employee, manager])
      await assert.rejects(story.as(who).admin.privacy.list(), { code: 'NOT_FOUND' })
    assert.deepEqual((await story.as(security).admin.privacy.list()).requests, [])
    const hr = story.as(story.hr).admin.privacy
    assert.equal((await hr.list()).requests[0]?.id, asked.id)
    await hr.answer({ id: asked.id, granted: true, answer: '已请主管申请更正，会重新签字' })
    await assert.rejects(
      hr.answer({ id: asked.id, granted: false, answer: '又改主意了又改主意了' }),
      refused('admin.privacy.answered'),
    )
    const [answered] = (await privacy.mine()).requests
    assert.deepEqual([answered?.granted, answered?.answer], [true, '已请主管申请更正，会重新签字'])
  }))

test('an answer about one’s data is due in fifteen days on which the organization works', () =>
  scenario(async (story) => {
    await beforeNationalDay(story)
    const mia = await story.hire('米亚')
    const { dueOn } = await story
      .as(mia)
      .admin.privacy.ask({ kind: 'objection', wish: '不希望用于人才盘点分析' })
    assert.equal(dueOn, '2026-10-22')
  }))

test('nobody of HR deals with their own request, nor with one of their line', () =>
  scenario(async (story) => {
    const boss = await story.hire('主管也是 HR', { roles: ['hrAdmin'] })
    const worker = await story.hire('下属', { manager: boss })
    const { id } = await story
      .as(worker)
      .admin.privacy.ask({ kind: 'objection', wish: '不希望用于人才盘点分析' })
    assert.deepEqual((await story.as(boss).admin.privacy.list()).requests, [])
    await assert.rejects(
      story
        .as(boss)
        .admin.privacy.answer({ id, granted: false, answer: '不同意，照旧处理他的数据' }),
      refused('admin.privacy.ownLine'),
    )
    const own = await story
      .as(story.hr)
      .admin.privacy.ask({ kind: 'objection', wish: '不希望用于人才盘点分析' })
    await assert.rejects(
      story
        .as(story.hr)
        .admin.privacy.answer({ id: own.id, granted: true, answer: '同意自己提的这个请求' }),
      refused('admin.privacy.ownCase'),
    )
  }))

test('two people erase a record: not a word is left, the log says so, every other proof stays whole', () =>
  scenario(async (story) => {
    const { employee, manager, security, conversationId: id, asks } = await house(story)
    const other = await talkBetween(story, 'sealed', { text: '另一份记录', manager })
    const copy = await story.behind(employee, (context) => evidenceFile(context, id))
    await assert.rejects(
      story.as(manager).admin.privacy.askErasure({ conversationId: id, basis }),
      refused('admin.privacy.hrOnly'),
    )
    const erasure = await asks()
    await assert.rejects(asks(), refused('admin.privacy.alreadyAsked'))
    await assert.rejects(
      story.as(story.hr).admin.privacy.decideErasure({ id: erasure.id, approve: true }),
      { code: 'NOT_FOUND' },
    )
    const yes = { id: erasure.id, approve: true }
    await assert.rejects(
      story.as(security).admin.privacy.decideErasure(yes),
      refused('accounts.stepUpFirst'),
      'not from a desk somebody has just left',
    )
    await story.as(security, { steppedUp: true }).admin.privacy.decideErasure(yes)
    await story.settle()

    const record = await story.as(employee).conversations.sealedRecord({ id })
    assert.equal(record.erased?.basis, basis)
    assert.equal(record.verification.verdict, 'unknown')
    assert.ok(!JSON.stringify(record).includes(words))
    await assert.rejects(
      story.behind(employee, (context) => evidenceFile(context, id)),
      refused('conversations.unreadable'),
    )
    const [mine] = (await story.as(employee).admin.privacy.mine()).records
    assert.match(mine?.backupsUntil ?? '', /^\d{4}-\d{2}-\d{2}$/)
    assert.ok(
      (await story.as(employee).notifications.notices({})).items.some(
        ({ kind }) => kind === 'recordErased',
      ),
    )
    // Not in any table, and not to be read out of the sealed bytes.
    const left = await story.services.database.pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    )
    const found: string[] = []
    for (const { name } of left.rows) {
      const { rows } = await story.services.database.pool.query(
        `select 1 from "${name}" row where row::text like $1 limit 1`,
        [`%${words}%`],
      )
      if (rows.length > 0) found.push(name)
    }
    assert.deepEqual(found, [])
    const { leaf, row } = await story.services.database.inOrg(story.orgId, async (db) => {
      const row = await db.selectFrom('erasure').selectAll().executeTakeFirstOrThrow()
      const { leaf } = await db
        .selectFrom('logLeaf')
        .select('leaf')
        .where('leafIndex', '=', row.leafIndex!)
        .executeTakeFirstOrThrow()
      return { row, leaf: JSON.parse(leaf) as { kind: string; commit: string } }
    })
    assert.equal(leaf.kind, 'erase')
    assert.equal(leaf.commit, toHex(commitment(row.salt!, utf8(row.statement!))))
    // What was handed out before is outside, and what others have still proves itself.
    const trusted = { trustedKeys: [JSON.parse(Buffer.from(copy.bytes).toString()).key as string] }
    assert.equal((await verify(copy.bytes, trusted)).verdict, 'intact')
    const sealed = await story.as(other.employee).conversations.sealedRecord({ id: other.id })
    assert.equal(sealed.verification.verdict, 'intact')
  }))

test('a legal hold beats an erasure, and the person sees that it does', () =>
  scenario(async (story) => {
    const { employee, security, conversationId, asks } = await house(story)
    const hr = story.as(story.hr).admin.privacy
    const reason = '劳动仲裁进行中，证据须保全'
    const { id } = await asks()
    await hr.hold({ conversationId, kind: 'legalHold', reason })
    await hr.hold({ conversationId, kind: 'legalHold', reason })
    await assert.rejects(
      story.as(security).admin.privacy.decideErasure({ id, approve: true }),
      refused('admin.privacy.legalHold'),
    )
    assert.deepEqual((await story.as(employee).admin.privacy.mine()).records[0]?.holds, [
      'legalHold',
    ])
    const [hold, ...more] = (await hr.list()).holds
    assert.deepEqual(more, [])
    await hr.lift({ id: hold!.id, reason: '仲裁已结束，裁决生效' })
    const approved = await story
      .as(security, { steppedUp: true })
      .admin.privacy.decideErasure({ id, approve: true })
    assert.equal(approved.state, 'approved')
  }))

test('封存: a restricted record is only stored; its person reads it, nobody else', () =>
  scenario(async (story) => {
    const { employee, manager, conversationId: id } = await house(story)
    await story.settle()
    const hr = story.as(story.hr)
    const promises = async (who: Someone) =>
      (await story.as(who).commitments.of({ conversationId: id })).length
    assert.ok((await promises(manager)) > 0)
    await hr.admin.privacy.hold({
      conversationId: id,
      kind: 'restriction',
      reason: '当事人对准确性有异议，先停止使用',
    })
    for (const who of [manager, story.hr])
      await assert.rejects(
        story.as(who).conversations.sealedRecord({ id, reason: '核对' }),
        refused('conversations.restricted'),
      )
    assert.ok(!JSON.stringify(await story.as(manager).conversations.get({ id })).includes(words))
    const isShut = async (who: Someone) => (await story.as(who).conversations.get({ id })).isShut
    assert.deepEqual(
      [await isShut(manager), await isShut(story.hr), await isShut(employee)],
      [true, true, false],
    )
    const own = await story.as(employee).conversations.sealedRecord({ id })
    assert.ok(JSON.stringify(own.page).includes(words))
    assert.equal((await story.as(manager).conversations.archive({ text: words })).total, 0)
    // What was promised in it is of the record: the person keeps it in sight, nobody else.
    assert.equal(await promises(manager), 0)
    assert.ok((await promises(employee)) > 0)
    const day = await story.as(manager).notifications.today()
    assert.deepEqual([day.toMe, day.later.count], [[], 0])
    assert.ok(
      !JSON.stringify(await story.as(manager).commitments.list({ view: 'team' })).includes(words),
    )
  }))

test('what is past its years is proposed, and never goes by itself', () =>
  scenario(async (story) => {
    const { conversationId, employee } = await house(story)
    const hr = story.as(story.hr).admin.privacy
    assert.deepEqual((await hr.list()).proposals, [])
    await assert.rejects(
      story.as(employee).admin.privacy.setRetention({ recordYears: 1, backupDays: 7 }),
      refused('admin.privacy.hrOnly'),
    )
    await hr.setRetention({ recordYears: 1, backupDays: 7 })
    story.clock.now = new Date(story.clock.now.getTime() + 400 * 86_400_000)
    assert.deepEqual(
      (await story.as(story.hr).admin.privacy.list()).proposals.map(({ id }) => id),
      [conversationId],
    )
    // I5: neither to HR that reports to the person, nor once it is asked for.
    const report = await story.hire('下属里的 HR', { manager: employee, roles: ['hrAdmin'] })
    const ofReport = () => story.as(report).admin.privacy.list()
    assert.deepEqual((await ofReport()).proposals, [])
    await story.as(story.hr).admin.privacy.askErasure({ conversationId, basis })
    assert.equal((await story.as(story.hr).admin.privacy.list()).erasures.length, 1)
    assert.deepEqual((await ofReport()).erasures, [])
    await story.settle()
    const record = await story.as(employee).conversations.sealedRecord({ id: conversationId })
    assert.equal(record.erased, null)
  }))
