import type { Page } from 'playwright-core'
import { expectSound, password, settled } from './house.ts'
import { button, dialog } from './page.ts'

const atHome = async (page: Page) => {
  await page.waitForURL(({ pathname }) => pathname === '/')
  await page.getByRole('heading', { level: 1, name: /^(夜深了|.+好)，/ }).waitFor()
}

/** The first visit: an organization and its first HR admin. */
export async function foundOrganization(page: Page, organization: string, name: string) {
  await page.goto('/')
  await button(page, '建立我的组织').click()
  await page.getByLabel('组织名称').fill(organization)
  await page.getByLabel('你的姓名').fill(name)
  await page.getByLabel('你的工号').fill('HR001')
  await page.getByRole('textbox', { name: '密码', exact: true }).fill(password)
  await button(page, '建立组织').click()
  await atHome(page)
}

/**
 * Through the wizard: file, columns, preview, confirmation, progress.
 * @param decide what HR says about the rows with problems.
 * @returns how many were written.
 */
export async function importRoster(
  page: Page,
  name: string,
  bytes: Buffer,
  decide = async () => {},
): Promise<number> {
  await page.goto('/org/import')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: bytes })
  await page.getByText('这些列对应得对吗？').waitFor()
  await expectSound(page, 'the columns of an import')
  await button(page, '去核对').click()
  const write = button(page, /^写入 [\d,]+ 人$/)
  await write.waitFor()
  await expectSound(page, 'the preview of an import')
  await decide()
  const people = Number((await write.innerText()).replaceAll(/\D/g, ''))
  await write.click()
  await page.getByText('写好了').waitFor({ timeout: 60_000 })
  await expectSound(page, 'an import that was written')
  return people
}

/** HR looks for somebody by number and makes the link that lets this person in. */
export async function invite(page: Page, employeeNo: string): Promise<string> {
  await page.goto(`/org?q=${employeeNo}`)
  await page.getByRole('searchbox').last().fill(employeeNo)
  await page
    .getByRole('row', { name: new RegExp(employeeNo) })
    .getByRole('link')
    .first()
    .click()
  await button(page, '邀请').click()
  await button(dialog(page), '生成链接').click()
  const link = await dialog(page).getByRole('textbox', { name: '邀请链接' }).inputValue()
  await page.keyboard.press('Escape')
  return link
}

/** Opens the link, chooses a password and is in. */
export async function acceptInvitation(page: Page, link: string) {
  await page.goto(link)
  await page.getByRole('textbox', { name: '设一个密码' }).fill(password)
  await button(page, '设好密码并进入').click()
  await atHome(page)
}

/** Comes back on another day: name and password. */
export async function signIn(page: Page, name: string) {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: '邮箱或工号' }).fill(name)
  await page.getByRole('textbox', { name: '密码', exact: true }).fill(password)
  await button(page, '登录').click()
  await atHome(page)
}

/** The cycle's wizard for these people only: purpose, people, template, deadlines, dry run, launch. */
export async function launchCycle(page: Page, name: string, numbers: string[]) {
  const next = (step: string) => button(page, `下一步：${step}`).click()
  await page.goto('/cycles')
  await page.getByRole('link', { name: '新建周期' }).first().click()
  await page.getByRole('button', { name: /^结果面谈/ }).click()
  await page.getByRole('textbox', { name: '名称' }).fill(name)
  await expectSound(page, 'the purpose of a cycle')
  await next('参与者')
  await page.getByText('按名单', { exact: true }).click()
  const list = page.getByRole('group', { name: /^名单/ })
  await list.getByText('粘贴一串工号').click()
  await list.getByRole('textbox', { name: '粘贴一串工号' }).fill(numbers.join('\n'))
  await button(list, '加入名单').click()
  await page
    .getByText(new RegExp(`${numbers.length} 人.*在职`))
    .first()
    .waitFor()
  await expectSound(page, 'the people of a cycle')
  await next('模板与流程')
  await settled(page)
  await expectSound(page, 'the templates of a cycle')
  await next('期限')
  await expectSound(page, 'the deadlines of a cycle')
  await next('试算')
  await page.getByRole('heading', { name: '谁从谁那里得到什么' }).waitFor()
  await expectSound(page, 'the dry run of a cycle')
  await next('启动')
  await button(page, '启动周期').click()
  await button(dialog(page), '启动周期').click()
  await page.getByRole('heading', { name: '谁在等谁' }).waitFor({ timeout: 60_000 })
}
