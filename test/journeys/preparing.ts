import type { Page } from 'playwright-core'
import { expectAccessible } from '../support/browser.ts'
import { button, dialog, newEntry, question, saved, turnTo } from './page.ts'

/** A sentence, and the occasion behind it where one is asked for, added to a list of such. */
async function state(page: Page, list: RegExp, sentence: string, occasion?: string) {
  const entry = await newEntry(question(page, list), '再写一条')
  await entry.getByRole('textbox', { name: '一句话说清楚' }).fill(sentence)
  if (occasion) await entry.getByRole('textbox', { name: '哪一次、发生了什么' }).fill(occasion)
}

const rate = (page: Page, dimension: RegExp, level: string) =>
  question(page, dimension)
    .getByRole('radio', { name: new RegExp(`^${level} `) })
    .check()

const dimensions = [/^工作成果/, /^质量与交付/, /^协作/, /^学习与成长/]

/** From the list of conversations to the one with this person. */
export async function openTalkWith(page: Page, name: string) {
  await page.goto('/conversations')
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click()
  await page.getByRole('list', { name: '准备、对话、共识、跟踪' }).waitFor()
}

/** The employee's own view: goals, highlights, gaps, a place on the scale, what helps. */
export async function writeSelfAssessment(page: Page) {
  const goal = await newEntry(question(page, /^目标与达成/), '加一条目标')
  await goal.getByRole('textbox', { name: '目标', exact: true }).fill('二号线月产 4,000 件')
  await goal.getByRole('textbox', { name: '原定' }).fill('4,000 件')
  await goal.getByRole('textbox', { name: '实际' }).fill('3,850 件')
  await goal.getByRole('textbox', { name: '达成' }).fill('96')
  await saved(page)
  await turnTo(page, '亮点与成绩')
  await state(
    page,
    /^我最想让人看见的事/,
    '换模从 52 分钟降到 38 分钟',
    '6 月换模培训，我把 14 步画成三张图贴在机台上。',
  )
  await turnTo(page, '本可以更好的地方')
  await state(
    page,
    /^如果重来/,
    '首检记录漏填了两次',
    '8 月 12 日夜班，漏填首检表，质检第二天重测。',
  )
  await turnTo(page, '给自己一个位置')
  for (const dimension of dimensions) await rate(page, dimension, 'A')
  await turnTo(page, '困难、支持与成长')
  await page
    .getByRole('textbox', { name: '什么在拖慢我' })
    .fill('等夹具：上周三等了两个小时，最后借了一号线的。')
  await saved(page)
}

/** Hands the part in, and hears that the other still has to. */
export async function submitSelfAssessment(page: Page) {
  await button(page, '提交自评').click()
  await button(page, '撤回再改').waitFor()
}

/** The manager's view: 3 + 3 + 3, a case behind each level, how to reach the next one, one paragraph. */
export async function writeManagerAssessment(page: Page) {
  for (const at of [1, 2, 3]) {
    await state(
      page,
      /^三个优点/,
      `优点 ${at}：把办法教给了别人`,
      `${at + 5} 月 12 日，带两名新人看图换模，第二天独立上手。`,
    )
    await state(
      page,
      /^三个改进点/,
      `改进点 ${at}：记录要当班写完`,
      `${at + 6} 月 20 日夜班，首检表第二天才补，质检重测两小时。`,
    )
    await state(page, /^三个支持/, `支持 ${at}：12 月 ${at + 4} 日前，我去和一号线借第二套夹具`)
  }
  for (const dimension of dimensions) {
    await rate(page, dimension, 'B')
    const asked = question(page, dimension)
    await asked
      .getByRole('textbox', { name: '是哪件事让你这样评' })
      .fill('8 月两次首检漏填，重测共四小时；其余批次一次合格。')
    await asked
      .getByRole('textbox', { name: /^怎样到/ })
      .fill('连续三个月首检当班填完，没有一次补记。')
  }
  await page
    .getByRole('textbox', { name: '一段总的看法' })
    .fill('这一年把换模的办法做成了图，也教会了人。下一步是让记录跟上手上的活，班后不再补。')
  await saved(page)
}

/** Hands the assessment in; both parts open at once, with where the two differ. */
export async function submitManagerAssessment(page: Page) {
  await button(page, '提交主管评价').click()
  await page.getByRole('heading', { name: '差异', exact: true }).waitFor()
}

/** A large gap asks the manager for an explanation before the two sit down. */
export async function explainDifference(page: Page) {
  await page
    .getByRole('textbox', { name: '我为什么这样看' })
    .fill('产量和换模我看得见，评级看的是全年：8 月的两次漏检让下道工序停了四个小时，所以放在 B。')
  await saved(page)
  await button(page, '完成差异说明').click()
}

/** Time, place and the agenda proposed. */
export async function bookMeeting(page: Page, when: string) {
  await button(page, '约时间').click()
  const form = dialog(page)
  await form.getByRole('textbox', { name: '开始时间', exact: true }).fill(when)
  await form.getByRole('textbox', { name: '地点' }).fill('三楼小会议室')
  await expectAccessible(page, 'booking a meeting')
  await button(form, '约好').click()
  await page.getByText('三楼小会议室').first().waitFor()
}
