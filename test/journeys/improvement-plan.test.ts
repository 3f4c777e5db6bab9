import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import { ensureBuilt } from '../../app/build.ts'
import { serve, type Serving } from '../../app/server.ts'
import { newStory, password, type Someone } from '../support/scenario.ts'
import { talkBetween, type Talk } from '../support/talks.ts'
import { repeatAsOthers } from '../trust/journeys.ts'
import { closeWindows, expectQuiet, expectSound, story, visitorOf } from './house.ts'
import { pick } from './page.ts'

async function comeIn(page: Page, { employeeNo }: Someone) {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: '邮箱或工号' }).fill(employeeNo)
  await page.getByRole('textbox', { name: '密码', exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL(({ pathname }) => pathname === '/')
}

describe('an improvement plan, agreed on a phone', () => {
  const chapter = story()
  let company: Awaited<ReturnType<typeof newStory>>
  let serving: Serving
  let talk: Talk
  let mentor: Someone
  let phone: Page
  let desk: Page

  before(async () => {
    company = await newStory()
    talk = await talkBetween(company, 'talked', {
      template: 'pip',
      flow: 'plain',
      text: '夜班首检三次没做',
    })
    mentor = await company.hire('古丽娜尔·买买提')
    serving = await serve(company.services, await ensureBuilt())
    phone = await visitorOf(serving.url, 'phone')
    desk = await visitorOf(serving.url)
  })
  after(async () => {
    await closeWindows()
    await serving.stop()
    await company.close()
  })

  chapter('the manager fills in the stages and sees how complete the plan is', async () => {
    await comeIn(phone, talk.manager)
    await phone.goto(`/conversations/${talk.id}`)
    await phone.getByText('完整度 0 / 15').waitFor()
    const stages = phone.locator('#field-stages')
    for (const [at, name] of ['第一阶段', '第二阶段', '第三阶段'].entries()) {
      const row = stages.getByRole('listitem').filter({ hasText: name })
      await row.getByLabel('做到什么（必填）').fill(`连续 ${at + 1} 周无漏检`)
      await row.getByLabel('看什么、谁来看（必填）').fill('首检表，质检员当班看')
      await row.getByRole('textbox', { name: '到哪天（必填）' }).fill(`2027-0${at + 1}-15`)
    }
    await phone.getByText('完整度 1 / 15').waitFor()
    await expectSound(phone, 'the stages of an improvement plan')
  })

  chapter('names a colleague by initials, who is called as the directory says', async () => {
    const helper = phone.locator('#field-helper')
    await helper.getByRole('combobox').fill('glne')
    await pick(phone, /古丽娜尔·买买提/)
    await helper.getByText(mentor.employeeNo).waitFor()
    await phone.getByText('完整度 2 / 15').waitFor()
    await helper.getByText(/^已保存/).waitFor()
    await expectSound(phone, 'a colleague named')
  })

  chapter('and the employee reads the same at a desk, while it is written', async () => {
    await comeIn(desk, talk.employee)
    await desk.goto(`/conversations/${talk.id}`)
    await desk.locator('#field-helper').getByText(mentor.name).waitFor()
    const first = desk.locator('#field-stages').getByRole('listitem').first()
    assert.equal(await first.getByLabel('做到什么（必填）').inputValue(), '连续 1 周无漏检')
    await expectSound(desk, 'the plan as the employee sees it')
    expectQuiet()
  })

  repeatAsOthers(() => ({ url: serving.url, company }))
})
