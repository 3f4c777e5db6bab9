import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { addDepartment } from '../../../test/support/departments.ts'
import { grant } from '../../../test/support/grants.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { agree, talkBetween, type Talk } from '../../../test/support/talks.ts'
import { verify } from '../../sealing/verifier/rules.ts'
import { evidenceFile } from '../record/export/handlers.ts'
import { lookOver } from './reactions.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const gone = { code: 'NOT_FOUND' }

/** Yao is the partner of the workshop; Mia and Theo talk in it; Ning heads HR. */
async function workshop(story: Story) {
  const yao = await story.hire('姚伙伴', { roles: ['hrbp'] })
  const theo = await story.hire('西奥')
  const mia = await story.hire('米雅', { manager: theo })
  return { yao, theo, mia, ning: story.hr }
}

const casesOf = (story: Story, who: Someone) => story.as(who).conversations.intervention
const askedFor = async (story: Story, who: Someone, talk: Talk, code: 'complex' | 'sensitive') => {
  await casesOf(story, who).ask({
    conversationId: talk.id,
    code,
    reason: '牵涉两个部门，想请 HR 在旁边',
    clientId: newId(),
  })
  await story.settle()
}
const todosOf = async (story: Story, who: Someone) =>
  (await story.as(who).notifications.today()).todos.flatMap((todo) =>
    todo.kind === 'intervention' ? [todo] : [],
  )
const noticesOf = async (story: Story, who: Someone) =>
  (await story.as(who).notifications.notices({})).items.map(({ kind }) => kind as string)
const disputed = { self: 5, manager: 2 }

test('争议绩效: two ratings far apart bring the partner in, with a brief that says why, and who else is told nothing', () =>
  scenario(async (story) => {
    const { yao, theo, mia, ning } = await workshop(story)
    const talk = await talkBetween(story, 'selfIn', {
      employee: mia,
      manager: theo,
      ratings: disputed,
    })
    assert.deepEqual(await casesOf(story, yao).list(), [], 'nothing before the two have read it')
    await talkBetween(story, 'open', { employee: mia, manager: theo, ratings: disputed })
    const [todo] = await todosOf(story, yao)
    assert.equal(todo!.employee.id, mia.personId)
    const brief = await casesOf(story, yao).get({ id: todo!.id })
    assert.notEqual(brief.conversationId, talk.id)
    assert.deepEqual(
      brief.causes.map(({ code, figures }) => [code, figures]),
      [['gap', { gap: 3, steps: 2 }]],
    )
    assert.deepEqual(
      brief.soFar.map(({ what }) => what),
      ['selfIn', 'managerIn', 'revealed'],
    )
    assert.ok((await noticesOf(story, yao)).includes('caseAssigned'))
    for (const who of [mia, theo]) {
      await assert.rejects(casesOf(story, who).list(), gone)
      await assert.rejects(casesOf(story, who).get({ id: todo!.id }), gone)
      const seen = await casesOf(story, who).of({ conversationId: brief.conversationId })
      assert.deepEqual([seen.attendance, seen.caseId, seen.asked], [null, null, []])
    }
    // HR administration knows that there is one and whose, and opens nothing of it.
    const [listed] = await casesOf(story, ning).list()
    assert.equal(listed!.hr?.id, yao.personId)
    await assert.rejects(
      casesOf(story, ning).get({ id: todo!.id }),
      refused('intervention.notYours'),
    )
  }))

test('主管为主、HR为辅: accepted, the two see who will be there and why; the meeting names all three', () =>
  scenario(async (story) => {
    const { yao, theo, mia, ning } = await workshop(story)
    const talk = await talkBetween(story, 'open', {
      employee: mia,
      manager: theo,
      ratings: disputed,
    })
    const [todo] = await todosOf(story, yao)
    await casesOf(story, yao).accept({ id: todo!.id, sitsIn: true })
    await story.settle()
    assert.deepEqual(await todosOf(story, yao), [])
    for (const who of [mia, theo]) {
      const { attendance } = await casesOf(story, who).of({ conversationId: talk.id })
      assert.deepEqual([attendance?.hr.name, attendance?.why], ['姚伙伴', 'seenDifferently'])
      assert.ok((await noticesOf(story, who)).includes('hrJoins'))
    }
    const { meeting } = await story.as(theo).scheduling.book({
      conversationId: talk.id,
      startsAt: new Date(story.clock.now.getTime() + 86_400_000),
      minutes: 45,
      place: '二楼小会议室',
      channel: 'inPerson',
      clientId: newId(),
    })
    assert.equal(meeting.assistant?.name, '姚伙伴')
    const [upcoming] = await story.as(yao).scheduling.upcoming({})
    assert.equal(upcoming?.id, meeting.id)
    assert.equal(upcoming!.refusals.download, null)
    for (const action of ['reschedule', 'cancel', 'noShow', 'held'] as const)
      assert.notEqual(upcoming!.refusals[action], null, action)
    await story.settle()
    assert.ok((await noticesOf(story, yao)).includes('meetingBooked'))
    // Sitting in opens no text that was closed before, and leads nothing.
    const view = await story.as(yao).conversations.get({ id: talk.id })
    assert.equal(view.relation, 'hrbp')
    for (const action of ['startTalk', 'book', 'writeTalk', 'sign'] as const)
      assert.notEqual(view.refusals[action], null, action)

    // Out of the office since: the appointment has gone with the talk, and the day goes on without it.
    const { grants } = await story.as(ning).org.person({ id: yao.personId })
    await story.as(ning).org.revoke({ id: yao.personId, grantId: grants![0]!.id })
    await assert.rejects(story.as(yao).conversations.get({ id: talk.id }), gone)
    assert.deepEqual(await story.as(yao).scheduling.upcoming({}), [])
    assert.deepEqual((await story.as(yao).notifications.today()).todos, [])
  }))

test('the record both sign names whoever of HR was there and since when, and never why', () =>
  scenario(async (story) => {
    const { yao, theo, mia } = await workshop(story)
    const talk = await talkBetween(story, 'open', { employee: mia, manager: theo })
    await askedFor(story, mia, talk, 'sensitive')
    const { id } = (await todosOf(story, yao))[0]!
    await casesOf(story, yao).accept({ id, sitsIn: true })
    const manager = story.as(theo, { steppedUp: true }).conversations
    const later = (minutes: number) => {
      story.clock.now = new Date(story.clock.now.getTime() + minutes * 60_000)
    }
    later(30)
    await manager.startTalk({ id: talk.id, channel: 'inPerson' })
    later(45)
    await manager.endTalk({ id: talk.id })
    await agree(story, talk)
    const { shownHash } = await manager.present({ id: talk.id })
    await manager.sign({ id: talk.id, shownHash, outcome: 'agreed' })
    await story
      .as(mia, { steppedUp: true })
      .conversations.sign({ id: talk.id, shownHash, outcome: 'agreed' })
    await story.settle()
    const record = await story.as(mia).conversations.sealedRecord({ id: talk.id })
    const rows = record.page.groups[0]!.blocks.flatMap((block) =>
      block.kind === 'facts' ? block.rows : [],
    )
    const present = rows.find(({ label }) => label === '在场第三人')
    assert.match(present!.value, /^姚伙伴（.+） · HR 协助 · \d\d:\d\d 起在场$/)
    const said = JSON.stringify(record.document)
    assert.ok(!said.includes('牵涉两个部门') && !said.includes('sensitive') && !said.includes(id))
    const file = await story.behind(mia, (context) => evidenceFile(context, talk.id))
    assert.equal((await verify(file.bytes)).verdict, 'intact')
  }))

test('the employee may ask for somebody else of HR, or for nobody; the manager is not told what was said', () =>
  scenario(async (story) => {
    const { yao, theo, mia, ning } = await workshop(story)
    const talk = await talkBetween(story, 'open', {
      employee: mia,
      manager: theo,
      ratings: disputed,
    })
    const { id } = (await todosOf(story, yao))[0]!
    const answer = (words: Parameters<ReturnType<typeof casesOf>['answer']>[0]) =>
      casesOf(story, mia).answer(words)
    await casesOf(story, yao).accept({ id, sitsIn: true })
    await assert.rejects(
      casesOf(story, theo).answer({ conversationId: talk.id, answer: 'without' }),
      refused('conversations.employeeOnly'),
    )
    await answer({ conversationId: talk.id, answer: 'another', reason: '我们以前有过争执' })
    await story.settle()
    const { attendance } = await casesOf(story, theo).of({ conversationId: talk.id })
    assert.equal(attendance, null)
    await assert.rejects(casesOf(story, yao).get({ id }), gone, 'whoever was not wanted is out')
    const [next] = await todosOf(story, ning)
    assert.equal(next!.id, id)
    const brief = await casesOf(story, ning).get({ id })
    assert.equal(brief.attendance?.reason, '我们以前有过争执')
    assert.equal(brief.causes[0]!.figures, null, 'HR administration does not read the ratings')
    await casesOf(story, ning).accept({ id, sitsIn: true })
    await answer({ conversationId: talk.id, answer: 'without' })
    await story.settle()
    const after = await casesOf(story, ning).get({ id })
    assert.deepEqual([after.state, after.sitsIn], ['accepted', false])
    assert.deepEqual(
      after.steps.map(({ kind, person }) => [kind, person?.name]),
      [
        ['assigned', '姚伙伴'],
        ['accepted', '姚伙伴'],
        ['anotherAsked', '姚伙伴'],
        ['assigned', '许宁'],
        ['accepted', '许宁'],
        ['withoutAsked', '许宁'],
      ],
    )
    assert.ok((await noticesOf(story, ning)).includes('hrNotWanted'))
  }))

test('核心人才: a mark brings HR in; neither the person nor anybody of the line learns of it anywhere', () =>
  scenario(async (story) => {
    const { yao, theo, mia, ning } = await workshop(story)
    const security = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const auditor = await story.hire('审计', { roles: ['auditor'] })
    const talk = await talkBetween(story, 'prepare', { employee: mia, manager: theo })
    const secret = '总装唯一的调试骨干'
    const until = new Date(story.clock.now.getTime() + 90 * 86_400_000).toISOString().slice(0, 10)
    const mark = { personId: mia.personId, untilOn: until, reason: secret }
    for (const who of [mia, theo, security, auditor])
      await assert.rejects(casesOf(story, who).marks.set(mark), gone, who.name)
    await casesOf(story, yao).marks.set(mark)
    await assert.rejects(casesOf(story, yao).marks.set(mark), refused('intervention.marked'))
    await story.settle()
    assert.equal((await casesOf(story, yao).marks.list())[0]!.reason, secret)
    assert.equal((await casesOf(story, ning).marks.list())[0]!.reason, null)
    const { id } = (await todosOf(story, yao))[0]!
    await casesOf(story, yao).accept({ id, sitsIn: true })
    await casesOf(story, yao).notes.add({ id, words: '留任意愿要谈', clientId: newId() })
    await story.settle()
    const told = async (who: Someone) => {
      const api = story.as(who, { steppedUp: true })
      const answers = await Promise.all([
        api.conversations.get({ id: talk.id }).catch(() => null),
        api.conversations.intervention.of({ conversationId: talk.id }).catch(() => null),
        api.notifications.today(),
        api.notifications.notices({}),
        api.admin.access.mine({}),
        api.admin.privacy.mine(),
        api.admin.audit.log({}).catch(() => null),
        api.org.person({ id: mia.personId }),
        api.conversations.archive({ text: '骨干' }),
      ])
      return JSON.stringify(answers)
    }
    for (const who of [mia, theo, security, auditor]) {
      const heard = await told(who)
      assert.doesNotMatch(heard, /coreTalent|"mark"|talentMark|骨干|留任/, who.name)
      if (who === mia || who === theo) assert.match(heard, /"why":"support"/)
    }
    assert.doesNotMatch(
      JSON.stringify(await story.services.database.pool.query('select data from event')),
      /骨干|留任/,
    )
  }))

test('业务复杂, 关系敏感: who asks gives one sentence that only HR reads, and hears what came of it', () =>
  scenario(async (story) => {
    const { yao, theo, mia } = await workshop(story)
    const outsider = await story.hire('路人')
    const talk = await talkBetween(story, 'prepare', { employee: mia, manager: theo })
    await assert.rejects(askedFor(story, outsider, talk, 'complex'), gone)
    await askedFor(story, mia, talk, 'sensitive')
    await assert.rejects(
      askedFor(story, mia, talk, 'sensitive'),
      refused('intervention.askedAlready'),
    )
    const seen = await casesOf(story, theo).of({ conversationId: talk.id })
    assert.deepEqual(seen.asked, [])
    const { id } = (await todosOf(story, yao))[0]!
    const brief = await casesOf(story, yao).get({ id })
    assert.deepEqual(brief.causes[0]!.asked, {
      by: brief.employee,
      reason: '牵涉两个部门，想请 HR 在旁边',
    })
    await askedFor(story, theo, talk, 'complex')
    assert.equal((await casesOf(story, yao).get({ id })).causes.length, 2, 'one case for one talk')
    await casesOf(story, yao).decline({ id, reason: '先由主管单独谈，谈完再看' })
    await story.settle()
    for (const who of [mia, theo]) {
      const { asked, attendance } = await casesOf(story, who).of({ conversationId: talk.id })
      assert.deepEqual(
        asked.map(({ state, answer }) => [state, answer]),
        [['declined', '先由主管单独谈，谈完再看']],
      )
      assert.equal(attendance, null)
      assert.ok((await noticesOf(story, who)).includes('hrAnswered'))
    }
    await askedFor(story, mia, talk, 'sensitive')
    assert.equal((await todosOf(story, yao)).length, 1, 'asked again, it is a case again')
  }))

test('严重绩效问题: the lowest rating, and a running improvement plan', () =>
  scenario(async (story) => {
    const { yao, theo, mia } = await workshop(story)
    await talkBetween(story, 'open', {
      employee: mia,
      manager: theo,
      ratings: { self: 2, manager: 1 },
    })
    const [rated] = await todosOf(story, yao)
    const codes = async (id: string) =>
      (await casesOf(story, yao).get({ id })).causes.map(({ code }) => code)
    assert.deepEqual(await codes(rated!.id), ['rating'])
    const noor = await story.hire('努尔', { manager: theo })
    const { templates } = await story.as(theo).conversations.openable()
    await story.as(theo).conversations.open({
      employeeId: noor.personId,
      templateId: templates.find(({ key }) => key === 'pip')!.id,
      clientId: newId(),
    })
    await story.settle()
    const plan = (await todosOf(story, yao)).find(({ employee }) => employee.id === noor.personId)
    assert.deepEqual(await codes(plan!.id), ['plan'])
  }))

test('E22: nobody of the line and nobody with another part in it; who steps back is replaced, and each change is logged', () =>
  scenario(async (story) => {
    const { yao, ning } = await workshop(story)
    const boss = await story.hire('厂长', { roles: ['hrbp'] })
    const theo = await story.hire('西奥', { manager: boss, roles: ['hrbp'] })
    const peer = await story.hire('同主管的伙伴', { manager: theo, roles: ['hrbp'] })
    const mia = await story.hire('米雅', { manager: theo, roles: ['hrbp'] })
    const report = await story.hire('下属伙伴', { manager: mia, roles: ['hrbp'] })
    const second = await story.hire('第二位伙伴', { roles: ['hrbp'] })
    const talk = await talkBetween(story, 'prepare', { employee: mia, manager: theo })
    await askedFor(story, theo, talk, 'complex')
    const holders = async () => {
      const found: string[] = []
      for (const who of [boss, theo, peer, mia, report, yao, second, ning])
        if ((await todosOf(story, who)).length > 0) found.push(who.name)
      return found
    }
    assert.deepEqual(await holders(), ['姚伙伴'])
    const { id } = (await todosOf(story, yao))[0]!
    const names = (await casesOf(story, yao).colleagues({ id })).map(({ name }) => name).sort()
    assert.deepEqual(names, ['第二位伙伴', '许宁'].sort())
    await assert.rejects(
      casesOf(story, yao).handOver({ id, toId: boss.personId, reason: '他熟' }),
      refused('intervention.notFree'),
    )
    for (const who of [boss, theo, peer, mia, report])
      await assert.rejects(casesOf(story, who).get({ id }), gone, who.name)
    await casesOf(story, yao).recuse({ id, reason: '和当事人是亲戚' })
    await story.settle()
    assert.deepEqual(await holders(), ['第二位伙伴'])
    await casesOf(story, second).handOver({ id, toId: ning.personId, reason: '我下周不在' })
    await story.settle()
    assert.deepEqual(await holders(), ['许宁'])
    const kinds = (await casesOf(story, ning).get({ id })).steps.map(({ kind }) => kind)
    assert.deepEqual(kinds, ['assigned', 'recused', 'assigned', 'handedOver', 'assigned'])
    // Whoever works on it is not asked to decide the person's appeal as well.
    const sealed = await talkBetween(story, 'sealed', { employee: mia, manager: theo })
    const appeal = await story.as(mia).conversations.appeals.open({
      conversationId: sealed.id,
      kind: 'appeal',
      reason: '口径和年初定的不一样，请核对',
      wish: '按年初口径改正',
    })
    await story.settle()
    const [working] = (await story.as(ning).conversations.intervention.list()).filter(
      ({ conversationId }) => conversationId === sealed.id,
    )
    const worker = [yao, second, ning].find(({ personId }) => personId === working!.hr!.id)!
    await casesOf(story, worker).accept({ id: working!.id, sitsIn: false })
    await assert.rejects(
      story.as(ning).conversations.appeals.name({ id: appeal.id, handlerId: worker.personId }),
      refused('conversations.duties.beside'),
    )
  }))

test('whoever comes into a conflict later is replaced without being asked, within the hour', () =>
  scenario(async (story) => {
    const { yao, theo, mia, ning } = await workshop(story)
    const talk = await talkBetween(story, 'prepare', { employee: mia, manager: theo })
    await askedFor(story, theo, talk, 'complex')
    const { id } = (await todosOf(story, yao))[0]!
    await casesOf(story, yao).notes.add({ id, words: '先记一笔', clientId: newId() })
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('assignment')
        .set({ managerId: mia.personId })
        .where('orgId', '=', story.orgId)
        .where('personId', '=', yao.personId)
        .execute(),
    )
    await assert.rejects(
      casesOf(story, yao).notes.list({ id }),
      refused('intervention.belowEmployee'),
      'from the instant it is so',
    )
    await lookOver(story.services.database, story.orgId, story.clock.now)
    await story.settle()
    assert.deepEqual(await todosOf(story, yao), [])
    assert.equal((await todosOf(story, ning))[0]!.id, id)
  }))

test('案情记录: for whoever works on it alone, each look is logged, and it leaves with the case', () =>
  scenario(async (story) => {
    const { yao, theo, mia, ning } = await workshop(story)
    const other = await story.hire('别处的伙伴')
    await grant(story, other, 'hrbp', await addDepartment(story, '二车间'))
    const auditor = await story.hire('审计', { roles: ['auditor'] })
    const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
    const talk = await talkBetween(story, 'prepare', { employee: mia, manager: theo })
    await askedFor(story, theo, talk, 'complex')
    const { id } = (await todosOf(story, yao))[0]!
    const notes = (who: Someone) => casesOf(story, who).notes
    await notes(yao).add({ id, words: '主管情绪激动，先各自谈', clientId: newId() })
    assert.equal((await notes(yao).list({ id })).notes[0]!.words, '主管情绪激动，先各自谈')
    await notes(yao).list({ id })
    for (const who of [mia, theo, other, auditor, keeper]) {
      await assert.rejects(notes(who).list({ id }), gone, who.name)
      await assert.rejects(notes(who).add({ id, words: '不该写', clientId: newId() }), gone)
    }
    await assert.rejects(notes(ning).list({ id }), refused('intervention.notYours'))
    // HR administration takes it over, with a reason that stays.
    await casesOf(story, ning).handOver({ id, toId: ning.personId, reason: '姚伙伴休假' })
    await assert.rejects(notes(yao).list({ id }), gone)
    const seen = await notes(ning).list({ id })
    assert.deepEqual(
      seen.readers.map(({ person }) => person.name),
      ['许宁', '姚伙伴'],
      'two looks in a row are one',
    )
    assert.equal(seen.notes.length, 1)
  }))

test('what nobody took on is over with the talk; what was taken on is closed by who did', () =>
  scenario(async (story) => {
    const { yao, theo, mia } = await workshop(story)
    const talk = await talkBetween(story, 'managerSigned', {
      employee: mia,
      manager: theo,
      ratings: { self: 1, manager: 1 },
    })
    assert.equal((await todosOf(story, yao)).length, 1)
    await story
      .as(mia, { steppedUp: true })
      .conversations.sign({ id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' })
    await story.settle()
    assert.deepEqual(await todosOf(story, yao), [])
    assert.equal((await casesOf(story, yao).list())[0]!.state, 'closed')
    const noor = await story.hire('努尔', { manager: theo })
    await talkBetween(story, 'open', { employee: noor, manager: theo, ratings: disputed })
    const { id } = (await todosOf(story, yao))[0]!
    await assert.rejects(casesOf(story, yao).close({ id }), refused('intervention.acceptFirst'))
    await casesOf(story, yao).accept({ id, sitsIn: false })
    await casesOf(story, yao).close({ id })
    await assert.rejects(
      casesOf(story, yao).decline({ id, reason: '晚了' }),
      refused('intervention.closed'),
    )
  }))

test('HR administration switches the rules and sets their figures; others of HR read them', () =>
  scenario(async (story) => {
    const { yao, theo, mia, ning } = await workshop(story)
    const { refusal, ...rules } = await casesOf(story, ning).rules.get()
    assert.equal(refusal, null)
    await casesOf(story, ning).rules.set({ ...rules, disputed: { on: true, steps: 4 } })
    assert.equal((await casesOf(story, yao).rules.get()).disputed.steps, 4)
    await assert.rejects(casesOf(story, yao).rules.set(rules), refused('intervention.hrOnly'))
    await assert.rejects(casesOf(story, theo).rules.get(), gone)
    await talkBetween(story, 'open', { employee: mia, manager: theo, ratings: disputed })
    assert.deepEqual(await todosOf(story, yao), [])
  }))
