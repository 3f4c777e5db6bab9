import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '../../../app/server.ts'
import { addDepartment } from '../../../test/support/departments.ts'
import { signedInAt } from '../../../test/support/http.ts'
import { todayOf } from '../../../test/support/days.ts'
import { password, scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { signedAndSealed, talkBetween } from '../../../test/support/talks.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const gone = (error: { code?: string }) => error.code === 'NOT_FOUND'
const words = '回退预案的每一个字'
const day = 86_400_000

/** An auditor engaged by two people, for everything or for one department, for so many days. */
async function engage(
  story: Story,
  second: Someone,
  options: { departmentId?: string; days?: number } = {},
) {
  const auditor = await story.hire('审计员')
  const { proposals } = await story.as(story.hr).org.grant({
    id: auditor.personId,
    role: 'auditor',
    departmentId: options.departmentId ?? null,
    toAt: new Date(story.clock.now.getTime() + (options.days ?? 10) * day),
    reason: '年度内审',
  })
  await story.as(second).org.decide({ proposalId: proposals![0]!.id, accept: true })
  return auditor
}

test('an auditor reads sealed records of the engagement, nothing else, and nothing after its end', () =>
  scenario(async (story) => {
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const workshop = await addDepartment(story, '一车间')
    const everywhere = await engage(story, second)
    const elsewhere = await engage(story, second, { departmentId: workshop })
    const { conversationId, employee } = await signedAndSealed(story, { text: words })
    const open = await talkBetween(story, 'open', { text: words })
    const record = await story.as(everywhere).conversations.sealedRecord({ id: conversationId })
    assert.match(JSON.stringify(record), new RegExp(words))
    assert.ok(
      !JSON.stringify(await story.as(everywhere).conversations.get({ id: open.id })).includes(
        words,
      ),
    )
    await assert.rejects(
      story.as(everywhere).admin.audit.chain({ conversationId: open.id }),
      refused('admin.chainSealedOnly'),
    )
    await assert.rejects(
      story.as(elsewhere).conversations.sealedRecord({ id: conversationId }),
      gone,
    )
    await assert.rejects(story.as(elsewhere).admin.audit.chain({ conversationId }), gone)
    await assert.rejects(story.as(elsewhere).admin.audit.log({}), gone)
    story.clock.now = new Date(story.clock.now.getTime() + 10 * day)
    await assert.rejects(
      story.as(everywhere).conversations.sealedRecord({ id: conversationId }),
      gone,
    )
    await assert.rejects(story.as(everywhere).admin.audit.log({}), gone)
    const { items } = await story.as(employee).admin.access.mine({})
    assert.deepEqual(
      items.map(({ who, relation, kind }) => [who?.name, relation, kind]),
      [['审计员', 'auditor', 'read']],
    )
    const { engagement } = items[0]!
    assert.equal(
      engagement?.reason,
      '年度内审',
      'the office explains a look nobody asked a reason for',
    )
    assert.equal(engagement?.until?.getTime(), story.clock.now.getTime())
  }))

test('before the two parts open each of the two is said to read what they write, and others the state', () =>
  scenario(async (story) => {
    const { id, employee, manager } = await talkBetween(story, 'selfIn')
    const { readers } = await story.as(employee).admin.access.of({ conversationId: id })
    const now = new Map(readers.map(({ person, now }) => [person.name, now]))
    assert.deepEqual(
      [employee, manager, story.hr].map(({ name }) => now.get(name)),
      ['own', 'own', 'status'],
    )
  }))

test('the chain of a record is every step in order and not a word of it, and the look is known to its person', () =>
  scenario(async (story) => {
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const auditor = await engage(story, second)
    const { conversationId, employee, manager } = await signedAndSealed(story, { text: words })
    const { items, leaf } = await story.as(auditor).admin.audit.chain({ conversationId })
    // The newest first.
    const kinds = items.map(({ kind }) => kind).toReversed()
    const steps = ['submitted', 'revealed', 'talkStarted', 'presented', 'signed', 'sealed']
    assert.deepEqual(
      steps.map((step) => kinds.indexOf(`conversation.${step}`)).toSorted((a, b) => a - b),
      steps.map((step) => kinds.indexOf(`conversation.${step}`)),
    )
    assert.ok(!kinds.includes('conversation.opened') || kinds[0] === 'conversation.opened')
    assert.ok(!JSON.stringify(items).includes(words))
    assert.equal(leaf.index >= 0, true)
    await assert.rejects(
      story.as(manager).admin.audit.chain({ conversationId }),
      refused('admin.chainNotYours'),
    )
    await assert.rejects(
      story.as(story.hr).admin.audit.chain({ conversationId }),
      refused('conversations.reasonFirst'),
    )
    await story.as(story.hr).admin.audit.chain({ conversationId, reason: '员工要求核对' })
    const looks = (await story.as(employee).admin.access.mine({})).items
    assert.deepEqual(
      looks.map(({ who, kind, reason }) => [who?.name, kind, reason]),
      [
        [story.hr.name, 'chain', '员工要求核对'],
        ['审计员', 'chain', null],
      ],
    )
  }))

test('the security log has names for security and audit, numbers for IT, and nothing for others', () =>
  scenario(async (story) => {
    const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
    const mia = await story.hire('陈一鸣')
    await story.as(story.hr).org.invite({ id: mia.personId })
    await signedAndSealed(story, { text: words })
    const seen = await story.as(guard).admin.audit.log({})
    const invited = seen.items.find(({ kind }) => kind === 'invitation.made')!
    assert.equal(invited.who?.name, story.hr.name)
    const numbered = await story.as(keeper).admin.audit.log({})
    const same = numbered.items.find(({ kind }) => kind === 'invitation.made')!
    assert.deepEqual([same.who, same.pseudonym, same.data], [null, 1, {}])
    assert.ok(!JSON.stringify(numbered).includes(story.hr.name))
    assert.ok(!JSON.stringify(numbered).includes(story.hr.personId))
    assert.deepEqual((await story.as(keeper).admin.audit.log({ about: 'looks' })).items, [])
    for (const other of [mia, story.hr])
      await assert.rejects(story.as(other).admin.audit.log({}), gone)
    assert.ok(!JSON.stringify(seen).includes(words))
  }))

test('many chains leave only after a second person has agreed, for a day, and every employee knows', () =>
  scenario(async (story) => {
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const auditor = await engage(story, second)
    const talks = [
      await signedAndSealed(story, { text: words }),
      await signedAndSealed(story, { text: words }),
    ]
    const today = todayOf(story)
    const input = { fromOn: '2020-01-01', untilOn: today, reason: '年度内审抽查全部经过' }
    await assert.rejects(story.as(talks[0]!.manager).admin.audit.exports.ask(input), gone)
    const asked = await story.as(auditor).admin.audit.exports.ask(input)
    const serving = await serve(story.services, null)
    try {
      const visitor = await signedInAt(serving.url, auditor.employeeNo, password)
      const take = (format: string) =>
        visitor.send(`/api/files/chains/${asked.id}?format=${format}`)
      assert.equal((await take('json')).status, 403)
      await assert.rejects(
        story.as(auditor).admin.audit.exports.decide({ id: asked.id, approve: true }),
        refused('admin.exportApprovers'),
      )
      const yes = { id: asked.id, approve: true }
      await assert.rejects(
        story.as(second).admin.audit.exports.decide(yes),
        refused('accounts.stepUpFirst'),
        'not from a desk somebody has just left',
      )
      await story.as(second, { steppedUp: true }).admin.audit.exports.decide(yes)
      const rows = (await (await take('json')).json()) as { record: string; event: string }[]
      assert.deepEqual(
        [...new Set(rows.map(({ record }) => record))].sort(),
        talks.map(({ conversationId }) => conversationId).sort(),
      )
      assert.ok(!JSON.stringify(rows).includes(words))
      const csv = await (await take('csv')).text()
      assert.equal(csv.split('\r\n').length, rows.length + 2, 'a heading and a line each')
      const newest = async () =>
        (await story.as(auditor).admin.audit.log({ about: 'looks' })).items[0]?.kind
      while ((await newest()) !== 'chain.exportHandedOver') await pause(10)
      const thief = await signedInAt(serving.url, second.employeeNo, password)
      assert.equal((await thief.send(`/api/files/chains/${asked.id}`)).status, 403)
      for (const { employee } of talks) {
        const { items } = await story.as(employee).admin.access.mine({})
        assert.deepEqual(
          items.map(({ who, kind, reason, approvedBy }) => [
            who?.name,
            kind,
            reason,
            approvedBy?.name,
          ]),
          [
            ['审计员', 'chain', '年度内审抽查全部经过', second.name],
            ['审计员', 'chain', '年度内审抽查全部经过', second.name],
          ],
        )
      }
      await story.services.database.inOrg(story.orgId, (db) =>
        db
          .updateTable('chainExport')
          .set({ expiresAt: new Date() })
          .where('orgId', '=', story.orgId)
          .execute(),
      )
      assert.equal((await take('csv')).status, 403, 'a day later it is gone')
    } finally {
      await serving.stop()
    }
  }))

test('I6 everybody learns who may see a record, as the rule itself answers, and who has', () =>
  scenario(async (story) => {
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const { conversationId, employee, manager } = await signedAndSealed(story, { text: words })
    await story.as(second).conversations.sealedRecord({ id: conversationId, reason: '劳动仲裁' })
    const { readers, items } = await story.as(employee).admin.access.of({ conversationId })
    assert.deepEqual(
      readers.map(({ person, relation, sealed }) => [person.name, relation, sealed]).sort(),
      [
        [employee.name, 'employee', 'read'],
        [manager.name, 'manager', 'read'],
        [second.name, 'hrAdmin', 'reason'],
        [story.hr.name, 'hrAdmin', 'reason'],
      ].sort(),
    )
    assert.deepEqual(
      items.map(({ who, reason }) => [who?.name, reason]),
      [[second.name, '劳动仲裁']],
    )
    const days = await story.as(story.hr).admin.access.of({ conversationId })
    assert.deepEqual(
      [days.readers, days.items.map(({ who, reason }) => [who, reason])],
      [[], [[null, null]]],
    )
    await assert.rejects(
      story.as(manager).admin.access.of({ conversationId }),
      refused('admin.accessNotYours'),
    )
    await assert.rejects(story.as(guard).admin.access.of({ conversationId }), gone)
  }))

test('the log says who did what to whom, the newest first, and is narrowed down to one person', () =>
  scenario(async (story) => {
    const security = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const partner = await story.hire('陈伙伴')
    const other = await story.hire('别的人')
    const propose = (id: string) =>
      story.as(story.hr).org.grant({
        id,
        role: 'hrbp',
        departmentId: story.departmentId,
        toAt: null,
        reason: '接手一车间',
      })
    const founded = story.clock.now.getTime()
    story.clock.now = new Date(founded + 2 * day)
    await propose(partner.personId)
    // Written down later, but of an earlier moment: an import, a demo.
    story.clock.now = new Date(founded + day)
    await propose(other.personId)
    const log = async (person = '') =>
      (await story.as(security).admin.audit.log({ about: 'rights', person })).items.map(
        ({ kind, who, whom }) => [kind, who?.name, whom?.name],
      )
    assert.deepEqual(await log(), [
      ['grant.proposed', story.hr.name, partner.name],
      ['grant.proposed', story.hr.name, other.name],
    ])
    assert.deepEqual(await log(partner.employeeNo), [
      ['grant.proposed', story.hr.name, partner.name],
    ])
    assert.equal((await log(story.hr.name)).length, 2)
    const it = await story.hire('系统管理员', { roles: ['itAdmin'] })
    const { items } = await story.as(it).admin.audit.log({ about: 'data', person: partner.name })
    assert.ok(items.every(({ who, whom, third }) => !who && !whom && !third))
  }))
