import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { newId } from '../../platform/ids.ts'
import { signedInAt, visitorAt, type Visitor } from '../support/http.ts'
import { answersTo } from '../support/talks.ts'
import { factoryRoster } from './roster.ts'
import { foundOrganization, importRoster, signIn } from './arriving.ts'
import { expectQuiet, expectSound, openHouse, password, settled, story } from './house.ts'
import { repeatAsOthers } from '../trust/journeys.ts'
import { pick, saved } from './page.ts'

const factory = factoryRoster()
const { boss, lead, untouched, opened, member, newcomer } = factory
const everybody = factory.people.toLocaleString('en')
const title = '班组长月谈'
const cycle = '十二月沟通'
/** What is asked from the beginning, after the pilot, of whoever had not begun, and of all that had not met. */
const asked = ['班组里谁最该被看见', '下个月谁要请假', '夜班缺不缺人', '备件够不够用'] as const

describe('HR makes a talk for team leads and launches it for 1,192 people', () => {
  const house = openHouse()
  const chapter = story()
  let hr: Page
  let manager: Page
  let phone: Page
  let office: Visitor
  const ids = new Map<string, string>()

  const button = (where: Page | Locator, name: string | RegExp) =>
    where.getByRole('button', { name, exact: typeof name === 'string' }).first()
  const choose = async (where: Page | Locator, label: string, option: string | RegExp) => {
    await where.getByRole('combobox', { name: label }).last().click()
    await pick(hr, option)
  }
  const next = (step: string) => button(hr, `下一步：${step}`).click()
  const panel = () => hr.locator('[data-panel]')
  /** Adds a required question to a section, in both languages. */
  const ask = async (words: string, section: 'selfNotes' | 'managerNotes') => {
    await hr.locator(`[data-place="section.${section}"]`).click()
    await button(hr, '加字段').click()
    await button(hr.getByRole('dialog'), /^一行字/).click()
    await panel().getByRole('textbox', { name: '问题（中文）', exact: true }).fill(words)
    await panel().getByRole('textbox', { name: '问题（英文）', exact: true }).fill(`${words} (en)`)
    await panel().getByRole('switch', { name: '必填' }).press('Space')
    await saved(hr)
  }
  /** A next version with one more question, and what becomes of the talks under way (E19). */
  const askMore = async (
    words: string,
    section: Parameters<typeof ask>[1],
    answer: RegExp,
    reason?: string,
  ) => {
    await hr.goto('/design')
    await hr.getByRole('link', { name: new RegExp(title) }).click()
    await button(hr, '写下一版').click()
    await ask(words, section)
    await button(hr, '发布…').click()
    const dialog = hr.getByRole('dialog')
    await dialog.getByText(`“${words}”`).first().waitFor()
    await dialog.getByRole('row', { name: new RegExp(cycle) }).waitFor()
    await dialog.getByRole('radio', { name: answer }).check()
    if (reason) await dialog.getByRole('textbox', { name: '为什么要换' }).fill(reason)
    await expectSound(hr, `a field added while talks run: ${words}`)
    await button(dialog, '发布').click()
    await hr.waitForURL(({ pathname }) => pathname === '/design')
  }
  const openCycle = async () => {
    await hr.goto('/cycles')
    await hr.getByRole('main').getByRole('link', { name: cycle }).click()
    await hr.waitForURL(({ pathname }) => pathname.startsWith('/cycles/'))
  }
  /** The talk a manager has with somebody, by name. */
  const talkWith = async (no: string, name: string) => {
    const { api } = await signedInAt(house.url, no, password)
    const { items } = await api.conversations.list({ view: 'manager', text: name })
    return items.find(({ employee }) => employee.name === name)!.id
  }
  /** Which of the questions somebody meets in a talk, by number. */
  const reached = async ({ no, name }: { no: string; name: string }, as: Page, all: number[]) => {
    const last = asked[all.at(-1) ?? -1]
    await as.goto(`/conversations/${ids.get(no)}`)
    await settled(as)
    if (last) await as.getByText(last).first().waitFor()
    const met: number[] = []
    for (const [at, words] of asked.entries())
      if ((await as.getByText(words).count()) > 0) met.push(at)
    assert.deepEqual(met, all, `the talk of ${name}`)
  }
  /** Hands a part in with something in every field, as its author at another device. */
  const handIn = async (no: string, id: string, part: 'self' | 'manager') => {
    const { api } = await signedInAt(house.url, no, password)
    const { body } = (await api.conversations.get({ id })).template
    const answers = answersTo(body, part, '写得具体一点').map(({ fieldKey, value, version }) => ({
      fieldKey,
      value,
      version,
    }))
    await api.conversations.saveAnswers({ id, part, answers, submit: true, clientId: newId() })
  }

  chapter('an organization of 1,192 comes from one file', async () => {
    hr = await house.visitor()
    await foundOrganization(hr, '海汐电机', '许宁')
    // Nobody has led a shift here before: the level is as new as its people.
    const addLevel = async () => {
      await button(hr, '全部加为新层级').click()
      await button(hr, `写入 ${everybody} 人`).waitFor()
    }
    const written = await importRoster(hr, factory.fileName, factory.bytes, addLevel)
    assert.equal(written, factory.people)
    office = await signedInAt(house.url, 'HR001', password)
    const people = [boss, lead, untouched, opened, newcomer]
    const { found } = await office.api.cycles.peopleByNumbers({
      numbers: people.map(({ no }) => no),
    })
    for (const { id } of found) {
      const { token } = await office.api.org.invite({ id })
      const accepted = { token, password, locale: 'zh-CN' } as const
      await visitorAt(house.url).stranger.joining.acceptInvitation(accepted)
    }
  })

  chapter('HR copies the monthly talk, and asks team leads one thing more', async () => {
    await hr.goto('/design?template=monthly')
    await button(hr, '复制一份来改').click()
    await panel().getByRole('textbox', { name: '模板名称（中文）' }).fill(title)
    await panel().getByRole('textbox', { name: '模板名称（英文）' }).fill('Monthly for team leads')
    await ask(asked[0], 'selfNotes')
    await expectSound(hr, 'a question for team leads')
    await button(hr, '发布…').click()
    await button(hr.getByRole('dialog'), '发布').click()
    await hr.waitForURL(({ pathname }) => pathname === '/design')
    await hr.getByRole('heading', { name: title }).waitFor()
  })

  chapter('and copies the flow, with a word to the manager’s manager', async () => {
    await hr.goto('/design/flows')
    await settled(hr)
    const card = hr.locator('section', {
      has: hr.getByRole('heading', { name: '月度', exact: true }),
    })
    await button(card, '复制一份来改').click()
    await hr.getByLabel('流程名称（中文）').fill('班组长月度')
    await hr.getByLabel('流程名称（英文）').fill('Monthly for team leads')
    await hr
      .getByRole('figure', { name: '流程图' })
      .getByRole('button', { name: /^三十分钟/ })
      .click()
    await choose(hr, '再加一步', '告知')
    await button(hr, '加在“三十分钟”后面').click()
    await hr.getByRole('textbox', { name: '中文名称' }).fill('告诉上级的上级谈过了')
    await hr.getByRole('textbox', { name: '英文名称' }).fill('Tell the one above')
    await choose(hr, '告诉谁', '上级的上级')
    await button(hr, '按部门').click()
    await choose(hr, '按部门', '生产中心')
    await hr.keyboard.press('Escape')
    await hr.getByText('这个流程走得通').waitFor()
    await saved(hr)
    await expectSound(hr, 'a flow for team leads')
    await button(hr, '发布').click()
    await button(hr.getByRole('dialog'), '发布这一版').click()
    await hr.waitForURL(({ pathname }) => pathname === '/design/flows')
  })

  chapter('the sandbox walks both through the organization, telling nobody', async () => {
    await button(hr, '先在沙盒里试')
      .or(hr.getByRole('link', { name: '先在沙盒里试' }))
      .first()
      .click()
    await choose(hr, '模板', title)
    await choose(hr, '流程', '班组长月度')
    await hr.getByText('告诉上级的上级谈过了').first().waitFor()
    await hr.getByText(everybody, { exact: true }).first().waitFor()
    await choose(hr, '哪个层级', '班组长')
    await hr.getByText(`${factory.leads} / ${factory.leads} 人`, { exact: false }).first().waitFor()
    await expectSound(hr, 'the sandbox for team leads')
    await hr.getByLabel('替谁走').first().fill(lead.name)
    await pick(hr, new RegExp(lead.name))
    for (const stage of ['员工准备', '主管准备']) {
      await hr.getByText(stage, { exact: true }).first().waitFor()
      await button(hr, '做完这一步').click()
    }
  })

  chapter(
    'a cycle for everybody gives each exactly one template; one workshop begins',
    async () => {
      await hr.goto('/cycles/new')
      await button(hr, /^月度沟通/).click()
      await hr.getByRole('textbox', { name: '名称' }).fill(cycle)
      await next('参与者')
      await hr.getByText(`现在是 ${everybody} 人，在职共 ${everybody} 人`).waitFor()
      await expectSound(hr, 'who of 1,192 takes part')
      await next('模板与流程')
      await button(hr, '添加规则').click()
      const rule = hr.getByRole('region', { name: '规则 2' })
      await choose(rule, '层级', '班组长')
      await hr.keyboard.press('Escape')
      await choose(rule, '面谈模板', title)
      await choose(rule, '流程', '班组长月度')
      await hr.getByText(`${factory.leads} 人：${title}，班组长月度`).waitFor()
      await expectSound(hr, 'templates by level')
      await next('期限')
      await settled(hr)
      await next('试算')
      await hr.getByRole('heading', { name: '谁从谁那里得到什么' }).waitFor()
      await button(hr, '都不设主管篇').click()
      await hr.getByText('没有上级的人都不设主管篇').waitFor()
      await expectSound(hr, 'the dry run with 1,192 people')
      await next('启动')
      await hr.getByRole('switch', { name: '先让几个团队开始' }).press('Space')
      await choose(hr, '试点团队', /一车间（99）/)
      await hr.keyboard.press('Escape')
      await hr.getByText('试点 99 人，推广时再加入 1,093 人。').waitFor()
      await expectSound(hr, 'a pilot before the launch')
      await button(hr, '启动周期').click()
      await button(hr.getByRole('dialog'), '启动周期').click()
      await hr.getByText('试点进行中，其余的人还没有开始').waitFor({ timeout: 60_000 })
      await hr.getByText('99 人').first().waitFor()
    },
  )

  chapter('in the pilot a team lead writes on a phone, and another pair has met', async () => {
    phone = await house.visitor('phone')
    await signIn(phone, lead.no)
    await phone.getByRole('link', { name: '去处理' }).first().click()
    await phone.getByRole('textbox', { name: '这个月最想留下的一件事' }).fill('夜班交接改成了站会')
    await phone.getByRole('textbox', { name: '什么在挡路' }).fill('没有')
    await phone.getByRole('textbox', { name: asked[0] }).fill('贺小满')
    await saved(phone)
    await expectSound(phone, 'a team lead’s own questions on a phone')
    await button(phone, '交上我的准备').click()
    await button(phone, '撤回再改').waitFor()
    manager = await house.visitor('desk', 'dark')
    await signIn(manager, boss.no)
    for (const { no, name } of [lead, untouched, opened]) ids.set(no, await talkWith(boss.no, name))
    await handIn(opened.no, ids.get(opened.no)!, 'self')
    await handIn(boss.no, ids.get(opened.no)!, 'manager')
  })

  chapter('what the pilot taught is asked of everybody else, and only of them', async () => {
    await askMore(asked[1], 'selfNotes', /^都用原来的版本谈完/)
    await openCycle()
    await hr.getByRole('link', { name: '调整设计' }).click()
    const rule = hr.getByRole('region', { name: '规则 2' })
    await choose(rule, '面谈模板', title)
    await saved(hr)
    await hr.getByRole('link', { name: '推广' }).click()
    await hr.getByText('再加入 1,093 人', { exact: false }).waitFor()
    await button(hr, '推广到其余的人').click()
    await button(hr.getByRole('dialog'), '推广到其余的人').click()
    await hr.getByRole('heading', { name: '谁在等谁' }).waitFor({ timeout: 60_000 })
    // Every talk is open, and two in the pilot have handed in what they prepared.
    await hr.getByRole('row', { name: /^员工准备 2 0 0 1,190 1,192$/ }).waitFor({ timeout: 60_000 })
    // Whom HR itself reports to is counted, and never named.
    await hr.getByText('25 / 1,191 人').waitFor()
    await expectSound(hr, 'the monitor with 1,192 people')
  })

  chapter('in the middle a team lead gets another manager, and HR says who goes on', async () => {
    const { found } = await office.api.cycles.peopleByNumbers({ numbers: [newcomer.no] })
    await hr.goto(`/people/${found[0]!.id}`)
    await button(hr, '调岗或换上级').click()
    const form = hr.getByRole('dialog')
    await form.getByRole('combobox', { name: '上级', exact: true }).fill(boss.no)
    await pick(hr, new RegExp(boss.name))
    await expectSound(hr, 'another manager')
    await button(form, '从这一天起生效').click()
    await form.waitFor({ state: 'detached' })
    await openCycle()
    await hr.getByText('换了上级，还没定由谁谈完').waitFor()
    await hr.getByRole('link', { name: '看是哪几场' }).click()
    await hr.getByText('1 / 1 人').waitFor()
    const row = hr.getByRole('row', { name: new RegExp(newcomer.name) })
    await row.getByText('换了上级，待定').waitFor()
    await row.getByRole('link').first().click()
    await button(hr, '决定由谁完成').click()
    const choice = hr.getByRole('dialog')
    await choice.getByRole('radio', { name: new RegExp(`^${boss.name} 重新开始主管部分`) }).check()
    await choice.getByRole('textbox', { name: '原因' }).fill('二车间和一车间合并管理')
    await expectSound(hr, 'who goes on after a change of manager')
    await button(choice, '就这样定').click()
    await choice.waitFor({ state: 'detached' })
    await openCycle()
    await hr.getByRole('heading', { name: '谁在等谁' }).waitFor()
    assert.equal(await hr.getByText('换了上级，还没定由谁谈完').count(), 0)
    ids.set(newcomer.no, await talkWith(boss.no, newcomer.name))
  })

  chapter('a question added while all runs reaches whom HR says, and nobody else', async () => {
    await askMore(asked[2], 'managerNotes', /^只换还没人动笔的 82 场/, '夜班排不开')
    await reached(untouched, manager, [2])
    await reached(newcomer, manager, [2])
    await reached(lead, manager, [])
    await reached(lead, phone, [0])
    await askMore(asked[3], 'selfNotes', /^换所有未打开的 83 场/, '备件断了两周')
    await reached(lead, phone, [0, 1, 3])
    await phone.getByText('备件断了两周', { exact: false }).waitFor()
    await expectSound(phone, 'a part that came back, on a phone')
    await reached(lead, manager, [2])
    await reached(opened, manager, [0])
    ids.set(member.no, await talkWith(lead.no, member.name))
    await reached(member, phone, [])
    await expectSound(manager, 'a talk that stays on its version')
  })

  chapter('HR looks at all of it on a phone at night', async () => {
    const night = await house.visitor('phone', 'dark')
    await night.context().addCookies(await hr.context().cookies())
    await openCycle()
    await night.goto(new URL(hr.url()).pathname)
    await night.getByText('8 / 1,191 人').waitFor()
    await expectSound(night, 'the monitor with 1,192 people on a phone')
    await night.goto('/design/sandbox')
    await night.getByRole('heading', { name: '每一步会走到谁' }).waitFor()
    await expectSound(night, 'the sandbox on a phone')
  })

  chapter('the cycle closes, and what has begun goes on', async () => {
    await openCycle()
    await button(hr, '结束周期').click()
    await expectSound(hr, 'closing a cycle')
    await button(hr.getByRole('dialog'), '结束周期').click()
    await hr
      .getByText(/已结束/)
      .first()
      .waitFor()
    await reached(lead, phone, [0, 1, 3])
    await phone.getByRole('textbox', { name: asked[1] }).fill('贺小满，两天')
    await phone.getByRole('textbox', { name: asked[3] }).fill('夹具不够')
    await saved(phone)
    await button(phone, '交上我的准备').click()
    await button(phone, '撤回再改').waitFor()
    expectQuiet()
  })

  repeatAsOthers(() => house.home())
})
