import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe } from 'node:test'
import type { Page } from 'playwright-core'
import { foundOrganization } from './arriving.ts'
import { expectQuiet, expectSound, openHouse, story } from './house.ts'
import { repeatAsOthers } from '../trust/journeys.ts'

describe('HR writes a template of its own', () => {
  const house = openHouse()
  const chapter = story()
  let desk: Page
  let file: { name: string; bytes: Buffer }
  const press = (name: string | RegExp) =>
    desk
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click()
  const panel = () => desk.locator('[data-panel]')
  const words = (label: string) => panel().getByRole('textbox', { name: label, exact: true })
  const saved = () =>
    desk
      .getByText(/^已保存 \d\d:\d\d:\d\d$/)
      .first()
      .waitFor()
  /** Adds a field to the section that is open, with the keyboard alone, and names it. */
  const addField = async (type: string, zh: string, en: string) => {
    await desk.getByRole('button', { name: '加字段', exact: true }).focus()
    await desk.keyboard.press('Enter')
    const choice = desk.getByRole('dialog').getByRole('button', { name: type })
    await choice.first().focus()
    await desk.keyboard.press('Enter')
    await desk.getByRole('dialog').waitFor({ state: 'detached' })
    await words('问题（中文）').focus()
    await desk.keyboard.type(zh)
    await words('问题（英文）').focus()
    await desk.keyboard.type(en)
  }

  chapter('by copying 月度沟通', async () => {
    desk = await house.visitor()
    await foundOrganization(desk, '海汐电机', '许宁')
    await desk.goto('/design?template=monthly')
    await press('复制一份来改')
    await desk.getByRole('heading', { level: 1, name: '月度沟通 30 分钟（副本）' }).waitFor()
    await desk.getByText('没有要改的地方，可以发布。').waitFor()
    await words('模板名称（中文）').fill('班组月谈')
    await words('模板名称（英文）').fill('Team month')
    await desk.getByRole('heading', { level: 1, name: '班组月谈' }).waitFor()
    await saved()
    await expectSound(desk, 'a template being written')
    expectQuiet()
  })

  chapter('a section with three fields, by keyboard', async () => {
    await desk.locator('[data-place="section.selfNotes"]').focus()
    await desk.keyboard.press('Enter')
    await desk.getByRole('button', { name: '加一节', exact: true }).focus()
    await desk.keyboard.press('Enter')
    await desk.getByRole('menuitem', { name: '员工自己先写' }).focus()
    await desk.keyboard.press('Enter')
    await words('这一节的名称（中文）').fill('和班组')
    await words('这一节的名称（英文）').fill('With the team')
    await addField('单选', '这个月有没有人帮过你', 'Did anybody help you this month?')
    await words('选项文字（中文）').nth(0).fill('有')
    await words('选项文字（英文）').nth(0).fill('Yes')
    await words('选项文字（中文）').nth(1).fill('没有')
    await words('选项文字（英文）').nth(1).fill('No')
    await addField('一段话', '谁，怎么帮的', 'Who, and how?')
    await addField('一行字', '你带过谁', 'Whom did you teach?')
    await saved()
    await desk.getByText('没有要改的地方，可以发布。').waitFor()
    // Space lifts, the arrow moves, space lays down; then a shortcut moves it back.
    const order = () => desk.locator('[data-place]').allInnerTexts()
    const before = await order()
    await desk.getByRole('button', { name: '移动“你带过谁”' }).focus()
    await desk.keyboard.press('Space')
    const over = (n: number) =>
      desk.getByText(`“你带过谁”到了第 ${n} 位`, { exact: false }).waitFor({ state: 'attached' })
    await over(9)
    await desk.keyboard.press('ArrowUp')
    await over(8)
    await desk.keyboard.press('Space')
    await desk.waitForFunction(
      (was) =>
        [...document.querySelectorAll('[data-place]')]
          .map((row) => (row as HTMLElement).innerText)
          .join() !== was,
      before.join(),
    )
    await desk.keyboard.press('Control+z')
    assert.deepEqual(await order(), before)
    await desk.keyboard.press('Control+Shift+Z')
    assert.notDeepEqual(await order(), before)
    await desk.keyboard.press('Control+z')
    assert.deepEqual(await order(), before)
    expectQuiet()
  })

  chapter('one of them asked only under a condition', async () => {
    await desk.getByRole('button', { name: '谁，怎么帮的', exact: true }).click()
    await press('只在满足条件时出现')
    await saved()
    const form = desk.getByRole('region', { name: '表单的样子' })
    await form.getByText('你带过谁').waitFor()
    assert.equal(await form.getByText('谁，怎么帮的').count(), 0, 'nobody has chosen 有 yet')
    await form.getByLabel('有', { exact: true }).check()
    await form.getByText('谁，怎么帮的').waitFor()
    await expectSound(desk, 'a field with a condition')
    expectQuiet()
  })

  chapter('a table that begins with a row, in a section that waits for a stage', async () => {
    await desk.locator('[data-place="section.agreement"]').click()
    await panel().getByRole('combobox', { name: '只在流程的某一步填（可不选）' }).click()
    await desk.getByRole('option', { name: '战略解读' }).waitFor()
    await desk.keyboard.press('Escape')
    await addField('表格', '谁接手什么', 'Who takes over what')
    await panel().getByRole('button', { name: '加一列' }).click()
    for (const [n, zh, en] of [
      [0, '岗位', 'Post'],
      [1, '接手的人', 'Who takes over'],
    ] as const) {
      await words('列名（中文）').nth(n).fill(zh)
      await words('列名（英文）').nth(n).fill(en)
    }
    const given = panel().getByRole('group', { name: '一开始就有的行（可不写）' })
    await given.getByRole('button', { name: '加一行' }).click()
    await given.getByRole('textbox', { name: '岗位（中文）' }).fill('夜班领班')
    await given.getByRole('textbox', { name: '岗位（英文）' }).fill('Night lead')
    const form = desk.getByRole('region', { name: '表单的样子' })
    await form.getByText('夜班领班').waitFor()
    await saved()
    await expectSound(desk, 'a table that begins with a row')
    await panel().getByRole('button', { name: '删掉这个字段' }).click()
    await saved()
    expectQuiet()
  })

  chapter('a fault is one click from where it is put right', async () => {
    await desk.getByRole('button', { name: '你带过谁', exact: true }).first().click()
    await words('问题（英文）').fill('')
    await desk.getByRole('heading', { name: '发布前要改 1 处' }).waitFor()
    await desk.locator('[data-place="basics"]').click()
    await desk.getByRole('button', { name: '你带过谁 缺英文。' }).click()
    await desk.keyboard.type('Whom did you teach?')
    await desk.getByText('没有要改的地方，可以发布。').waitFor()
    await saved()
    expectQuiet()
  })

  chapter('seen as the employee on a phone, and as the manager before both are in', async () => {
    await desk.getByText('预览', { exact: true }).first().click()
    await desk.getByText('手机 360', { exact: true }).click()
    const phone = desk.frameLocator('iframe')
    await phone.getByText('来之前，想三分钟').first().waitFor()
    assert.equal(
      await phone.getByText('我看见的一件好事').count(),
      0,
      'the manager’s part is hidden',
    )
    await phone.getByText('员工现在看不到，双方都提交后才打开。').first().waitFor()
    const width = await desk
      .locator('iframe')
      .evaluate(
        (frame) => (frame as HTMLIFrameElement).contentDocument!.documentElement.scrollWidth,
      )
    assert.ok(width <= 360, `the form is ${width} px wide`)
    await expectSound(desk, 'the preview on a phone')
    await desk.getByText('主管', { exact: true }).first().click()
    await phone.getByText('我看见的一件好事').waitFor()
    await desk.getByText('电脑', { exact: true }).click()
    await desk.getByText('已封存', { exact: true }).click()
    await expectSound(desk, 'the preview of what is sealed')
    expectQuiet()
  })

  chapter('published, changed, and published again with its differences', async () => {
    await desk.getByText('编辑', { exact: true }).click()
    await press('发布…')
    await desk.getByRole('dialog').getByText('这是第一版。', { exact: false }).waitFor()
    await desk.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click()
    await desk.waitForURL(({ pathname }) => pathname === '/design')
    await desk.getByRole('heading', { name: '班组月谈' }).waitFor()
    await press('写下一版')
    await desk.getByText('第 2 版，还没有发布').waitFor()
    await desk.getByRole('button', { name: '你带过谁', exact: true }).first().click()
    await words('问题（中文）').fill('这个月你带过谁')
    await panel().getByRole('switch', { name: '必填' }).press('Space')
    await saved()
    await press('发布…')
    const asked = desk.getByRole('dialog')
    await asked.getByText('“你带过谁”改问“这个月你带过谁”').waitFor()
    await asked.getByText('“这个月你带过谁”改为必填').waitFor()
    await expectSound(desk, 'publishing a next version')
    await asked.getByLabel('这一版改了什么（可不写）').fill('问得更清楚')
    await asked.getByRole('button', { name: '发布', exact: true }).click()
    await desk.getByText('问得更清楚').waitFor()
    await desk.getByText('和第 1 版的不同').click()
    await desk.getByText('“这个月你带过谁”改为必填').waitFor()
    await expectSound(desk, 'the versions of a template')
    expectQuiet()
  })

  chapter('taken out as a file and brought back as a draft', async () => {
    const [download] = await Promise.all([desk.waitForEvent('download'), press('导出文件')])
    file = { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
    assert.match(file.name, /-v2\.cuxi-template\.json$/)
    await press('导入文件')
    const bring = (name: string, bytes: Buffer) =>
      desk
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'application/json', buffer: bytes })
    await bring('broken.json', Buffer.from('{'))
    await desk.getByText('这个文件读不懂。', { exact: false }).waitFor()
    await bring('foreign.json', Buffer.from('{"hello":"world"}'))
    await desk.getByText('这不是模板文件。', { exact: false }).waitFor()
    await bring(file.name, file.bytes)
    await desk.getByText('第一版，还没有发布').waitFor()
    await desk.getByRole('heading', { level: 1, name: '班组月谈' }).waitFor()
    expectQuiet()
  })

  chapter('and read and changed on a phone in the dark', async () => {
    const phone = await house.visitor('phone', 'dark')
    await phone.context().addCookies(await desk.context().cookies())
    await phone.goto(new URL(desk.url()).pathname)
    await phone.getByRole('heading', { level: 1, name: '班组月谈' }).waitFor()
    await expectSound(phone, 'a template on a phone')
    await phone.locator('[data-place^="field."]').first().click()
    await expectSound(phone, 'a field of a template on a phone')
    expectQuiet()
  })
  repeatAsOthers(() => house.home())
})
