import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import { ensureBuilt } from '../../app/build.ts'
import { serve, type Serving } from '../../app/server.ts'
import { newId } from '../../platform/ids.ts'
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

describe('an appeal, and the amendment that follows', () => {
  const chapter = story()
  let company: Awaited<ReturnType<typeof newStory>>
  let serving: Serving
  let talk: Talk
  let outsider: Someone
  let second: Someone
  let phone: Page
  let desk: Page

  before(async () => {
    company = await newStory()
    talk = await talkBetween(company, 'sealed', { template: 'monthly', flow: 'monthly' })
    outsider = await company.hire('邻部门主管')
    second = await company.hire('第二位人事', { roles: ['hrAdmin'] })
    serving = await serve(company.services, await ensureBuilt())
    phone = await visitorOf(serving.url, 'phone')
    desk = await visitorOf(serving.url)
  })
  after(async () => {
    await closeWindows()
    await serving.stop()
    await company.close()
  })

  chapter('the employee appeals from the record, on the phone', async () => {
    await comeIn(phone, talk.employee)
    await phone.goto(`/conversations/${talk.id}/record`)
    const guidance = phone.getByText('怎样写清楚，提出以后会怎样')
    await guidance.click()
    await phone.getByText('10 个工作日内答复你，写明依据。').waitFor()
    await phone.reload()
    await phone.getByText('10 个工作日内答复你，写明依据。').waitFor()
    await guidance.click()
    await phone.getByRole('button', { name: '提出申诉' }).click()
    const dialog = phone.getByRole('dialog')
    await dialog
      .getByRole('textbox', { name: '不认可什么，为什么' })
      .fill('口径和年初定的不一样，请核对')
    await dialog.getByRole('textbox', { name: '希望怎么处理' }).fill('按年初口径改正计划')
    const about = dialog.getByRole('checkbox', { name: '这件事涉及主管本人' })
    await dialog.getByText('主管、指定答复的人和 HR 会看到').waitFor()
    await about.check()
    await dialog.getByText('主管看不到。').waitFor()
    await about.uncheck()
    await expectSound(phone, 'opening an appeal')
    await dialog.getByRole('button', { name: '提交' }).click()
    await phone.getByText('等 HR 指定答复的人').waitFor()
    await expectSound(phone, 'a record under appeal')
    await company.settle()
  })

  chapter('HR names somebody outside, who reads the record and grants it', async () => {
    await comeIn(desk, company.hr)
    await desk.getByText(`${talk.employee.name} 的申诉：指定谁来答复`).waitFor()
    await desk.goto('/cases')
    await desk.getByRole('button', { name: '指定' }).click()
    const naming = desk.getByRole('dialog')
    await naming.getByRole('combobox', { name: '由谁答复' }).click()
    await pick(desk, outsider.name)
    await expectSound(desk, 'naming who answers')
    await naming.getByRole('button', { name: '指定' }).click()
    await desk.getByText(`${outsider.name} 正在处理`).waitFor()
    await expectSound(desk, 'cases of HR')

    const other = await visitorOf(serving.url)
    await comeIn(other, outsider)
    await other.goto('/cases')
    await other.getByText('怎样听两边').click()
    await other.getByRole('heading', { name: '听的时候' }).waitFor()
    await other.getByRole('button', { name: '作出答复' }).click()
    const answering = other.getByRole('dialog')
    await answering.getByRole('button', { name: '看这份记录' }).click()
    await answering.getByRole('region', { name: '封存的记录' }).waitFor()
    await answering.getByRole('radio', { name: /^修订/ }).check()
    await answering.getByRole('checkbox', { name: '改进计划' }).check()
    await answering
      .getByRole('textbox', { name: '给当事人的答复' })
      .fill('核对过了，请按年初口径更正')
    await expectSound(other, 'answering an appeal')
    await answering.getByRole('button', { name: '提交' }).click()
    await other.getByRole('dialog').waitFor({ state: 'detached' })
  })

  chapter('a second person opens it again, and both sign what was changed', async () => {
    const approving = await visitorOf(serving.url)
    await comeIn(approving, second)
    await approving.goto('/cases')
    await approving.getByRole('button', { name: '同意，重新打开' }).click()
    await approving.getByText('更正中').first().waitFor()
    const { id } = talk
    const manager = company.as(talk.manager, { steppedUp: true }).conversations
    const [line] = (await manager.get({ id })).plan
    await manager.savePlanLine({
      id,
      lineId: line!.id,
      line: { measure: '按年初口径，五次评审' },
      version: line!.version,
      clientId: newId(),
    })
    await phone.goto(`/conversations/${id}`)
    await phone.getByText('正在更正，写的是版本 2').waitFor()
    await phone.getByText('按年初口径，五次评审').first().waitFor()
    await phone.getByText('不认可的话，有哪些路').click()
    await phone.getByText('封存之后 10 个工作日内').waitFor()
    await expectSound(phone, 'a record being amended')
    const { shownHash } = await manager.present({ id })
    await manager.sign({ id, shownHash, outcome: 'agreed' })
    await company
      .as(talk.employee, { steppedUp: true })
      .conversations.sign({ id, shownHash, outcome: 'agreed' })
    await phone.goto(`/conversations/${id}/record`)
    await phone.getByText('版本 1 → 2').waitFor()
    await expectSound(phone, 'an amended record')
    await phone.getByRole('link', { name: /^版本 1 / }).click()
    await phone.getByText('这是版本 1，之后封存过版本 2').waitFor()
    await expectSound(phone, 'a superseded version')
  })

  chapter('within three clicks from home one sees what is kept', async () => {
    await phone.goto('/settings')
    await phone.getByRole('link', { name: /我的数据$/ }).click()
    await phone.getByRole('heading', { name: '保存的数据' }).waitFor()
    await expectSound(phone, 'my data')
    await desk.goto('/privacy')
    await desk.getByRole('heading', { name: '抹除', exact: true }).waitFor()
    await expectSound(desk, 'the desk for data')
    assert.ok(await desk.getByText('保存年限', { exact: true }).first().isVisible())
    expectQuiet()
  })

  repeatAsOthers(() => ({ url: serving.url, company }))
})
