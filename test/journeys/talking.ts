import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { expectAccessible } from '../support/browser.ts'
import { expectSound } from './house.ts'
import { button, newEntry, pick, question, saved, turnTo } from './page.ts'

/** From the workspace into the guided mode, and the first step. */
export async function beginTalk(manager: Page, employee: Page) {
  await manager.getByRole('link', { name: '开始对话' }).first().click()
  await button(manager, '开始').waitFor()
  await expectAccessible(manager, 'before a talk')
  await employee.goto(new URL(manager.url()).pathname)
  await employee.getByText('先坐下，喝口水。').waitFor()
  await button(manager, '开始').click()
  for (const page of [manager, employee]) await page.getByText('第 1 步 · 开场').waitFor()
}

export const minutesOf = (page: Page) => page.getByRole('textbox', { name: '共同纪要' })

/** Both write into the shared minutes at the same time; both end with every word of both. */
export async function writeMinutesTogether(manager: Page, employee: Page) {
  const [his, hers] = ['夹具由主管去协调。', '首检当班填完。']
  for (const page of [manager, employee]) await minutesOf(page).click()
  await Promise.all([
    minutesOf(manager).pressSequentially(his, { delay: 20 }),
    minutesOf(employee).pressSequentially(hers, { delay: 20 }),
  ])
  // Letter by letter, as often as it was typed: a full stop of the one is none of the other's.
  for (const page of [manager, employee])
    await page.waitForFunction(
      (typed) =>
        [...document.querySelectorAll('textarea')].some(
          ({ value }) => [...value].sort().join('') === typed,
        ),
      [...his, ...hers].sort().join(''),
    )
  assert.equal(await minutesOf(manager).inputValue(), await minutesOf(employee).inputValue())
}

/** The manager goes on; the other's page follows. */
async function nextStep(manager: Page, employee: Page, label: string) {
  await button(manager, `下一步：${label}`).click()
  for (const page of [manager, employee]) await page.getByText(` · ${label}`).waitFor()
}

/** The eight steps, each with what is written on the way; at the end the talk is over for both. */
export async function talkThrough(manager: Page, employee: Page) {
  await question(manager, /^怎么谈的/)
    .getByRole('radio', { name: '当面' })
    .check()
  await expectSound(manager, 'the first step of a talk')
  await nextStep(manager, employee, '员工自我评价')
  await nextStep(manager, employee, '上级评价')
  await nextStep(manager, employee, '讨论绩效表现')
  await button(question(manager, /^目标、实际与达成/), '没有问题').click()
  const matter = await newEntry(question(manager, /^年度重点事项/), '加一件重点事项')
  await matter.getByRole('textbox', { name: '什么事' }).fill('二号线换模改进')
  await matter.getByRole('textbox', { name: '看什么指标' }).fill('平均换模时间')
  await matter.getByRole('textbox', { name: '结果怎样' }).fill('52 分钟降到 38 分钟')
  await saved(manager)
  await expectSound(manager, 'a step of a talk in which both write')
  await question(employee, /^目标、实际与达成/)
    .getByText(/已确认/)
    .waitFor()
  await button(question(employee, /^目标、实际与达成/), '没有问题').click()
  await saved(employee)
  await nextStep(manager, employee, '制定改进计划')
  await manager
    .getByRole('textbox', { name: '我们说定的' })
    .fill('首检当班填完；夹具的事主管 12 月 5 日前谈好。')
  await saved(manager)
  await nextStep(manager, employee, '所需支持与发展')
  await nextStep(manager, employee, '下阶段目标')
  const goal = await newEntry(question(manager, /^下阶段目标/), '加一条目标')
  await goal.getByRole('textbox', { name: '做什么' }).fill('二号线首检漏填为零')
  await goal.getByRole('textbox', { name: '怎么做' }).fill('交接前由组长看一眼首检表')
  await goal.getByRole('textbox', { name: '看什么算做到' }).fill('连续三个月 0 次补记')
  await saved(manager)
  await nextStep(manager, employee, '确认评估结果')
  await question(manager, /^对评估结果/)
    .getByRole('radio', { name: '看法一致' })
    .check()
  await employee
    .getByRole('textbox', { name: '用自己的话说' })
    .fill('先把首检表挂到机台上，当班填完再交接。')
  await saved(employee)
  await saved(manager)
  await expectSound(employee, 'the last step of a talk')
  await button(manager, '结束对话').click()
  await manager.getByRole('region', { name: '改进计划', exact: true }).waitFor()
}

/** A line of the plan: what, how one sees it is done, by whom, until when. */
export async function promise(
  page: Page,
  layer: '结果目标' | '行为改变' | '支持',
  line: { what: string; measure: string; owner: string; standsFor?: string; dueOn: string },
) {
  const section = page.getByRole('region', { name: layer, exact: true })
  const before = await section.getByRole('listitem', { name: /^计划第/ }).count()
  await section.getByRole('button', { name: /^＋ 加一条/ }).click()
  const entry = section.getByRole('listitem', { name: /^计划第/ }).nth(before)
  await entry.getByRole('textbox', { name: '做什么' }).fill(line.what)
  await entry.getByRole('textbox', { name: '看什么算做到' }).fill(line.measure)
  await entry.getByRole('radiogroup').getByText(line.owner, { exact: true }).click()
  await entry.getByRole('textbox', { name: '到哪一天', exact: true }).fill(line.dueOn)
  if (line.standsFor) {
    await entry.getByRole('combobox', { name: '公司由谁负责' }).fill(line.standsFor)
    await pick(page, new RegExp(line.standsFor))
  }
  await entry.getByText(/已保存/).waitFor()
}

/** What of the plan is agreed one by one, each for oneself. */
export async function agreeOnEach(page: Page, own: '员工' | '主管') {
  await turnTo(page, '下阶段目标与支持')
  await turnTo(page, `${own}：三样分开认可`)
  for (const matter of [/^目标：/, /^标准：/, /^资源：/])
    await question(page, matter).getByRole('radio', { name: '认可', exact: true }).check()
  await saved(page)
}
