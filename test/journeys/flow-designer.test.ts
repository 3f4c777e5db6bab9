import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { ensureBuilt } from '../../app/build.ts'
import { serve, type Serving } from '../../app/server.ts'
import { newId } from '../../platform/ids.ts'
import { newStory, password, type Someone } from '../support/scenario.ts'
import { answersTo, inCycle } from '../support/talks.ts'
import { repeatAsOthers } from '../trust/journeys.ts'
import { closeWindows, expectQuiet, expectSound, story, visitorOf } from './house.ts'
import { pick, saved } from './page.ts'

async function comeIn(page: Page, employeeNo: string) {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: '邮箱或工号' }).fill(employeeNo)
  await page.getByRole('textbox', { name: '密码', exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL(({ pathname }) => pathname === '/')
}

/** Walks there with the Tab key, as somebody without a mouse. */
async function tabTo(page: Page, target: Locator) {
  await target.waitFor()
  for (let step = 0; step < 150; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the keyboard never reaches ${target}`)
}

const press = async (page: Page, target: Locator) => {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

const write = async (page: Page, name: string, words: string) => {
  await tabTo(page, page.getByRole('textbox', { name, exact: true }))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(words)
}

const cards = (page: Page) => page.getByRole('figure', { name: '流程图' }).locator('li b')

describe('a flow made by keyboard alone', () => {
  const chapter = story()
  let company: Awaited<ReturnType<typeof newStory>>
  let serving: Serving
  let desk: Page
  let phone: Page
  let anna: Someone
  let theo: Someone
  let mia: Someone

  before(async () => {
    company = await newStory()
    anna = await company.hire('安总')
    theo = await company.hire('西奥', { manager: anna })
    mia = await company.hire('米雅', { manager: theo })
    serving = await serve(company.services, await ensureBuilt())
    desk = await visitorOf(serving.url)
    phone = await visitorOf(serving.url, 'phone')
  })
  after(async () => {
    await closeWindows()
    await serving.stop()
    await company.close()
  })

  chapter('HR begins a flow and is told what it still lacks', async () => {
    await comeIn(desk, company.hr.employeeNo)
    await desk.goto('/design/flows')
    await expectSound(desk, 'the flows as pictures')
    await press(desk, desk.getByRole('button', { name: '新建流程' }))
    await desk.getByRole('heading', { name: '4 处要改' }).waitFor()
    await expectSound(desk, 'a new flow with its faults')
  })

  chapter('a fault leads to where it is put right', async () => {
    await press(desk, desk.getByRole('button', { name: '流程还没有中文名称。' }))
    const name = desk.getByRole('textbox', { name: '流程名称（中文）' })
    await desk.waitForFunction(() => document.activeElement?.id === 'flow-title-zh')
    await desk.keyboard.type('班组长月度')
    assert.equal(await name.inputValue(), '班组长月度')
    await write(desk, '流程名称（英文）', 'Monthly for team leads')
    await write(desk, '用途（中文）', '班组长每月一谈')
    await write(desk, '用途（英文）', 'Team leads talk once a month')
    await desk.getByText('这个流程走得通').waitFor()
  })

  chapter('a stage is added, named, moved and taken back', async () => {
    const reveal = desk.getByRole('button', { name: /^准备 ?双方同时打开|双方同时打开/ }).first()
    await press(desk, reveal)
    await desk.getByRole('heading', { name: '双方同时打开' }).waitFor()
    await press(desk, desk.getByRole('button', { name: '加在“双方同时打开”后面' }))
    await write(desk, '中文名称', '上级的上级看一眼')
    await write(desk, '英文名称', 'A look from above')
    await expectSound(desk, 'a stage being written')
    const order = () => cards(desk).allTextContents()
    const at = async () => (await order()).indexOf('上级的上级看一眼')
    assert.equal(await at(), 3)
    await tabTo(desk, desk.getByRole('button', { name: '往前移' }))
    await desk.keyboard.press('Alt+ArrowUp')
    assert.equal(await at(), 2)
    await desk.keyboard.press('ControlOrMeta+z')
    assert.equal(await at(), 3)
    await desk.keyboard.press('ControlOrMeta+Shift+z')
    assert.equal(await at(), 2)
    await desk.keyboard.press('ControlOrMeta+z')
    assert.equal(await at(), 3)
    await press(desk, desk.getByRole('button', { name: '删除这一步' }))
    assert.equal(await at(), -1)
    await desk.keyboard.press('ControlOrMeta+z')
    assert.equal(await at(), 3)
    await saved(desk)
  })

  chapter('it comes back after a reload, on a phone as one line', async () => {
    await comeIn(phone, company.hr.employeeNo)
    await phone.goto(new URL(desk.url()).pathname)
    await phone
      .getByRole('button', { name: /上级的上级看一眼/ })
      .first()
      .waitFor()
    const boxes = await Promise.all(
      (await phone.getByRole('figure', { name: '流程图' }).locator('li').all()).map((card) =>
        card.boundingBox(),
      ),
    )
    for (const [n, box] of boxes.entries()) {
      assert.ok(box && box.x + box.width <= phone.viewportSize()!.width, 'wider than the screen')
      if (n > 0) assert.ok(box.y > boxes[n - 1]!.y, 'not one below the other')
    }
    await expectSound(phone, 'the designer on a phone')
  })

  chapter('it is published and stands among the flows', async () => {
    await press(desk, desk.getByRole('button', { name: '发布', exact: true }))
    await desk.getByText('第一版，共 10 步。').waitFor()
    await expectSound(desk, 'publishing a flow')
    await press(desk, desk.getByRole('button', { name: '发布这一版' }))
    await desk.waitForURL(({ pathname }) => pathname === '/design/flows')
    await desk.getByRole('heading', { name: '班组长月度' }).waitFor()
    const flows = await company.as(company.hr).flows.list()
    const own = flows.find(({ title }) => title.en === 'Monthly for team leads')
    assert.equal(own?.stages[3]?.label.zh, '上级的上级看一眼')
  })

  chapter('it is tried in the sandbox, as one person, on a clock of its own', async () => {
    await press(desk, desk.getByRole('link', { name: '先在沙盒里试' }))
    await desk.getByRole('heading', { name: '每一步会走到谁' }).waitFor()
    await desk.getByRole('combobox', { name: '流程' }).or(desk.getByLabel('流程')).first().click()
    await pick(desk, '班组长月度')
    await desk.getByText('上级的上级看一眼').first().waitFor()
    await expectSound(desk, 'the sandbox')
    await desk.getByLabel('替谁走').first().fill('米雅')
    await pick(desk, /米雅/)
    for (const stage of ['员工准备', '主管准备', '双方同时打开']) {
      await desk.getByText(stage, { exact: true }).first().waitFor()
      await desk.getByRole('button', { name: '做完这一步' }).first().click()
    }
    await desk.getByText(/安总/).first().waitFor()
    await desk.getByRole('button', { name: '往后 7 天' }).click()
    await expectSound(desk, 'the sandbox, walking')
    const talks = await company.as(theo).conversations.list({ view: 'all' })
    assert.deepEqual(talks.items, [], 'nobody got anything')
  })

  chapter('the manager’s manager finds the stage among what waits, and hands it in', async () => {
    const own = (await company.as(company.hr).flows.list()).find(
      ({ title }) => title.en === 'Monthly for team leads',
    )!
    const { ids, template } = await inCycle(company, [{ employee: mia, manager: theo }], {
      flow: own.key as 'monthly',
      template: 'monthly',
    })
    await company.settle()
    for (const [who, part] of [
      [mia, 'self'],
      [theo, 'manager'],
    ] as const)
      await company.as(who).conversations.saveAnswers({
        id: ids[0]!,
        part,
        answers: answersTo(template, part, '写得具体一点').map(({ fieldKey, value, version }) => ({
          fieldKey,
          value,
          version,
        })),
        submit: true,
        clientId: newId(),
      })
    await comeIn(phone, anna.employeeNo)
    await phone
      .getByText(/上级的上级看一眼/)
      .first()
      .waitFor()
    await phone.goto(`/conversations/${ids[0]}/steps/form`)
    await phone.getByRole('heading', { level: 1, name: '米雅：上级的上级看一眼' }).waitFor()
    await expectSound(phone, 'a stage of one’s own in somebody else’s talk')
    await phone.getByRole('button', { name: '交出' }).click()
    await phone.waitForURL(({ pathname }) => pathname === '/')
    await comeIn(desk, theo.employeeNo)
    await desk.goto(`/conversations/${ids[0]}`)
    await desk.getByText('流程图：走到哪一步，轮到谁，从什么时候起').click()
    await expectSound(desk, 'the picture of one talk')
    expectQuiet()
  })

  repeatAsOthers(() => ({ url: serving.url, company }))
})
