import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { start } from '../app/main.ts'
import { config } from '../platform/config.ts'
import { expectAccessible, openBrowser, openWindow, type screens, shot } from './support/browser.ts'

/** Who looks: nobody yet, or one of the people the demo company lets one be. */
type Role = 'nobody' | 'employee' | 'writer' | 'teamLead' | 'manager' | 'hr' | 'auditor'

/** How the demo's picker calls them. */
const picked: Record<Exclude<Role, 'nobody'>, string> = {
  employee: 'Employee',
  writer: 'Employee, still writing',
  teamLead: 'Foreman',
  manager: 'Manager',
  hr: 'HR',
  auditor: 'Auditor',
}

/** One picture: whose page, and how to get there from its address. */
interface Picture {
  name: string
  as: Role
  path: string
  /** Goes on from `path` to the page meant, by what a person would click. */
  reach?: (page: Page) => Promise<void>
}

const first = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click()
  await page.waitForLoadState('networkidle')
}

/** The pages worth a picture, in the order a reader meets them. */
export const pictures: Picture[] = [
  { name: 'welcome', as: 'nobody', path: '/welcome' },
  { name: 'sign-in', as: 'nobody', path: '/sign-in' },
  { name: 'today', as: 'manager', path: '/' },
  { name: 'today-employee', as: 'employee', path: '/' },
  { name: 'my-data', as: 'employee', path: '/settings/my-data' },
  {
    name: 'my-data-take',
    as: 'employee',
    path: '/settings/my-data',
    reach: async (page) => {
      await page.getByRole('button', { name: /下载全部|Download everything/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'conversations', as: 'manager', path: '/conversations' },
  {
    name: 'conversation',
    as: 'manager',
    path: '/conversations',
    reach: first('main a[href^="/conversations/"]'),
  },
  {
    name: 'self-assessment',
    as: 'writer',
    path: '/',
    reach: first('main a[href^="/conversations/"]'),
  },
  { name: 'sign', as: 'employee', path: '/', reach: first('main a[href^="/conversations/"]') },
  {
    name: 'live',
    as: 'manager',
    path: '/conversations',
    reach: async (page) => {
      const talk = page.locator('main a[href^="/conversations/"]').first()
      await page.goto(`${await talk.getAttribute('href')}/live`)
    },
  },
  { name: 'record', as: 'auditor', path: '/archive', reach: first('main a[href$="/record"]') },
  { name: 'commitments', as: 'employee', path: '/commitments' },
  { name: 'cycles', as: 'hr', path: '/cycles' },
  {
    name: 'cycle',
    as: 'hr',
    path: '/cycles',
    reach: first('main a[href^="/cycles/"]:not([href$="/new"])'),
  },
  { name: 'archive', as: 'hr', path: '/archive' },
  { name: 'templates', as: 'hr', path: '/design' },
  { name: 'org', as: 'hr', path: '/org' },
  { name: 'person', as: 'hr', path: '/org', reach: first('main a[href^="/people/"]') },
  { name: 'import', as: 'hr', path: '/org/import' },
  { name: 'settings', as: 'employee', path: '/settings' },
  { name: 'verify', as: 'nobody', path: '/verify' },
]

const looks: { screen: keyof typeof screens; scheme: 'light' | 'dark' }[] = [
  { screen: 'desk', scheme: 'light' },
  { screen: 'desk', scheme: 'dark' },
  { screen: 'phone', scheme: 'light' },
  { screen: 'phone', scheme: 'dark' },
]

/** A demo company in a folder of its own, ready to be looked at. */
async function demoCompany() {
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-shots-'))
  const product = await start({ ...config(), port: 0, host: '127.0.0.1', dataDir }, { demo: true })
  for (let waited = 0; ; waited++) {
    const { demo } = await ask<{ demo: string }>(product.url, 'accounts/welcome')
    if (demo === 'ready') break
    if (waited > 480) throw new Error('the demo company was not ready within four minutes')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return {
    url: product.url,
    async close() {
      await product.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function ask<Answer>(url: string, procedure: string, input?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/api/public/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: input }),
  })
  return ((await response.json()) as { json: Answer }).json
}

/** Takes every picture of one person on one screen, and checks each page on the way. */
async function look(
  browser: Browser,
  url: string,
  role: Role,
  { screen, scheme }: (typeof looks)[number],
  wanted: Picture[],
): Promise<string[]> {
  const window = await openWindow(browser, { screen, scheme, baseURL: url })
  const page = await window.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`))
  if (role !== 'nobody') {
    const picks = await ask<{ personId: string; role: { en: string } }[]>(url, 'joining/demoPicks')
    const pick = picks.find((one) => one.role.en === picked[role])
    if (!pick) throw new Error(`the demo company has nobody to look as ${role}`)
    await page.request.post('/api/public/joining/enterDemo', {
      data: { json: { personId: pick.personId } },
      headers: { origin: url },
    })
  }
  for (const picture of wanted.filter((one) => one.as === role)) {
    const name = `${picture.name}-${screen}-${scheme}`
    try {
      await page.goto(picture.path, { waitUntil: 'load' })
      await page.locator('h1').first().waitFor({ timeout: 10_000 })
      await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {}) // the live stream never rests
      await picture.reach?.(page)
      await page.locator('h1').first().waitFor({ timeout: 10_000 })
      await page
        .locator('.mantine-Skeleton-root')
        .first()
        .waitFor({ state: 'detached', timeout: 5_000 })
        .catch(() => {})
      await shot(page, name)
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      if (isWide) troubles.push(`${name}: the page is wider than the screen`)
      await expectAccessible(page, name, { anew: true })
    } catch (error) {
      troubles.push(`${name}: ${(error as Error).message.split('\n').slice(0, 12).join('\n')}`)
    }
  }
  await window.close()
  return troubles
}

if (import.meta.main) {
  const only = process.argv.slice(2)
  const wanted =
    only.length > 0 ? pictures.filter((picture) => only.includes(picture.name)) : pictures
  const company = await demoCompany()
  const browser = await openBrowser()
  const troubles: string[] = []
  for (const role of new Set(wanted.map((picture) => picture.as)))
    for (const view of looks)
      troubles.push(...(await look(browser, company.url, role, view, wanted)))
  await browser.close()
  await company.close()
  for (const trouble of troubles) process.stderr.write(`${trouble}\n`)
  process.stdout.write(
    `${wanted.length * looks.length} pictures in shots/, ${troubles.length} troubles\n`,
  )
  process.exit(troubles.length > 0 ? 1 : 0)
}
