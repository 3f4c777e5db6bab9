import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { start } from '../../app/main.ts'
import { openServices } from '../../app/services.ts'
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

/** How long a person would wait for a page before giving up; generous, because tests share machines. */
const patience = 30_000

/** The product as it is started for real, on a database of its own. */
export interface House {
  /** Where it answers; known once the first chapter begins. */
  readonly url: string
  /** A window of a browser in which nobody is signed in yet. */
  visitor(screen?: keyof typeof screens, scheme?: 'light' | 'dark'): Promise<Page>
  /** Makes the better part of the demo company, as a second program on the same database would. */
  makeDemo(): Promise<void>
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
  after(async () => {
    await closeWindows()
    await product.stop()
    await database.giveBack()
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    get url() {
      return product.url
    },
    visitor: (screen, scheme) => visitorOf(product.url, screen, scheme),
    async makeDemo() {
      const services = await openServices({ ...config({}), dataDir, port: 0 }, database.url)
      await seedPartOfDemo(services).finally(() => services.close())
    },
  }
}

/** A window of a browser in which nobody is signed in yet, at any address. */
export async function visitorOf(
  baseURL: string,
  screen: keyof typeof screens = 'desk',
  scheme: 'light' | 'dark' = 'light',
): Promise<Page> {
  const window = await openWindow(await theBrowser(), { screen, scheme, baseURL })
  windows.push(window)
  const page = await window.newPage()
  page.setDefaultTimeout(patience)
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

const button = (page: Page | Locator, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const dialog = (page: Page) => page.getByRole('dialog')

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

const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 720

/** A question of a form, by its words. */
const question = (page: Page, words: RegExp) => page.getByRole('group', { name: words }).first()

/** On a phone a form comes section by section. */
async function turnTo(page: Page, section: string) {
  if (!isPhone(page)) return
  await button(page, `下一部分：${section}`).click()
  await page.getByRole('heading', { level: 2, name: section }).waitFor()
}

/** Adds an entry to the list of a question. @returns where its fields are. */
async function newEntry(asked: Locator, add: string): Promise<Locator> {
  await button(asked, `＋ ${add}`).click()
  return asked.getByRole('list').first().getByRole('listitem').last()
}

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

/** Saves what the button gives. @returns the file's name and bytes. */
export async function download(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, name).click()])
  const parts: Buffer[] = []
  for await (const part of await file.createReadStream()) parts.push(part as Buffer)
  return { name: file.suggestedFilename(), bytes: Buffer.concat(parts) }
}

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
    await page
      .getByRole('option', { name: new RegExp(line.standsFor) })
      .first()
      .click()
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
