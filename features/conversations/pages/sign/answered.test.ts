import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expectSound } from '../../../../test/journeys/house.ts'
import { button, dialog } from '../../../../test/journeys/page.ts'
import { agreeToSign } from '../../../../test/journeys/signing.ts'
import { password } from '../../../../test/support/scenario.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { storyInWindows } from '../../../../test/support/windows.ts'

const toasts = (page: Page) => page.locator('[role=status]')

/** Chooses an answer and enters the password; the last press is the test's own. */
async function almostSign(page: Page, outcome: string, verb: string) {
  await agreeToSign(page)
  await page.getByRole('radio', { name: new RegExp(`^${outcome}`) }).check()
  if (outcome === '已阅，有异议')
    await page.getByRole('textbox', { name: '我的异议' }).fill('评级我有不同看法。')
  await button(page, verb).click()
  await dialog(page).getByRole('textbox', { name: '密码' }).fill(password)
  return button(dialog(page), verb)
}

describe('what one hears of one’s own answer to the page', () => {
  const windows = storyInWindows()

  test('a no is said as a no, not as a signature', async () => {
    const talk = await talkBetween(windows.story, 'managerSigned')
    const page = await windows.windowOf(talk.employee, `/conversations/${talk.id}`)
    await (await almostSign(page, '不签', '输入密码，确认不签')).click()
    await toasts(page).getByText('已记下你不签。').waitFor()
    assert.equal(await toasts(page).getByText('已签字').count(), 0)
    const given = page.getByRole('region', { name: '你的确认' })
    await given.getByText(/确认（S1） · .*\d\d:\d\d/).waitFor()
  })

  test('signed in another tab, or with an answer that is lost, it is said here as well', async () => {
    const talk = await talkBetween(windows.story, 'managerSigned')
    const path = `/conversations/${talk.id}`
    const page = await windows.windowOf(talk.employee, path)
    const other = await page.context().newPage()
    await other.goto(path)
    await other.getByRole('group', { name: '你的确认' }).waitFor()
    const press = await almostSign(page, '已阅，有异议', '输入密码并签字')
    await page.route('**/conversations/sign', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await press.click()
    for (const one of [page, other])
      await toasts(one).getByText('已签字：已阅，有异议。记录已封存。').waitFor()
  })

  test('cut off, nobody is promised that it signs by itself; pressed twice later, it is one answer, told with its day to both', async () => {
    const talk = await talkBetween(windows.story, 'managerSigned')
    const path = `/conversations/${talk.id}`
    const page = await windows.windowOf(talk.employee, path)
    const press = await almostSign(page, '已阅，有异议', '输入密码并签字')
    await page.context().setOffline(true)
    await press.click()
    const trouble = dialog(page).getByRole('alert')
    await trouble.getByText('请当作还没做成', { exact: false }).waitFor()
    assert.doesNotMatch(await trouble.innerText(), /自动/)
    await expectSound(page, 'a signature while cut off')
    await page.context().setOffline(false)
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/accounts/stepUp')) asked.push(request.url())
    })
    // Both presses of a double click, before anything is drawn anew.
    await press.evaluate((it) => {
      for (const detail of [1, 2])
        it.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail }))
    })
    await page.getByText(/^你在 .* 签了：已阅，有异议$/).waitFor()
    await page.getByText(new RegExp(`^${talk.manager.name} 在 .* 签了：同意$`)).waitFor()
    assert.deepEqual([asked.length, await toasts(page).getByText('已签字').count()], [1, 1])
    await expectSound(page, 'a sealed talk that says how it was signed')
    const manager = await windows.windowOf(talk.manager, path)
    await manager.getByText(/^你在 .* 签了：同意$/).waitFor()
    await manager
      .getByText(new RegExp(`^${talk.employee.name} 在 .* 签了：已阅，有异议$`))
      .waitFor()
    await windows.story.as(talk.employee).accounts.setLocale({ locale: 'en' })
    await page.reload()
    await page.getByText(/^You signed .*: Read, with reservation$/).waitFor()
  })
})
