import type { Locator, Page } from 'playwright-core'

export const button = (page: Page | Locator, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
export const dialog = (page: Page) => page.getByRole('dialog')

export const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 720

/**
 * Takes an option of the list that is open, without scrolling to it: a list stands at the corner of the page before it
 * is laid beside its field, and a page scrolled there takes the field, and with it the list, out of sight.
 */
export async function pick(page: Page, name: string | RegExp) {
  const option = page.getByRole('option', { name }).first()
  await option.waitFor()
  await option.dispatchEvent('click')
}

/** A question of a form, by its words. */
export const question = (page: Page, words: RegExp) =>
  page.getByRole('group', { name: words }).first()

/** On a phone a form comes section by section. */
export async function turnTo(page: Page, section: string) {
  if (!isPhone(page)) return
  await button(page, `下一部分：${section}`).click()
  await page.getByRole('heading', { level: 2, name: section }).waitFor()
}

/** Adds an entry to the list of a question. @returns where its fields are. */
export async function newEntry(asked: Locator, add: string): Promise<Locator> {
  await button(asked, `＋ ${add}`).click()
  return asked.getByRole('list').first().getByRole('listitem').last()
}

/** Everything typed on this page has reached the server, and the page says when. */
export async function saved(page: Page) {
  await page
    .getByText(/已保存 \d\d:\d\d:\d\d/)
    .first()
    .waitFor()
  await page
    .getByText(/正在(写|保存)……/)
    .first()
    .waitFor({ state: 'detached' })
}

/** Saves what the button gives. @returns the file's name and bytes. */
export async function download(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, name).click()])
  const parts: Buffer[] = []
  for await (const part of await file.createReadStream()) parts.push(part as Buffer)
  return { name: file.suggestedFilename(), bytes: Buffer.concat(parts) }
}
