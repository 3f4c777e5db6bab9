import type { Page } from 'playwright-core'
import { expectAccessible } from '../support/browser.ts'
import { expectSound, password } from './house.ts'
import { button, dialog } from './page.ts'

/** Freezes the page for both. */
export async function present(page: Page) {
  await button(page, '出示，请双方签字').click()
  await page.getByText('签字情况').waitFor()
}

/** Before the first signature: the agreement on electronic signatures, read and agreed to. */
export async function agreeToSign(page: Page) {
  const agree = button(page, '同意并继续')
  const answer = page.getByRole('group', { name: '你的确认' })
  await agree.or(answer).first().waitFor()
  if (!(await agree.isVisible())) return
  await expectSound(page, 'the agreement on electronic signatures')
  await agree.click()
  await answer.waitFor()
}

/** The page has heard that somebody has signed; only then is it the next one's turn. */
export const hasSigned = (page: Page, name: string) =>
  page.locator('li.row', { hasText: name }).getByText('同意', { exact: true }).waitFor()

/** Chooses an answer, perhaps with words, and enters the password again. */
export async function sign(
  page: Page,
  outcome: '同意' | '已阅，有异议',
  { statement, secret = password }: { statement?: string; secret?: string } = {},
) {
  await agreeToSign(page)
  await page.getByRole('radio', { name: new RegExp(`^${outcome}`) }).check()
  if (statement) await page.getByRole('textbox', { name: '我的异议' }).fill(statement)
  await expectSound(page, 'the page to sign')
  await button(page, '输入密码并签字').click()
  await dialog(page).getByRole('textbox', { name: '密码' }).fill(secret)
  await expectAccessible(page, 'entering the password again')
  await button(dialog(page), '输入密码并签字').click()
  await dialog(page).waitFor({ state: 'detached' })
}

/** What the public page says of a file. */
export async function verdictOn(page: Page, name: string, bytes: Buffer): Promise<string> {
  await page.goto('/verify')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes })
  const verdict = page.getByRole('heading', { name: /^(完整|已篡改|无法判断)$/ })
  await verdict.waitFor()
  await expectSound(page, 'a verdict')
  return verdict.innerText()
}
