import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { expectAccessible, openBrowser } from '../../../../test/support/browser.ts'

const house = resolve(import.meta.dirname, '../../../..')

// The form alone on a page, with a server that answers every save.
const page = `
import '@mantine/core/styles.css'
import '${house}/app/web/tokens.css'
import '${house}/ui/base.css'
import { createRoot } from 'react-dom/client'
import { MantineProvider } from '@mantine/core'
import { createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import ui from '${house}/locales/zh-CN/ui.json'
import templates from '${house}/locales/zh-CN/templates.json'
import { theme, cssVariablesResolver } from '${house}/app/web/theme.ts'
import { Toasts } from '${house}/ui/toasts.tsx'
import { annualResult } from '${house}/features/templates/library/annualResult/index.ts'
import { followUp } from '${house}/features/templates/library/followUp.ts'
import { goalSetting } from '${house}/features/templates/library/goalSetting.ts'
import { midReview } from '${house}/features/templates/library/midReview.ts'
import { pip } from '${house}/features/templates/library/pip.ts'
import { blocks } from '${house}/features/templates/blocks/rules.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { queryClient } from '${house}/ui/api.ts'
import { PartForm } from '${house}/features/templates/pages/form/PartForm.tsx'

await i18next.use(initReactI18next).init({ lng: 'zh-CN', resources: { 'zh-CN': { translation: { ui, templates } } }, interpolation: { escapeValue: false } })
const story = (window.story = { saved: [], handedIn: 0 })
const asked = new URLSearchParams(location.search)
const part = asked.get('part')
const reckoning = { ...followUp, sections: [{ key: 'figures', part: 'self', label: { zh: '指标', en: 'Figures' }, fields: blocks.flatMap(({ key, fields }) => ['planTable', 'indicators.shopFloor'].includes(key) ? fields.map((field) => ({ ...field, writer: 'employee', required: true })) : []) }] }
const template = { annualResult, followUp, goalSetting, midReview, pip, reckoning }[asked.get('template') ?? 'annualResult']
const save = {
  procedure: { call: async (input) => (story.saved.push(input), { version: input.version + 1 }), key: () => [['story', 'save']] },
  input: (field, value, version) => ({ field, value, version }),
}
const rating = { value: 4, notRated: false, case: '6 月换模', nextLevel: '带会一名新人' }
const answers = Object.fromEntries([...annualResult.dimensions.map(({ key }) => ['rating.' + key, { value: rating, version: 1 }]), ['summary', { value: '这一年最不容易的是迁移那两个月，你守了三个夜班。', version: 1 }]])
const Form = () => (
  <main>
    <h1>准备</h1>
    <PartForm formId={'story.' + part} template={template} part={part} writer={part === 'self' ? 'employee' : 'manager'} names={{ employee: '陈一鸣', manager: '周晓岚' }} answers={answers} save={save} citable={() => [{ kind: 'goal', text: '返工率', ref: '01890a5d-ac96-774b-bcce-b302099a8057' }]} submit={{ label: '交上去', onSubmit: () => story.handedIn++ }} />
    <Toasts />
  </main>
)
document.title = 'story'
document.documentElement.lang = 'zh-CN'
createRoot(document.getElementById('root')).render(
  <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver}>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={createRouter({ routeTree: createRootRoute({ component: Form }) })} />
    </QueryClientProvider>
  </MantineProvider>,
)
`

let folder: string
let browser: Browser
let address: string
const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? '/', 'http://x').pathname
  const type = path.endsWith('.js')
    ? 'text/javascript'
    : path.endsWith('.css')
      ? 'text/css'
      : 'text/html'
  const file = path.startsWith('/assets/') ? path : '/index.html'
  response.setHeader('content-type', type).end(await readFile(join(folder, 'dist', file)))
})

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuxi-form-'))
  await symlink(join(house, 'node_modules'), join(folder, 'node_modules'), 'junction')
  await writeFile(join(folder, 'main.tsx'), page)
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><meta name="viewport" content="width=device-width"><div id="root"></div><script type="module" src="/main.tsx"></script>',
  )
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { target: 'esnext', minify: false, outDir: join(folder, 'dist') },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

const opened = async (part: string, width: number, template = 'annualResult'): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' })
  const tab = await context.newPage()
  await tab.goto(`${address}/?part=${part}&template=${template}`)
  await tab.getByRole('heading', { name: '准备' }).waitFor()
  return tab
}
const story = (tab: Page) =>
  tab.evaluate(
    () =>
      (
        globalThis as unknown as {
          story: { saved: { field: string; value: unknown[] }[]; handedIn: number }
        }
      ).story,
  )
const focused = (tab: Page) =>
  tab.evaluate(() => (document.activeElement as HTMLTextAreaElement | null)?.value)

test('three strengths are written without leaving the keyboard', async () => {
  const tab = await opened('manager', 1280)
  const strengths = tab.locator('#field-strengths')
  await strengths.getByRole('button', { name: '再写一条' }).click()
  await tab.keyboard.type('换模从 52 分钟降到 38 分钟')
  await tab.keyboard.press('Enter')
  await tab.keyboard.type('带会两名新人')
  await tab.keyboard.press('Alt+ArrowUp')
  assert.equal(await focused(tab), '带会两名新人')
  assert.deepEqual(
    await strengths
      .locator('[data-first]')
      .evaluateAll((all) => all.map((each) => (each as HTMLTextAreaElement).value)),
    ['带会两名新人', '换模从 52 分钟降到 38 分钟'],
  )
  await tab.keyboard.press('Enter')
  assert.equal(await strengths.getByRole('listitem').count(), 3)
  await tab.keyboard.press('Backspace')
  assert.equal(await strengths.getByRole('listitem').count(), 2)
  assert.equal(await strengths.getByText('2 / 3').isVisible(), true)
  await strengths.getByText(/^已保存/).waitFor()
  assert.equal((await story(tab)).saved.at(-1)?.value.length, 2)
})

test('Enter that picks a word from the Chinese input method adds no entry', async () => {
  const tab = await opened('manager', 1280)
  const gaps = tab.locator('#field-gaps')
  await gaps.getByRole('button', { name: '再写一条' }).click()
  await gaps
    .locator('[data-first]')
    .evaluate((place) =>
      place.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }),
      ),
    )
  assert.equal(await gaps.getByRole('listitem').count(), 1)
})

test('a part that is not complete says what is missing and leads there; complete, it is handed in once', async () => {
  const tab = await opened('manager', 1280)
  await tab.getByRole('button', { name: '交上去' }).click()
  const left = tab.getByRole('alert')
  await left.getByText('还差 3 处').waitFor()
  await expectAccessible(tab)
  await left.getByRole('link', { name: '三个支持：写了 0 条，要 3 条' }).click()
  await tab.waitForFunction(
    () => document.activeElement?.closest('[id^=field]')?.id === 'field-supports',
  )
  assert.equal((await story(tab)).handedIn, 0)

  for (const field of ['strengths', 'gaps', 'supports']) {
    for (const n of [1, 2, 3]) {
      await tab.locator(`#field-${field}`).getByRole('button', { name: '再写一条' }).click()
      await tab.keyboard.type(`第 ${n} 条`)
      if (field === 'supports') continue
      await tab
        .locator(`#field-${field}`)
        .getByPlaceholder('哪一次、发生了什么、影响了谁')
        .nth(n - 1)
        .fill('6 月 3 日夜班')
    }
  }
  await tab.getByRole('button', { name: '交上去' }).click()
  await tab.waitForFunction(
    () => (globalThis as unknown as { story: { handedIn: number } }).story.handedIn === 1,
  )
})

test('an impression becomes a case when a fact is cited', async () => {
  const tab = await opened('manager', 1280)
  const strengths = tab.locator('#field-strengths')
  await strengths.getByRole('button', { name: '再写一条' }).click()
  await tab.keyboard.type('返工少了一半')
  await strengths.getByText('仅印象').waitFor()
  await strengths.getByRole('button', { name: '引用事实' }).click()
  await tab.getByRole('menuitem', { name: /返工率/ }).click()
  await strengths.getByText('仅印象').waitFor({ state: 'detached' })
})

test('on a phone one goes section by section, and a reload stays where one was', async () => {
  const tab = await opened('self', 360)
  await tab.getByText('第 1 / 5 部分').waitFor()
  await tab.getByRole('button', { name: '下一部分：亮点与成绩' }).click()
  await tab.getByText('第 2 / 5 部分').waitFor()
  await tab.reload()
  await tab.getByText('第 2 / 5 部分').waitFor()
  assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 360)
  await expectAccessible(tab)
  assert.equal(
    await tab.getByText('周晓岚现在看不到。你们都交齐后，两边同时打开。').isVisible(),
    true,
  )
})

test('a table reckons while one writes, and says why where it cannot', async () => {
  const tab = await opened('self', 360, 'reckoning')
  const table = tab.locator('#field-indicators')
  await table.getByRole('button', { name: '加一行' }).click()
  await tab.keyboard.type('产量')
  await table.getByLabel('目标').fill('400')
  await table.getByText('还缺“实际”').first().waitFor()
  await table.getByLabel('实际').fill('385')
  await table.getByText('96.3 %').waitFor()
  await table.getByLabel('目标').fill('0')
  await table.getByText('除数是 0').waitFor()
  await table.getByText('四舍五入到小数点后 1 位', { exact: false }).waitFor()
  await table.getByText(/^已保存/).waitFor()
  const saved = (await story(tab)).saved.findLast(({ field }) => field === 'indicators')
  assert.deepEqual((saved?.value as { cells: unknown }[] | undefined)?.[0]?.cells, {
    name: '产量',
    target: 0,
    actual: 385,
  })
  assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 360)
  await expectAccessible(tab)
})

test('rows a template gives stay where they are; each lacks what it asks for, by name', async () => {
  const tab = await opened('self', 1280, 'reckoning')
  const table = tab.locator('#field-indicatorsShopFloor')
  assert.equal(await table.getByRole('listitem').count(), 5)
  assert.equal(await table.getByRole('button', { name: /^删除/ }).count(), 0)
  await table.getByText('一次合格率（%）').waitFor()
  await tab.getByRole('button', { name: '交上去' }).click()
  await tab
    .getByRole('link', { name: /第 1 行还没填“实际”/ })
    .first()
    .click()
  await tab.waitForFunction(
    () => document.activeElement?.closest('[id^=field]')?.id === 'field-indicatorsShopFloor',
  )
  await expectAccessible(tab)
})

test('a step is chosen by keyboard and reads as words', async () => {
  const tab = await opened('self', 360, 'midReview')
  const step = tab.locator('#field-selfConfidence')
  await step.getByRole('radio', { name: /^4/ }).focus()
  await tab.keyboard.press('Space')
  await step.getByText('照现在的节奏能到').first().waitFor()
  await expectAccessible(tab)
})

test('feedback is written in four sentences, each asked for', async () => {
  const tab = await opened('manager', 360, 'followUp')
  const praise = tab.locator('#field-praise')
  await praise.getByRole('button', { name: '写一条反馈' }).click()
  await tab.keyboard.type('你把换模 14 步拍成了视频')
  for (const label of ['影响：给谁带来了什么', '建议：接下来可以怎样'])
    await praise.getByLabel(label).fill('写了')
  await tab.locator('#field-owed').getByRole('textbox').fill('夹具到货了')
  await tab.getByRole('button', { name: '交上去' }).click()
  await tab.getByRole('link', { name: /还没写一句感谢或信任/ }).waitFor()
  assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 360)
  await expectAccessible(tab)
})

test('an improvement plan says how complete it is, and that signing is not consent', async () => {
  const tab = await opened('agreement', 1280, 'pip')
  await tab.getByText('完整度 0 / 15').waitFor()
  await tab.locator('#field-ifMet').getByRole('textbox').fill('这件事就此结束，不再翻旧账')
  await tab.getByText('完整度 1 / 15').waitFor()
  await tab.getByText('签字只表示看过、谈过').waitFor()
  await tab.getByLabel(/日常帮他的人/).waitFor()
  await expectAccessible(tab)
})
