import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { hookAnswer, hookBody } from '../delivery/ways/hooks/rules.ts'
import { signed } from '../delivery/ways/hooks/queries.ts'

const server = {
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  user: 'cuxi',
  password: 'geheim-7Q',
  from: 'cuxi@example.com',
  fromName: '促膝',
  isOn: true,
} as const

test('IT sets up the mail server, security the webhooks; HR and everybody else find no such page', () =>
  scenario(async (story) => {
    const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
    const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const channels = (who: typeof keeper, steppedUp = true) =>
      story.as(who, { steppedUp }).notifications.channels
    await channels(keeper).saveMail(server)
    const hook = { kind: 'dingtalk', addressing: 'nobody', isOn: true } as const
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=geheim-7Q'
    await channels(guard).saveHook({ ...hook, url, key: 'SEC' })
    await assert.rejects(channels(keeper).saveHook({ ...hook, url }), { code: 'FORBIDDEN' })
    await assert.rejects(channels(guard).saveMail(server), { code: 'FORBIDDEN' })
    await assert.rejects(channels(keeper, false).saveMail(server), /stepUpFirst/)
    await assert.rejects(channels(story.hr).list(), { code: 'NOT_FOUND' })
    // Nobody reads a secret back, and who keeps the machine does not see where a webhook leads.
    const seen = await channels(keeper).list()
    const all = JSON.stringify([seen, await channels(guard).list()])
    assert.doesNotMatch(all, /geheim-7Q|SEC"/)
    const ding = seen.channels.find(({ kind }) => kind === 'dingtalk')
    assert.deepEqual([ding?.isOn, ding?.hook?.host, ding?.hook?.hasKey], [true, null, true])
    const rows = await story.services.database.pool.query(
      'select settings::text, secret::text from channel',
    )
    assert.doesNotMatch(JSON.stringify(rows.rows), /geheim-7Q|67656865696d/)
  }))

test('a password does not follow to another server, a chat’s address lies with the chat', () =>
  scenario(async (story) => {
    const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
    const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const mail = story.as(keeper, { steppedUp: true }).notifications.channels
    await mail.saveMail(server)
    const { password: _, ...kept } = server
    await mail.saveMail({ ...kept, port: 465, security: 'tls' })
    await assert.rejects(mail.saveMail({ ...kept, host: 'evil.example' }), /passwordAnew/)
    const hooks = story.as(guard, { steppedUp: true }).notifications.channels
    const hook = { kind: 'wecom', addressing: 'nobody', isOn: true } as const
    await assert.rejects(hooks.saveHook({ ...hook, url: 'https://evil.example/x' }), /otherHost/)
    await assert.rejects(
      hooks.saveHook({ ...hook, url: 'http://qyapi.weixin.qq.com/x' }),
      /httpsOnly/,
    )
  }))

test('what came back is shown by whom and why, and sent again', () =>
  scenario(async (story) => {
    const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
    const auditor = await story.hire('审计', { roles: ['auditor'] })
    const mia = await story.hire('米亚')
    const { orgId } = story
    await story.services.database.inOrg(orgId, (db) =>
      db
        .insertInto('delivery')
        .values({
          orgId,
          id: newId(),
          personId: mia.personId,
          channel: 'mail',
          kind: 'receipt',
          topic: '1',
          subjectId: newId(),
          dedupe: 'x',
          messageId: null,
          state: 'dead',
          attempts: 20,
          notBefore: new Date(),
          heldBy: null,
          heldUntil: null,
          lastError: 'refused',
          lastAnswer: '550 5.1.1 …',
          createdAt: new Date(),
          settledAt: new Date(),
        })
        .execute(),
    )
    const dead = await story.as(keeper).notifications.channels.dead({})
    assert.deepEqual(
      dead.items.map(({ to, fault, answer }) => [to?.name, fault, answer]),
      [['米亚', 'refused', '550 5.1.1 …']],
    )
    assert.doesNotMatch(JSON.stringify(dead), /receipt/)
    await assert.rejects(story.as(auditor).notifications.channels.resend({}), { code: 'FORBIDDEN' })
    assert.deepEqual(await story.as(keeper).notifications.channels.resend({}), { count: 1 })
    assert.equal((await story.as(keeper).notifications.channels.dead({})).total, 0)
  }))

const word = {
  id: '1',
  kind: 'reminder',
  text: '你有 2 件事在等你处理。',
  url: 'https://cuxi.example/',
  count: 2,
  to: { by: 'employeeNo', value: 'T01' },
  at: new Date(0),
} as const

test('each chat gets its own form and signature', () => {
  assert.deepEqual(hookBody('wecom', word).text, {
    content: '你有 2 件事在等你处理。\nhttps://cuxi.example/',
    mentioned_list: ['T01'],
    mentioned_mobile_list: [],
  })
  assert.deepEqual(hookBody('dingtalk', word).at, {
    atUserIds: ['T01'],
    atMobiles: [],
    isAtAll: false,
  })
  assert.match(JSON.stringify(hookBody('feishu', word)), /<at user_id=\\"T01\\"><\/at>/)
  assert.deepEqual(hookBody('webhook', { ...word, to: null }).to, null)
  const at = new Date(1_700_000_000_000)
  const ding = new URL(
    signed('dingtalk', 'https://oapi.dingtalk.com/robot/send?access_token=a', 'k', {}, at).url,
  )
  assert.equal(ding.searchParams.get('timestamp'), '1700000000000')
  assert.equal(ding.searchParams.get('sign')?.length, 44)
  assert.match(
    signed('feishu', 'https://open.feishu.cn/x', 'k', {}, at).text,
    /"timestamp":"1700000000","sign":"/,
  )
  const own = signed('webhook', 'https://example.com/', 'k', { a: 1 }, at)
  assert.match(own.headers['x-cuxi-signature']!, /^v1=[0-9a-f]{64}$/)
})

test('an answer of a chat is understood: taken, too much, not let in, nonsense', () => {
  const fault = (status: number, text: string) => hookAnswer('wecom', status, text).fault
  assert.equal(fault(200, '{"errcode":0,"errmsg":"ok"}'), null)
  assert.equal(fault(200, '{"errcode":45009,"errmsg":"freq"}'), 'busy')
  assert.equal(fault(200, '{"errcode":93000,"errmsg":"invalid key"}'), 'login')
  assert.equal(fault(200, '<html>'), 'protocol')
  assert.equal(fault(302, ''), 'refused')
  assert.equal(hookAnswer('webhook', 204, '').fault, null)
})
