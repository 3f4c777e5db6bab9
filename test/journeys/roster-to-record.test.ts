import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import {
  acceptInvitation,
  foundOrganization,
  importRoster,
  invite,
  launchCycle,
  signIn,
} from './arriving.ts'
import { expectQuiet, expectSound, openHouse, settled, story } from './house.ts'
import { repeatAsOthers } from '../trust/journeys.ts'
import { download, pick } from './page.ts'
import {
  bookMeeting,
  explainDifference,
  openTalkWith,
  submitManagerAssessment,
  submitSelfAssessment,
  writeManagerAssessment,
  writeSelfAssessment,
} from './preparing.ts'
import { hasSigned, present, sign, verdictOn } from './signing.ts'
import { agreeOnEach, beginTalk, promise, talkThrough, writeMinutesTogether } from './talking.ts'
import { companyRoster, dayFromNow, ownRoster } from './roster.ts'

const shared = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'roster_zh_clean.csv')

test('the roster of the whole company lies beside the clone', (t) => {
  if (!existsSync(shared))
    t.skip('../shared is missing: the journey imports a small roster of its own')
})

const roster = existsSync(shared) ? companyRoster(readFileSync(shared)) : ownRoster()
const { lead, member } = roster
const cycle = '年度结果面谈'
const objection = '评级我有不同看法：8 月那两次夹具没到位，责任不全在我。'

describe('from a roster file to a sealed record', () => {
  const house = openHouse()
  const chapter = story()
  let hr: Page
  let manager: Page
  let employee: Page

  chapter('the first visit founds an organization', async () => {
    hr = await house.visitor()
    manager = await house.visitor()
    employee = await house.visitor()
    await foundOrganization(hr, '海汐电机', '许宁')
    await expectSound(hr, 'the first home page')
  })

  chapter('a roster becomes people, after a preview and a confirmation', async () => {
    assert.equal(await importRoster(hr, roster.fileName, roster.bytes), roster.people)
    await hr.getByRole('link', { name: '看组织' }).click()
    // HR herself is not in the file.
    await hr
      .getByText(`${(roster.active + 1).toLocaleString('en')} 人`)
      .first()
      .waitFor()
    await expectSound(hr, 'the organization')
  })

  chapter('a manager and one of his people come in by link', async () => {
    for (const [page, person] of [
      [manager, lead],
      [employee, member],
    ] as const)
      await acceptInvitation(page, await invite(hr, person.no))
    await expectSound(manager, 'the home page of a manager')
  })

  chapter('a cycle for that team only is tried dry, then launched', async () => {
    await launchCycle(hr, cycle, roster.team)
    await hr
      .getByText(new RegExp(`${roster.team.length} 人`))
      .first()
      .waitFor()
    await expectSound(hr, 'a running cycle')
  })

  chapter(
    'the employee writes the self-assessment, which saves itself, and hands it in',
    async () => {
      await employee.goto('/')
      await employee.getByRole('link', { name: '去处理' }).first().click()
      await writeSelfAssessment(employee)
      await expectSound(employee, 'a self-assessment')
      await submitSelfAssessment(employee)
    },
  )

  chapter('the manager writes the assessment, and both open at once with a gap map', async () => {
    await openTalkWith(manager, member.name)
    await writeManagerAssessment(manager)
    await expectSound(manager, 'an assessment')
    assert.equal(await employee.getByText('把办法教给了别人').count(), 0)
    await submitManagerAssessment(manager)
    await employee.getByRole('heading', { name: '差异', exact: true }).waitFor()
    await expectSound(employee, 'both parts, opened')
  })

  chapter('a large gap is explained, and a meeting is booked with a calendar file', async () => {
    await explainDifference(manager)
    await bookMeeting(manager, `${dayFromNow(1)}T14:30`)
    const invitation = await download(manager, '放进日历（.ics）')
    assert.match(invitation.name, /\.ics$/)
    assert.match(invitation.bytes.toString(), /BEGIN:VEVENT[\s\S]*LOCATION:三楼小会议室/)
  })

  chapter(
    'the day before, the talk comes up by itself wherever one is, until it is seen',
    async () => {
      await employee.reload()
      const strip = employee.getByRole('status').filter({ hasText: '看要点' })
      await strip.getByText(`与${lead.name}面谈`, { exact: false }).waitFor()
      await expectSound(employee, 'a key date')
      await strip.getByRole('button', { name: '知道了' }).click()
      await strip.waitFor({ state: 'detached' })
    },
  )

  chapter('the two talk through eight steps on two devices', async () => {
    await beginTalk(manager, employee)
    await writeMinutesTogether(manager, employee)
    await talkThrough(manager, employee)
  })

  chapter('employee, manager and company each promise something', async () => {
    await openTalkWith(employee, lead.name)
    await promise(employee, '行为改变', {
      what: '首检表挂到机台，当班填完',
      measure: '一个月 0 次补记',
      owner: member.name,
      dueOn: dayFromNow(10),
    })
    await promise(manager, '支持', {
      what: '和一号线谈好第二套夹具',
      measure: '夹具到二号线，签收单 1 张',
      owner: lead.name,
      dueOn: dayFromNow(12),
    })
    await promise(manager, '支持', {
      what: '安排一次三坐标测量实操班',
      measure: '拿到 1 份培训合格证',
      owner: '公司',
      standsFor: '许宁',
      dueOn: dayFromNow(60),
    })
    await agreeOnEach(employee, '员工')
    await agreeOnEach(manager, '主管')
    await expectSound(manager, 'a plan')
  })

  chapter(
    'the manager signs first, the employee with a reservation, each with the password',
    async () => {
      await present(manager)
      await sign(manager, '同意')
      await hasSigned(employee, lead.name)
      await sign(employee, '已阅，有异议', { statement: objection })
      await employee.getByRole('link', { name: '查看封存记录' }).click()
      await employee.getByText('刚刚核对过').waitFor()
      await employee.getByText(objection).waitFor()
      await employee.getByRole('img', { name: '封存印记' }).waitFor()
      await expectSound(employee, 'a sealed record')
    },
  )

  chapter('what was sealed is found whole, and one changed byte is found out', async () => {
    const evidence = await download(employee, '导出证据包')
    const pdf = await download(employee, '导出 PDF')
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-')
    const stranger = await house.visitor()
    assert.equal(await verdictOn(stranger, evidence.name, evidence.bytes), '完整')
    assert.equal(await verdictOn(stranger, pdf.name, pdf.bytes), '完整')
    const forged = Buffer.from(evidence.bytes)
    forged[forged.indexOf('3,850')] = '4'.charCodeAt(0)
    assert.equal(await verdictOn(stranger, evidence.name, forged), '已篡改')
  })

  chapter('HR sees how far the cycle is, and finds the record by person and by words', async () => {
    await hr.goto('/cycles')
    await hr.getByRole('main').getByRole('link', { name: cycle }).click()
    await hr.getByText(`${roster.team.length} 人中 1 人已封存`, { exact: false }).first().waitFor()
    await hr.getByRole('heading', { name: '各部门完成' }).waitFor()
    await expectSound(hr, 'the monitor of a cycle')
    for (const [box, words] of [
      ['姓名、拼音或工号', member.name],
      ['记录里的文字', '三坐标测量'],
    ] as const) {
      await hr.goto('/archive')
      await hr.getByRole('searchbox', { name: box }).fill(words)
      await hr.waitForURL(/[?&](person|text)=/)
      await hr
        .getByRole('main')
        .getByRole('link', { name: new RegExp(member.name) })
        .waitFor()
    }
    await expectSound(hr, 'the archive')
  })

  chapter('promises stand on both home pages, and one is not kept, with a reason', async () => {
    for (const page of [employee, manager]) {
      await page.goto('/')
      await page.getByText('首检表挂到机台，当班填完').first().waitFor()
      await page.getByText('和一号线谈好第二套夹具').first().waitFor()
    }
    await expectSound(employee, 'the home page of an employee with promises')
    await manager.getByRole('button', { name: '没做到…' }).first().click()
    await manager.getByRole('textbox', { name: '原因' }).fill('一号线夹具年底前排满，改到一月')
    await manager.getByRole('button', { name: '记下原因' }).click()
    await manager.getByRole('dialog').waitFor({ state: 'detached' })
    await employee.goto('/commitments')
    await settled(employee)
    await expectSound(employee, 'one’s own promises')
  })

  chapter('the next conversation of the two opens with the last list', async () => {
    await manager.goto('/conversations')
    await manager.getByRole('button', { name: '开始一次 30 分钟沟通' }).click()
    const form = manager.getByRole('dialog')
    await form.getByRole('combobox', { name: '和谁' }).fill(member.name)
    await pick(manager, new RegExp(member.name))
    await form.getByRole('button', { name: '开始准备' }).click()
    const last = manager.getByRole('region', { name: '上次说好的' })
    await last.getByText('没做到', { exact: true }).waitFor()
    await last.getByText(/改到一月/).waitFor()
    await expectSound(manager, 'the next conversation')
  })

  chapter('whoever comes back another day signs in with name and password', async () => {
    const again: Page = await house.visitor()
    await signIn(again, member.no)
    expectQuiet()
  })

  repeatAsOthers(() => house.home())
})
