import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { ensureBuilt } from '../../../../app/build.ts'
import { serve, type Serving } from '../../../../app/server.ts'
import { expectAccessible, openBrowser, openWindow } from '../../../../test/support/browser.ts'
import { newStory, password, type Someone } from '../../../../test/support/scenario.ts'
import { talkBetween, type Talk } from '../../../../test/support/talks.ts'

let story: Awaited<ReturnType<typeof newStory>>
let serving: Serving
let browser: Browser

before(async () => {
  const webDir = await ensureBuilt()
  story = await newStory()
  serving = await serve(story.services, webDir)
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await serving.stop()
  await story.close()
})

/** A page of somebody who has signed in, on a device of their own. */
async function pageOf(someone: Someone, path: string): Promise<Page> {
  const context = await openWindow(browser, { baseURL: serving.url })
  const answer = await context.request.post('/api/public/accounts/signIn', {
    data: { json: { name: someone.employeeNo, password } },
    headers: { origin: serving.url },
  })
  assert.equal(answer.status(), 200)
  const page = await context.newPage()
  await page.goto(path)
  return page
}

const minutesOn = (page: Page) => page.getByRole('textbox', { name: '共同纪要' })
const holds = (page: Page, words: string) =>
  page.waitForFunction(
    (wanted) => document.querySelector('textarea')?.value.includes(wanted),
    words,
    { timeout: 5_000 },
  )

async function bothAtTheTalk(): Promise<{ talk: Talk; manager: Page; employee: Page }> {
  const talk = await talkBetween(story, 'talk')
  const path = `/conversations/${talk.id}/live`
  const [manager, employee] = [await pageOf(talk.manager, path), await pageOf(talk.employee, path)]
  for (const page of [manager, employee])
    await page.waitForFunction(() => document.querySelector('textarea')?.disabled === false)
  return { talk, manager, employee }
}

test('E11: two write the minutes at once, and both read every letter', async () => {
  const { manager, employee } = await bothAtTheTalk()
  await minutesOn(manager).pressSequentially('迁移原定八月底。')
  await holds(employee, '八月底。')
  await minutesOn(employee).press('Control+End')
  await Promise.all([
    minutesOn(manager).pressSequentially('甲甲甲甲甲甲', { delay: 40 }),
    minutesOn(employee).pressSequentially('乙乙乙乙乙乙', { delay: 40 }),
  ])
  await Promise.all([holds(manager, '乙乙乙乙乙乙'), holds(employee, '甲甲甲甲甲甲')])
  assert.equal(await minutesOn(manager).inputValue(), await minutesOn(employee).inputValue())
  await expectAccessible(manager, 'the talk')
})

test('E12: words written without a network survive a reload and arrive afterwards', async () => {
  const { manager, employee } = await bothAtTheTalk()
  await employee.context().setOffline(true)
  await minutesOn(employee).pressSequentially('断网时写的')
  await employee.getByText('还没送到服务器').first().waitFor()
  await employee.context().setOffline(false)
  await employee.reload()
  await holds(employee, '断网时写的')
  await holds(manager, '断网时写的')
})

test('the other page follows to the next step, and no rating shows before its step', async () => {
  const { manager, employee } = await bothAtTheTalk()
  await manager.getByRole('button', { name: /^下一步/ }).click()
  await employee.getByText('第 2 步').waitFor()
  assert.equal(await employee.getByText('明显超出期望').count(), 0)
})
