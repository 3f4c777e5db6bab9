import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { start } from '../../app/main.ts'
import { openServices, type Services } from '../../app/services.ts'
import { config } from '../../platform/config.ts'
import {
  expectAccessible,
  openBrowser,
  openWindow,
  type screens,
  shot,
} from '../support/browser.ts'
import { lend, type Lent } from '../support/databases.ts'
import { seedPartOfDemo } from '../support/demo.ts'
import { atTheEnd } from '../support/server.ts'
import { companyIn, type Home, listenTo } from '../trust/journeys.ts'

/** How long a person would wait for a page before giving up; generous, because tests share machines. */
const patience = 30_000

/** The product as it is started for real, on a database of its own. */
export interface House {
  /** Where it answers; known once the first chapter begins. */
  readonly url: string
  /** A window of a browser in which nobody is signed in yet; `language` is the browser's, Chinese unless told. */
  visitor(
    screen?: keyof typeof screens,
    scheme?: 'light' | 'dark',
    language?: string,
  ): Promise<Page>
  /** Makes the better part of the demo company, as a second program on the same database would. */
  makeDemo(): Promise<void>
  /** The same with the company in it, where others ask again what its pages asked. */
  home(): Promise<Home>
}

/** Everybody's password in the journeys. */
export const password = '两把椅子，隔着一张桌子'

/** What the browser complained about on any page so far, each with its address. */
const complaints: string[] = []
const windows: BrowserContext[] = []

/** One browser for the whole run. */
let opening: Promise<Browser> | null = null
const theBrowser = () =>
  (opening ??= openBrowser().then((browser) => {
    // A browser that does not want to go must not hold up the verdict; it ends with this process.
    atTheEnd(() => Promise.race([browser.close(), pause(5_000)]))
    return browser
  }))

/**
 * Starts the whole product before the suite it is called in, and stops it afterwards. Its database is
 * on the server of the test run.
 */
export function openHouse(): House {
  let product: Awaited<ReturnType<typeof start>>
  let dataDir: string
  let database: Lent
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cuxi-journey-'))
    database = await lend()
    const databaseUrl = database.url
    product = await start({ ...config({}), port: 0, host: '127.0.0.1', dataDir, databaseUrl })
  })
  const opened: Services[] = []
  const open = async () => {
    const services = await openServices({ ...config({}), dataDir, port: 0 }, database.url)
    opened.push(services)
    return services
  }
  after(async () => {
    await closeWindows()
    for (const services of opened) await services.close()
    await product.stop()
    await database.giveBack()
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    get url() {
      return product.url
    },
    visitor: (...looks) => visitorOf(product.url, ...looks),
    async makeDemo() {
      await seedPartOfDemo(await open())
    },
    home: async () => ({ url: product.url, company: await companyIn(await open()) }),
  }
}

/** A window of a browser in which nobody is signed in yet, at any address. */
export async function visitorOf(
  baseURL: string,
  screen: keyof typeof screens = 'desk',
  scheme: 'light' | 'dark' = 'light',
  language = 'zh-CN',
): Promise<Page> {
  const window = await openWindow(await theBrowser(), { screen, scheme, language, baseURL })
  windows.push(window)
  const page = await window.newPage()
  page.setDefaultTimeout(patience)
  listenTo(page)
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (line) => {
    if (line.type() === 'error' && !isAnswer(line.text()))
      complaints.push(`${page.url()}: ${line.text()}`)
  })
  return page
}

/** Closes every window there is. */
export async function closeWindows() {
  for (const window of windows.splice(0)) await window.close()
}

// The browser reports every refused request; a refusal is an answer, and the page shows it.
const isAnswer = (text: string) => /Failed to load resource/.test(text)

/**
 * Chapters of one story: told in order, and the rest is left out once one has failed, unless it
 * `goesOn`. Pictures of all open windows are kept then.
 */
export function story({ goesOn = false } = {}) {
  let brokenAt: string | null = null
  return (name: string, tell: () => Promise<void>) =>
    test(name, async (t) => {
      if (brokenAt) return t.skip(`because of “${brokenAt}”`)
      try {
        await tell()
      } catch (error) {
        if (!goesOn) brokenAt = name
        t.diagnostic(`pictures in ${await keepPictures(name)}`)
        throw new Error(`${String(error)}\n${await whatStands()}`, { cause: error })
      }
    })
}

async function keepPictures(name: string): Promise<string> {
  const folder = join(tmpdir(), 'cuxi-journeys', name.replaceAll(/\W+/g, '-'))
  await mkdir(folder, { recursive: true })
  const pages = windows.flatMap((window) => window.pages())
  for (const [at, page] of pages.entries())
    await page
      .screenshot({ path: join(folder, `${at}.png`), fullPage: true, timeout: 5_000 })
      .catch(() => {})
  return folder
}

/** Where every window is and what can be read there, for whoever reads only the log of a failed run. */
async function whatStands(): Promise<string> {
  const pages = windows.flatMap((window) => window.pages())
  const said = pages.map(async (page) => {
    const words = await page
      .locator('body')
      .innerText({ timeout: 5_000 })
      .catch(() => '(no answer)')
    return `${page.url()} says: ${words.replaceAll(/\s+/g, ' ').slice(0, 600)}`
  })
  return (await Promise.all(said)).join('\n')
}

/** Nothing was thrown and nothing logged as an error on any page since the last time somebody asked. */
export function expectQuiet() {
  const heard = complaints.splice(0)
  assert.deepEqual(heard, [], heard.join('\n'))
}

/** The page has come to rest: its heading stands and nothing is being fetched for the first time. */
export async function settled(page: Page) {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
}

/**
 * A page as one should find it: at rest, readable for everybody, no wider than the screen.
 * `CUXI_PICTURES` names a folder that gets a picture of each; then every text's contrast is compared, too.
 */
export async function expectSound(page: Page, where: string) {
  await settled(page)
  const folder = process.env.CUXI_PICTURES
  if (folder) await shot(page, where.replaceAll(/[^\p{L}\d]+/gu, '-'), folder)
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(excess <= 0, `${where} is ${excess} px wider than the screen`)
  await expectAccessible(page, where, { anew: Boolean(folder) })
}
