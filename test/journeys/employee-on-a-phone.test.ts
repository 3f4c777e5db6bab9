import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Page } from 'playwright-core'
import {
  acceptInvitation,
  foundOrganization,
  importRoster,
  invite,
  launchCycle,
} from './arriving.ts'
import { expectQuiet, expectSound, openHouse, password, settled, story } from './house.ts'
import { repeatAsOthers } from '../trust/journeys.ts'
import { download } from './page.ts'
import {
  explainDifference,
  openTalkWith,
  submitManagerAssessment,
  submitSelfAssessment,
  writeManagerAssessment,
  writeSelfAssessment,
} from './preparing.ts'
import { hasSigned, present, sign } from './signing.ts'
import { agreeOnEach, beginTalk, minutesOf, promise, talkThrough } from './talking.ts'
import { dayFromNow, ownRoster } from './roster.ts'

const roster = ownRoster()
const { lead, member } = roster
const promised = '首检表挂到机台，当班填完'

describe('an employee on a phone', () => {
  const house = openHouse()
  const chapter = story()
  let hr: Page
  let manager: Page
  let phone: Page

  chapter('HR has launched a cycle, and an employee opens the invitation on a phone', async () => {
    hr = await house.visitor()
    manager = await house.visitor()
    phone = await house.visitor('phone')
    await foundOrganization(hr, '海汐电机', '许宁')
    await importRoster(hr, roster.fileName, roster.bytes)
    await acceptInvitation(manager, await invite(hr, lead.no))
    await launchCycle(hr, '年度结果面谈', roster.team)
    const link = await invite(hr, member.no)
    await acceptInvitation(phone, link)
    await expectSound(phone, 'the home page on a phone')
  })

  chapter(
    'the self-assessment comes section by section, and a lapsed session loses no word',
    async () => {
      await phone.getByRole('link', { name: '去处理' }).first().click()
      await phone.getByRole('button', { name: '＋ 加一条目标' }).waitFor()
      await expectSound(phone, 'a section of the self-assessment on a phone')
      await phone.context().clearCookies()
      await phone.getByRole('button', { name: '＋ 加一条目标' }).click()
      await phone.getByRole('textbox', { name: '差在哪里，或者好在哪里' }).fill('7 月断料五天')
      const again = phone.getByRole('dialog', { name: '请重新登录' })
      await again.getByRole('textbox', { name: '密码' }).fill(password)
      await expectSound(phone, 'signing in again over a form')
      await again.getByRole('button', { name: '登录并继续' }).click()
      await again.waitFor({ state: 'detached' })
      await phone
        .getByText(/已保存 \d/)
        .first()
        .waitFor()
      assert.equal(
        await phone.getByRole('textbox', { name: '差在哪里，或者好在哪里' }).inputValue(),
        '7 月断料五天',
      )
      await phone.getByRole('textbox', { name: '差在哪里，或者好在哪里' }).fill('继续努力')
      const hint = phone.getByRole('note', { name: '给写的人的提示' })
      await hint.getByText('没有说力气用在哪里').waitFor()
      await expectSound(phone, 'a hint on a phone')
      await hint.getByRole('button', { name: /就这样写/ }).click()
      await hint.waitFor({ state: 'detached' })
      await phone.getByRole('button', { name: '删除第 1 条' }).click()
      await writeSelfAssessment(phone)
      await expectSound(phone, 'the last section on a phone')
      await submitSelfAssessment(phone)
    },
  )

  chapter('once the manager is in, both parts open on the phone', async () => {
    await openTalkWith(manager, member.name)
    await writeManagerAssessment(manager)
    await submitManagerAssessment(manager)
    await explainDifference(manager)
    await phone.getByRole('heading', { name: '差异', exact: true }).waitFor()
    await expectSound(phone, 'both parts on a phone')
  })

  chapter('in the talk the phone follows, and writes into the same minutes', async () => {
    await beginTalk(manager, phone)
    await minutesOf(phone).fill('首检当班填完。')
    await manager.waitForFunction(() =>
      [...document.querySelectorAll('textarea')].some((area) => area.value === '首检当班填完。'),
    )
    await talkThrough(manager, phone)
  })

  chapter('the employee promises, reads the page and signs on the phone', async () => {
    await openTalkWith(phone, lead.name)
    await promise(phone, '行为改变', {
      what: promised,
      measure: '一个月 0 次补记',
      owner: member.name,
      dueOn: dayFromNow(10),
    })
    await agreeOnEach(phone, '员工')
    await agreeOnEach(manager, '主管')
    await expectSound(phone, 'a plan on a phone')
    await present(manager)
    await sign(manager, '同意')
    await hasSigned(phone, lead.name)
    await sign(phone, '同意')
    await phone.getByRole('link', { name: '查看封存记录' }).click()
    await phone.getByText('刚刚核对过').waitFor()
    await expectSound(phone, 'a sealed record on a phone')
    const pdf = await download(phone, '导出 PDF')
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-')
  })

  chapter('the promise waits on the phone’s home page and is kept with one touch', async () => {
    await phone.goto('/')
    await phone.getByText(promised).first().waitFor()
    await expectSound(phone, 'promises on a phone')
    await phone.getByRole('button', { name: '已办好' }).first().click()
    await phone.getByText('记下了：做到了').waitFor()
    await phone.goto('/commitments')
    await settled(phone)
    await expectSound(phone, 'the list of promises on a phone')
  })

  chapter('HR asks three questions, and the phone answers them in a minute', async () => {
    await hr.goto('/surveys')
    await hr.getByRole('button', { name: '问一次' }).click()
    await expectSound(hr, 'opening a survey')
    await hr.getByRole('dialog').getByRole('button', { name: '发出' }).click()
    await hr.getByRole('heading', { name: 'HR 的看法' }).waitFor()
    await expectSound(hr, 'a survey under way')
    await phone.goto('/')
    const asked = phone.getByRole('listitem').filter({ hasText: '诊断三问' })
    await asked.getByRole('link', { name: '去处理' }).click()
    for (const answer of ['年底打分前后', '结果和指标', '两个人一起'])
      await phone.getByRole('radio', { name: answer }).check()
    await expectSound(phone, 'three questions on a phone')
    await phone.getByRole('button', { name: '交上去' }).click()
    await phone.getByText('收到了，谢谢').waitFor()
    await phone.goto('/')
    await settled(phone)
    assert.equal(await asked.count(), 0)
    expectQuiet()
  })

  repeatAsOthers(() => house.home())
})
