import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'node:test'
import type { Page } from 'playwright-core'
import { expectQuiet, expectSound, type House, openHouse, settled, story } from './house.ts'
import { repeatAsOthers } from '../trust/journeys.ts'

type Visitor = 'nobody' | '员工' | '员工（写自评）' | '班组长' | '经理' | 'HR' | '行政' | '审计'

/** From an address, or a page reached so, to a page one reaches from it by a click. */
interface Way {
  from: string | Way
  click: string
  /** What comes behind the address reached, such as a tab. */
  then?: string
  /** A button to press there, such as one that opens a dialog. */
  press?: RegExp
}

const talk: Way = { from: '/conversations', click: 'main a[href^="/conversations/01"]' }
const record: Way = { from: '/archive', click: 'main a[href$="/record"]' }
const cycle: Way = { from: '/cycles', click: 'main a[href^="/cycles/01"]' }
const person: Way = { from: '/org', click: 'main a[href^="/people/"]' }
/** Somebody further down, about whom HR may decide. */
const worker: Way = { from: '/org', click: 'main a[href^="/people/"] >> nth=4' }

/** Every page of the site, as the people who have a use for it. */
const pages: Record<Visitor, (string | Way)[]> = {
  nobody: ['/welcome', '/sign-in', '/verify', '/invite/nobody.knows', '/unsubscribe/nobody.knows'],
  员工: [
    '/',
    '/conversations',
    talk,
    '/commitments',
    '/settings',
    '/settings/access',
    '/settings/reminders',
    {
      from: '/settings',
      click: 'main a[href="/settings/my-data"]',
      press: /^(下载全部（ZIP）|Download everything \(ZIP\))$/,
    },
    { ...talk, then: '/access' },
    '/nowhere',
  ],
  '员工（写自评）': [talk],
  班组长: ['/', '/conversations', talk],
  经理: [
    '/',
    talk,
    { ...talk, then: '/live' },
    '/commitments?view=team',
    '/settings/delegation',
    {
      from: '/settings',
      click: 'main a[href="/settings/delegation"]',
      press: /^(请人代谈|Ask someone)$/,
    },
  ],
  HR: [
    '/',
    '/cycles',
    '/cycles/new',
    '/cycles/year',
    cycle,
    { ...cycle, then: '/nudge' },
    { ...cycle, then: '/fullness' },
    { ...cycle, then: '/standard' },
    '/cycles/standard',
    '/cycles/mechanism',
    '/cycles/indicators',
    '/surveys',
    { from: '/surveys', click: 'main a[href^="/surveys/01"]' },
    '/design',
    '/design/flows',
    '/design/packs',
    '/archive',
    '/checkpoints',
    '/org',
    person,
    { ...person, then: '/evidence' },
    { ...worker, then: '/evidence' },
    '/org/import',
    '/org/doubles',
    '/conversations/countersign',
    '/settings/self-check',
    '/settings/calendar',
    '/settings/modules',
    '/audit',
    '/emergencies',
    '/interventions',
    { from: '/interventions', click: 'main a[href^="/interventions/01"]' },
    {
      from: '/interventions',
      click: 'main a[href="/interventions/marks"]',
      press: /^(做标记|Set a mark)$/,
    },
    '/design/interventions',
  ],
  行政: ['/rooms'],
  审计: [
    '/',
    '/audit',
    '/settings/channels',
    '/archive',
    record,
    { from: record, click: 'main a[href$="/talks"]' },
    { ...record, press: /^(导出节录|Export an excerpt)$/ },
  ],
}

describe('every page of the site', () => {
  const house = openHouse()
  const chapter = story({ goesOn: true })
  const visitors = Object.keys(pages) as Visitor[]

  chapter('the demo company is made while one waits', async () => {
    const page = await house.visitor()
    const made = house.makeDemo()
    const waiting = page.getByText('正在写入示例公司')
    do await page.goto('/welcome').then(() => settled(page))
    while (!(await waiting.isVisible()))
    await expectSound(page, 'the demo company on its way')
    await made
    await page.getByText('选一个身份进去看看').waitFor()
  })

  const looks = [
    { screen: 'desk', scheme: 'light', language: 'zh-CN' },
    { screen: 'phone', scheme: 'dark', language: 'en' },
  ] as const

  for (const look of looks)
    for (const visitor of visitors)
      chapter(`${visitor}: ${look.screen}, ${look.scheme}, ${look.language}`, async () => {
        const page = await house.visitor(look.screen, look.scheme)
        await page.addInitScript(
          (language) => localStorage.setItem('cuxi.locale', language),
          look.language,
        )
        if (visitor !== 'nobody') await enter(house, page, visitor)
        const troubles: string[] = []
        for (const place of pages[visitor])
          try {
            const where = await reach(page, place)
            await expectSound(page, `${where} for ${visitor} (${look.screen}, ${look.scheme})`)
            if (look.language === 'en') await expectEnglish(page, where)
          } catch (error) {
            troubles.push(`${JSON.stringify(place)}: ${(error as Error).message}`)
          }
        await page.context().close()
        assert.deepEqual(troubles, [], troubles.join('\n\n'))
        expectQuiet()
      })

  chapter('an address that leads nowhere says so, among the places of who came', async () => {
    const talk = '/conversations/00000000-0000-4000-8000-000000000000'
    for (const screen of ['desk', 'phone'] as const) {
      const page = await house.visitor(screen)
      await enter(house, page, '员工')
      for (const address of ['/nowhere', '/settings/nowhere', '/audit', talk, `${talk}/live`]) {
        await page.goto(address)
        await page.getByRole('heading', { level: 1, name: '没有找到这一页' }).waitFor()
        await page.getByRole('navigation', { name: '主导航' }).waitFor()
        await expectSound(page, `${address}, which is not there (${screen})`)
      }
      await page.getByRole('main').getByRole('link', { name: '回到今日' }).click()
      await page.getByRole('heading', { level: 1, name: /好，|夜深了/ }).waitFor()
    }
  })

  chapter('to a stranger it says so under the seal, without a place inside', async () => {
    const page = await house.visitor()
    await page.goto('/nowhere')
    await page.getByRole('banner').getByText('促膝').last().waitFor()
    assert.equal(await page.getByRole('navigation').count(), 0)
    await expectSound(page, 'an address that is not there, for a stranger')
    await page.getByRole('link', { name: '回到首页' }).click()
    await page.getByText('选一个身份进去看看').waitFor()
  })

  chapter('a reason that cannot be taken stays where it was written, with why', async () => {
    const page = await house.visitor()
    await enter(house, page, 'HR')
    await reach(page, record)
    const field = page.locator('main form textarea')
    await field.waitFor()
    // Half of a sign, as a text has that was cut off within one.
    await field.evaluate((area) => {
      const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!
      set!.call(area, '核对年度面谈的记录\ud83d')
      area.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await page.locator('main form button[type=submit]').click()
    await page.locator('textarea[aria-invalid=true]').waitFor()
    assert.match(await field.inputValue(), /^核对年度面谈的记录/)
    await expectSound(page, 'a refused reason')
  })
  repeatAsOthers(() => house.home())
})

async function enter(house: House, page: Page, visitor: Visitor) {
  const answer = await page.request.post('/api/public/joining/demoPicks', {
    data: {},
    headers: { origin: house.url },
  })
  const { json } = (await answer.json()) as {
    json: { personId: string; role: { zh: string } }[]
  }
  const pick = json.find(({ role }) => role.zh === visitor)
  assert.ok(pick, `nobody can be visited as ${visitor}`)
  const entered = await page.request.post('/api/public/joining/enterDemo', {
    data: { json: { personId: pick.personId } },
    headers: { origin: house.url },
  })
  assert.ok(entered.ok())
}

async function reach(page: Page, place: string | Way): Promise<string> {
  if (typeof place === 'string') {
    await turnTo(page, place)
    return place
  }
  await reach(page, place.from)
  const link = page.locator(place.click).first()
  await link.waitFor()
  const to = `${await link.getAttribute('href')}${place.then ?? ''}`
  await turnTo(page, to)
  if (!place.press) return to
  await page.getByRole('button', { name: place.press }).click()
  await page.getByRole('dialog').waitFor()
  await settled(page)
  return `${to} ${place.press}`
}

/** Goes there as a click on a link does; only the first page of a window is loaded. */
async function turnTo(page: Page, address: string) {
  if (page.url() === 'about:blank') await page.goto(address)
  else
    await page.evaluate(async (href) => {
      type Router = { navigate(to: { href: string }): Promise<void> }
      const router = (globalThis as unknown as { __TSR_ROUTER__: Router }).__TSR_ROUTER__
      await router.navigate({ href })
    }, address)
  await settled(page)
}

/** Every Chinese sentence of the catalogue that has no place for a name or number in it. */
const chinese = new Set(
  readdirSync(join(import.meta.dirname, '..', '..', 'locales', 'zh-CN'))
    .map((file) =>
      JSON.parse(
        readFileSync(join(import.meta.dirname, '..', '..', 'locales', 'zh-CN', file), 'utf8'),
      ),
    )
    .flatMap(textsOf)
    .filter((text) => text.length > 3 && /\p{Script=Han}/u.test(text)),
)

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value.trim()]
  return value && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : []
}

/** The product's own words are English; what people wrote, and sealed records, stay as they are. */
async function expectEnglish(page: Page, where: string) {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    const isRecord = (element: Element | null) => Boolean(element?.closest('body [lang]'))
    while (walker.nextNode())
      if (!isRecord(walker.currentNode.parentElement))
        found.push(walker.currentNode.textContent?.trim() ?? '')
    const named = [...document.querySelectorAll('[aria-label], [placeholder], [title]')]
    for (const element of named.filter((each) => !isRecord(each)))
      for (const name of ['aria-label', 'placeholder', 'title'])
        found.push(element.getAttribute(name) ?? '')
    return found
  })
  assert.deepEqual(
    texts.filter((text) => chinese.has(text)),
    [],
    `${where} speaks Chinese in English`,
  )
}
