import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '../../../../platform/ids.ts'
import { expectQuiet, expectSound } from '../../../../test/journeys/house.ts'
import { button, dialog } from '../../../../test/journeys/page.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { storyInWindows } from '../../../../test/support/windows.ts'

describe('an emergency look that is agreed to', () => {
  const windows = storyInWindows()

  test('leads whoever asked from the list to the words, and shows nothing beside them', async () => {
    const { story } = windows
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const talk = await talkBetween(story, 'open')
    await story.as(talk.manager).scheduling.book({
      conversationId: talk.id,
      startsAt: new Date(story.clock.now.getTime() + 3_600_000),
      minutes: 45,
      place: '工具间',
      channel: 'inPerson',
      clientId: newId(),
    })
    const { id } = await story.as(story.hr).conversations.glass.ask({
      conversationId: talk.id,
      reason: '员工家属来电，担心他的安全',
      hours: 2,
    })
    await story.as(second, { steppedUp: true }).conversations.glass.decide({ id, approve: true })
    const list = await windows.windowOf(story.hr, '/emergencies')
    await list.getByText('在页面最下方申请', { exact: false }).waitFor()
    await list.getByRole('link', { name: '去看自评' }).click()
    await list.getByText('自评里的附件', { exact: false }).waitFor()
    await list.getByRole('heading', { name: `${talk.employee.name}的自评` }).waitFor()
    for (const title of ['时间地点', '部门指标', '手边的事实'])
      assert.equal(await list.getByRole('heading', { name: title }).count(), 0, title)
    await expectSound(list, 'an emergency look')
    expectQuiet()
  })
})

describe('an emergency look that is not needed after all', () => {
  const windows = storyInWindows()

  test('is withdrawn by whoever asked, and leaves the open list of the second person', async () => {
    const { story } = windows
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const talk = await talkBetween(story, 'open')
    await story.as(story.hr).conversations.glass.ask({
      conversationId: talk.id,
      reason: '员工家属来电，担心他的安全',
      hours: 2,
    })
    await story.settle()
    const list = await windows.windowOf(second, '/')
    const asked = list.getByText(`${story.hr.name} 申请紧急查看`, { exact: false })
    await asked.first().waitFor()
    const asker = await windows.windowOf(story.hr, `/conversations/${talk.id}`)
    await button(asker, '撤回申请').click()
    await dialog(asker).getByText('重新写明原因', { exact: false }).waitFor()
    await expectSound(asker, 'withdrawing an emergency')
    await button(dialog(asker), '撤回申请').click()
    await button(asker, '申请紧急查看').waitFor()
    await story.settle()
    // Nobody touches the other window: it hears of it.
    await asked.first().waitFor({ state: 'detached' })
    expectQuiet()
  })
})
