import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expectQuiet, expectSound } from '../../../../test/journeys/house.ts'
import { button } from '../../../../test/journeys/page.ts'
import { sign } from '../../../../test/journeys/signing.ts'
import { password } from '../../../../test/support/scenario.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { storyInWindows } from '../../../../test/support/windows.ts'

const words = '八月那两次夹具没到位，责任不全在我。'

/** Chooses not to sign and begins to write why, without sending it. */
async function beginToRefuse(page: Page) {
  await page.getByRole('radio', { name: /^不签/ }).check()
  await page.getByRole('textbox', { name: '我的说明' }).fill(words)
}

const card = (page: Page, title: string) => page.getByRole('region', { name: title })
const unsent = (page: Page) => card(page, '这里写的话没有交出去')
const shown = (page: Page) => unsent(page).getByRole('textbox').inputValue()

describe('a page to sign, open in two tabs', () => {
  const windows = storyInWindows()

  test('what was typed in the one stays in sight when the other signs, and can be copied', async () => {
    const talk = await talkBetween(windows.story, 'managerSigned')
    const path = `/conversations/${talk.id}`
    const signs = await windows.windowOf(talk.employee, path)
    const window = signs.context()
    await window.grantPermissions(['clipboard-read', 'clipboard-write'])
    const types = await window.newPage()
    await types.goto(path)
    await beginToRefuse(types)
    await sign(signs, '已阅，有异议', { statement: '评级我有不同看法。', secret: password })
    await signs.getByRole('link', { name: '查看封存记录' }).waitFor()
    await unsent(types).getByText('“已阅，有异议”', { exact: false }).waitFor()
    await unsent(types).getByText('你在这里选的是“不签”', { exact: false }).waitFor()
    assert.equal(await shown(types), words)
    await expectSound(types, 'words left beside a signed page')
    await button(unsent(types), '复制').click()
    await button(unsent(types), '已复制').waitFor()
    assert.equal(await types.evaluate(() => navigator.clipboard.readText()), words)
    await signs.evaluate(() => navigator.clipboard.writeText('别的'))
    // As over plain HTTP.
    await types.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
    await button(unsent(types), '已复制').click()
    assert.equal(await signs.evaluate(() => navigator.clipboard.readText()), words)
    await types.reload()
    assert.equal(await shown(types), words, 'loaded anew, they are still there')
    await button(unsent(types), '不要了').click()
    await unsent(types).waitFor({ state: 'detached' })
    await button(types, '撤销').click()
    assert.equal(await shown(types), words)
    await windows.story.as(talk.employee).accounts.setLocale({ locale: 'en' })
    await types.reload()
    await card(types, 'What you wrote here was not handed over')
      .getByText('Here you had chosen', { exact: false })
      .waitFor()
    assert.equal(await unsent(signs).count(), 0, 'whoever signed there has handed over all')
    expectQuiet()
  })

  test('a page taken back leaves its writer what was typed beside it', async () => {
    const talk = await talkBetween(windows.story, 'presented')
    const employee = await windows.windowOf(talk.employee, `/conversations/${talk.id}`)
    await beginToRefuse(employee)
    const { takeBack } = windows.story.as(talk.manager).conversations
    await takeBack({ id: talk.id, reason: '第二条的日期写错了' })
    await unsent(employee).getByText('已经收回', { exact: false }).waitFor()
    assert.equal(await shown(employee), words)
    await expectSound(employee, 'words left beside a page taken back')
  })

  test('a character nobody sees is told under the field, not at its edge', async () => {
    const talk = await talkBetween(windows.story, 'managerSigned')
    const page = await windows.windowOf(talk.employee, `/conversations/${talk.id}`)
    await page.getByRole('radio', { name: /^已阅，有异议/ }).check()
    const field = page.getByRole('textbox', { name: '我的异议' })
    const below = async () => (await field.boundingBox())!.y + (await field.boundingBox())!.height
    await field.fill('夹\u200b具没到位')
    const line = page.getByText('里面有看不见的字符', { exact: false })
    assert.equal((await line.boundingBox())!.y - (await below()), 8)
    await expectSound(page, 'hidden characters in a statement')
  })
})
