import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { addDepartment } from '../../../test/support/departments.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { handIn, inCycle, talkBetween, type Talk } from '../../../test/support/talks.ts'

const long =
  '六月换模培训里，把十四步拆成三张图贴在机台上，二组的平均换模时间从五十二分钟降到三十八分钟。'

const strength = (text: string, situation = '') => [
  { id: newId(), text, kind: 'behaviour', situation, evidence: [] },
]

async function write(story: Story, who: Someone, id: string, fieldKey: string, value: unknown) {
  const { conversations } = story.as(who)
  const part = fieldKey.startsWith('self') ? 'self' : 'manager'
  const { parts } = await conversations.get({ id })
  const version = parts.find(({ kind }) => kind === part)?.answers[fieldKey]?.version ?? 0
  await conversations.saveAnswer({ id, part, fieldKey, value, version, clientId: newId() })
}

const hintsOf = async (story: Story, who: Someone, { id }: Pick<Talk, 'id'>) =>
  (await story.as(who).conversations.hints.mine({ id })).map(
    ({ fieldKey, kind }) => `${fieldKey} ${kind}`,
  )

test('an empty sentence is pointed out to its author alone, and never again once put away', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const { employee, manager } = talk
    await write(story, employee, talk.id, 'selfGrowth', '继续努力，再接再厉！')
    await write(story, manager, talk.id, 'summary', '陈一鸣今年表现正常。')
    const { hints } = story.as(employee).conversations
    const [hint] = await hints.mine(talk)
    assert.equal(hint!.kind, 'formula.cheer')
    assert.equal(hint!.params.text, '继续努力，再接再厉！')
    assert.deepEqual(await hintsOf(story, manager, talk), ['summary formula.verdict'])

    await hints.putAway({ id: talk.id, mark: hint!.mark })
    assert.deepEqual(await hintsOf(story, employee, talk), [])
    // Another text is another matter; the first one stays put away, whatever its marks.
    await write(story, employee, talk.id, 'selfGrowth', '同上')
    assert.deepEqual(await hintsOf(story, employee, talk), ['selfGrowth formula.ditto'])
    await write(story, employee, talk.id, 'selfGrowth', '继续努力；再接再厉')
    assert.deepEqual(await hintsOf(story, employee, talk), [])

    // Nobody puts away for another, HR sees none, and a stranger finds nothing to ask about.
    await write(story, employee, talk.id, 'selfGrowth', '表现正常')
    const [again] = await hints.mine(talk)
    await story.as(manager).conversations.hints.putAway({ id: talk.id, mark: again!.mark })
    assert.deepEqual(await hintsOf(story, employee, talk), ['selfGrowth formula.verdict'])
    assert.deepEqual(await hintsOf(story, story.hr, talk), [])
    const stranger = await story.hire('路人')
    await assert.rejects(hintsOf(story, stranger, talk), { code: 'NOT_FOUND' })
  }))

test('what a manager wrote about one is recognized about another, while it may still be read', () =>
  scenario(async (story) => {
    const manager = await story.hire('周晓岚')
    const mia = await story.hire('陈一鸣', { manager })
    const theo = await story.hire('刘洋', { manager })
    const { ids } = await inCycle(story, [
      { employee: mia, manager },
      { employee: theo, manager },
    ])
    await story.settle()
    const [first, second] = ids as [string, string]
    await write(story, manager, first, 'strengths', strength('换模教得好', `陈一鸣在${long}`))
    await write(story, manager, second, 'strengths', strength('换模教得好', `刘洋在${long}`))
    assert.deepEqual(await hintsOf(story, manager, { id: second }), ['strengths copy.other'])
    // Words of one's own are no copy, and what the employees wrote is compared with nothing.
    await write(story, theo, second, 'selfGrowth', long)
    await write(story, mia, first, 'selfGrowth', long)
    assert.deepEqual(await hintsOf(story, theo, { id: second }), [])
    await write(
      story,
      manager,
      second,
      'strengths',
      strength(
        '自己停线',
        '八月十二日夜班发现批号不符，自己停线重查了四十箱，第二天把批号规则写进交接单。',
      ),
    )
    assert.deepEqual(await hintsOf(story, manager, { id: second }), [])
  }))

test('a self-assessment pasted into the manager’s part is spoken of only once it lies open', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'selfIn', { text: long })
    const { manager } = talk
    await write(story, manager, talk.id, 'summary', long)
    // Still closed to the manager: to say “the same” would tell what stands in it.
    assert.deepEqual(await hintsOf(story, manager, talk), [])
    const open = await talkBetween(story, 'open', { text: long, manager, employee: talk.employee })
    assert.ok((await hintsOf(story, manager, open)).includes('summary copy.self'))
    assert.deepEqual(await hintsOf(story, talk.employee, open), [])
  }))

test('last period’s words about the same person are recognized, whoever may read them', () =>
  scenario(async (story) => {
    const before = await talkBetween(story, 'sealed', { text: long })
    const { employee, manager } = before
    const talk = await talkBetween(story, 'prepare', { employee, manager })
    const { previousId } = await story.as(manager).conversations.get(talk)
    assert.equal(previousId, before.id)
    await write(story, manager, talk.id, 'summary', long.replace('二组', '三组'))
    await write(story, employee, talk.id, 'selfGrowth', long)
    assert.deepEqual(await hintsOf(story, manager, talk), ['summary copy.earlier'])
    assert.deepEqual(await hintsOf(story, employee, talk), ['selfGrowth copy.earlier'])
    // What is only stored is compared with nothing.
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .insertInto('dataHold')
        .values({
          orgId: story.orgId,
          id: newId(),
          conversationId: before.id,
          kind: 'restriction',
          reason: '员工要求',
          setBy: story.hr.personId,
          setAt: story.clock.now,
          liftedBy: null,
          liftedAt: null,
          liftReason: null,
        })
        .execute(),
    )
    assert.deepEqual(await hintsOf(story, manager, talk), [])
  }))

test('HR reads how many texts went in with a hint standing, after the cycle, of eight people or more', () =>
  scenario(async (story) => {
    const manager = await story.hire('周晓岚')
    const small = await addDepartment(story, '二车间')
    const pairs: { employee: Someone; manager: Someone }[] = []
    for (let at = 0; at < 9; at++)
      pairs.push({ employee: await story.hire(`员工${at}`, { manager }), manager })
    const { cycleId, ids, template } = await inCycle(story, pairs)
    await story.settle()
    await story.services.database.inOrg(story.orgId, async (db) => {
      for (const [table, key] of [
        ['conversation', 'id'],
        ['participation', 'conversationId'],
      ] as const)
        await db.updateTable(table).set({ departmentId: small }).where(key, '=', ids[0]!).execute()
    })
    const asked = () => story.as(story.hr).conversations.hints.counted({ cycleId })
    const close = (closedAt: Date | null) =>
      story.services.database.inOrg(story.orgId, (db) =>
        db.updateTable('cycle').set({ closedAt }).where('id', '=', cycleId).execute(),
      )
    const handsIn = (at: number, text: string) =>
      handIn(story, { id: ids[at]!, template }, 'self', pairs[at]!.employee, text)
    for (let at = 0; at < 7; at++) await handsIn(at, at < 3 ? '继续努力' : '九月一日写出回退预案')
    // Taken back and handed in again, a text is still one.
    const again = { id: ids[0]!, part: 'self' as const }
    await story.as(pairs[0]!.employee).conversations.withdrawPart(again)
    await story.as(pairs[0]!.employee).conversations.submitPart(again)
    assert.equal(await asked(), null)
    await close(story.clock.now)
    assert.equal(await asked(), null)
    await close(null)
    await handsIn(7, '继续努力')
    await handsIn(8, '八月十二日停线重查')
    await close(story.clock.now)
    // The one of the small workshop joins the others, or it could be subtracted.
    assert.deepEqual(await asked(), {
      texts: 9,
      hinted: 4,
      k: 8,
      departments: [{ name: null, texts: 9, hinted: 4 }],
    })
    await assert.rejects(story.as(manager).conversations.hints.counted({ cycleId }), {
      code: 'NOT_FOUND',
    })
  }))
