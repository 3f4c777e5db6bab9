import assert from 'node:assert/strict'
import { test } from 'node:test'
import { json } from '../../../platform/database.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { enqueue } from './queries.ts'

const reachable = (story: Story, name: string, email: string | null) =>
  story.hire(name).then(async (someone) => {
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('person')
        .set({ email, phone: email ? null : '13800000000' })
        .where('orgId', '=', story.orgId)
        .where('id', '=', someone.personId)
        .execute(),
    )
    return someone
  })

async function withWays({ services, orgId, hr, clock }: Story) {
  const common = { orgId, enabledAt: clock.now, changedAt: clock.now, changedBy: hr.personId }
  const none = { secret: null, failures: 0, retryAt: null, lastSentAt: null, lastAnswer: null }
  await services.database.inOrg(orgId, (db) =>
    db
      .insertInto('channel')
      .values([
        { ...common, ...none, kind: 'mail', settings: json({ host: 'mail.example' }) },
        { ...common, ...none, kind: 'wecom', settings: json({ addressing: 'phone' }) },
        { ...common, ...none, kind: 'feishu', settings: json({ addressing: 'nobody' }) },
        {
          ...common,
          ...none,
          kind: 'webhook',
          settings: json({ addressing: 'employeeNo' }),
          enabledAt: null,
        },
      ])
      .execute(),
  )
}

const ways = ({ services, orgId }: Story) =>
  services.database.inOrg(orgId, (db) =>
    db.selectFrom('delivery').select(['personId', 'channel']).orderBy('id').execute(),
  )

test('a word goes out on every way that is on and can reach the person, once', () =>
  scenario(async (story) => {
    await withWays(story)
    const byMail = await reachable(story, '有邮箱的人', 'a@example.com')
    const byChat = await reachable(story, '只有手机的人', null)
    const ask = () =>
      story.services.database.inOrg(story.orgId, (db) =>
        enqueue(db, { orgId: story.orgId, now: story.clock.now }, [
          { personId: byMail.personId, kind: 'reminder', dedupe: 'day:2026-11-21' },
          { personId: byChat.personId, kind: 'reminder', dedupe: 'day:2026-11-21' },
        ]),
      )
    assert.equal(await ask(), 2)
    assert.equal(await ask(), 0)
    assert.deepEqual(
      new Set((await ways(story)).map(({ personId, channel }) => `${personId} ${channel}`)),
      new Set([`${byMail.personId} mail`, `${byChat.personId} wecom`]),
    )
  }))

test('whoever has left gets no word', () =>
  scenario(async (story) => {
    await withWays(story)
    const gone = await reachable(story, '已经离开的人', 'gone@example.com')
    await story.services.database.inOrg(story.orgId, async (db) => {
      await db
        .updateTable('person')
        .set({ leftOn: '2020-12-31' })
        .where('orgId', '=', story.orgId)
        .where('id', '=', gone.personId)
        .execute()
      const { orgId } = story
      const word = { personId: gone.personId, kind: 'reminder', dedupe: 'x' } as const
      assert.equal(await enqueue(db, { orgId, now: story.clock.now }, [word]), 0)
    })
  }))
