import { describe, test } from 'node:test'
import { expectQuiet, expectSound } from '../../../../test/journeys/house.ts'
import { button, dialog } from '../../../../test/journeys/page.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { storyInWindows } from '../../../../test/support/windows.ts'

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
