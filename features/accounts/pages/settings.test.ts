import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expectSound } from '../../../test/journeys/house.ts'
import type { Someone } from '../../../test/support/scenario.ts'
import { storyInWindows } from '../../../test/support/windows.ts'

describe('one’s own settings', () => {
  const windows = storyInWindows()

  test('what a new password has to be is not said before it is known', async () => {
    const { story } = windows
    let tell!: () => void
    const isKnown = new Promise<void>((resolve) => (tell = resolve))
    const slowly = (page: Page) =>
      page.route('**/api/public/accounts/welcome', async (route) => {
        await isKnown
        await route.continue()
      })
    const page = await windows.windowOf(await story.hire('陈一鸣'), '/settings', slowly)
    const field = page.getByRole('textbox', { name: '新密码' })
    await field.fill('短')
    const card = page.locator('form', { has: field })
    assert.doesNotMatch(await card.innerText(), /至少|\d/)
    const top = async () => (await field.boundingBox())!.y
    const before = await top()
    tell()
    await card.getByText('至少 10 个字符', { exact: false }).waitFor()
    await card.getByText('密码至少要 10 个字符', { exact: false }).waitFor()
    assert.equal(await top(), before, 'nothing moves when it is said')
    await expectSound(page, 'the settings')
  })

  test('reminders stand under a heading of their own, and what an office runs only for who holds it', async () => {
    const { story } = windows
    const headings = async (who: Someone) => {
      const page = await windows.windowOf(who, '/settings')
      const link = page.getByRole('link', { name: '打开 我的提醒' })
      await link.waitFor()
      const card = page.locator('section', { has: link })
      assert.equal(await card.getByRole('heading').innerText(), '提醒和日历')
      assert.equal(await card.getByRole('link').count(), 2)
      return page.getByRole('heading').allInnerTexts()
    }
    assert.ok(!(await headings(await story.hire('陈二鸣'))).includes('凭职责办的'))
    assert.ok((await headings(story.hr)).includes('凭职责办的'))
  })
})
