import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import { ensureBuilt } from '../../app/build.ts'
import { serve, type Serving } from '../../app/server.ts'
import { newStory, password, type Someone } from '../support/scenario.ts'
import { talkBetween, type Talk } from '../support/talks.ts'
import { repeatAsOthers } from '../trust/journeys.ts'
import { closeWindows, expectQuiet, story, visitorOf } from './house.ts'
import { button, dialog, pick } from './page.ts'
import { agreeToSign } from './signing.ts'

const words = '八月那两次夹具没到位，口径和年初定的也不一样'

async function comeIn(page: Page, { employeeNo }: Someone) {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: '邮箱或工号' }).fill(employeeNo)
  await page.getByRole('textbox', { name: '密码', exact: true }).fill(password)
  await button(page, '登录').click()
  await page.waitForURL(({ pathname }) => pathname === '/')
}

const keptHere = (page: Page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('cuxi.kept.')))

describe('what is written and not yet handed in', () => {
  const chapter = story()
  let company: Awaited<ReturnType<typeof newStory>>
  let serving: Serving
  let record: Talk
  let page: Talk
  let other: Talk
  let desk: Page

  before(async () => {
    company = await newStory()
    const kind = { template: 'monthly', flow: 'monthly' } as const
    record = await talkBetween(company, 'sealed', kind)
    page = await talkBetween(company, 'managerSigned', kind)
    other = await talkBetween(company, 'open', kind)
    await company.hire('在场的同事')
    serving = await serve(company.services, await ensureBuilt())
    desk = await visitorOf(serving.url)
  })
  after(async () => {
    await closeWindows()
    await serving.stop()
    await company.close()
  })

  chapter(
    'an appeal survives Escape, a click beside it and a reload, and goes once it is handed in',
    async () => {
      await comeIn(desk, record.employee)
      await desk.goto(`/conversations/${record.id}/record`)
      const open = () => button(desk, '提出申诉').click()
      const reason = desk.getByRole('textbox', { name: '不认可什么，为什么' })
      const wish = desk.getByRole('textbox', { name: '希望怎么处理' })
      await open()
      await reason.fill(words)
      await desk.keyboard.press('Escape')
      await dialog(desk).waitFor({ state: 'detached' })
      await open()
      assert.equal(await reason.inputValue(), words)
      await wish.fill('按年初口径改正计划')
      await desk.mouse.click(5, 5)
      await dialog(desk).waitFor({ state: 'detached' })
      await desk.reload()
      await open()
      assert.equal(await reason.inputValue(), words)
      assert.equal(await wish.inputValue(), '按年初口径改正计划')
      await button(dialog(desk), '提交').click()
      await desk.getByText('等 HR 指定答复的人').waitFor()
      assert.deepEqual(await keptHere(desk), [])
    },
  )

  chapter('a request about one’s data is nobody else’s who signs in here next', async () => {
    await desk.goto('/settings/my-data')
    await button(desk, '提出请求').click()
    const wish = desk.getByRole('textbox', { name: '具体要求' })
    await wish.fill(words)
    await desk.keyboard.press('Escape')
    await dialog(desk).waitFor({ state: 'detached' })
    assert.equal((await keptHere(desk)).length, 1)
    await comeIn(desk, page.manager)
    await desk.getByText(page.manager.name).first().waitFor()
    assert.deepEqual(await keptHere(desk), [])
  })

  chapter('an emergency that was begun for one talk is not in the dialog of another', async () => {
    await comeIn(desk, company.hr)
    const reason = dialog(desk).getByRole('textbox', { name: '为什么必须现在看' })
    const declare = async ({ id }: Talk) => {
      await desk.goto(`/conversations/${id}`)
      await button(desk, '申请紧急查看').click()
    }
    await declare(other)
    await reason.fill(words)
    await desk.keyboard.press('Escape')
    await declare(page)
    assert.equal(await reason.inputValue(), '')
    await declare(other)
    assert.equal(await reason.inputValue(), words)
    await comeIn(desk, page.manager)
  })

  chapter(
    'the second person stays chosen beside the words when the page is loaded anew',
    async () => {
      await desk.goto(`/conversations/${page.id}?phase=agree`)
      await button(desk, '记录拒签').click()
      const why = desk.getByRole('textbox', { name: '对方的理由和经过' })
      await why.fill(words)
      const witness = desk.getByRole('combobox', { name: '见证人' })
      await witness.click()
      await witness.fill('在场的同事')
      await pick(desk, /在场的同事/)
      await desk.reload()
      assert.equal(await why.inputValue(), words)
      assert.match(await witness.inputValue(), /在场的同事/)
    },
  )

  chapter('words that were signed go although the answer was lost', async () => {
    await comeIn(desk, page.employee)
    await desk.goto(`/conversations/${page.id}?phase=agree`)
    await agreeToSign(desk)
    await desk.getByRole('radio', { name: /^已阅，有异议/ }).check()
    await desk.getByRole('textbox', { name: '我的异议' }).fill(words)
    assert.equal((await keptHere(desk)).length, 2)
    await desk.route('**/api/rpc/conversations/sign', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await button(desk, '输入密码并签字').click()
    await dialog(desk).getByRole('textbox', { name: '密码' }).fill(password)
    await button(dialog(desk), '输入密码并签字').click()
    await desk.getByText('封存').first().waitFor()
    await desk.waitForFunction(
      () => !Object.keys(sessionStorage).some((key) => key.startsWith('cuxi.kept.')),
    )
    expectQuiet()
  })

  repeatAsOthers(() => ({ url: serving.url, company }))
})
