import assert from 'node:assert/strict'
import { test } from 'node:test'
import { family, flowWith, opened, templateWith } from '../../../../test/support/beside.ts'
import { cycleOf } from '../../../../test/support/talks.ts'
import { scenario, type Someone, type Story } from '../../../../test/support/scenario.ts'
import { added, changed } from '../../../flows/editing/rules.ts'
import { fieldsOf } from '../../../templates/rules.ts'
import { circumstancesOf } from '../../stages/world/queries.ts'
import { ownTalk } from '../../../admin/privacy/archive/queries.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const missing = { code: 'NOT_FOUND' }
const stageKey = 'calibration'
const reason = '和另外两条线对过，同样的良率都是 A−'

/** Mia and Theo have read both parts; the calibration comes after the stage named. */
async function atCalibration(
  story: Story,
  after: 'reveal' | 'managerAssessment' = 'reveal',
  template?: string,
) {
  const people = await family(story)
  const partner = await story.hire('HR 伙伴', { roles: ['hrbp'] })
  const label = { zh: '校准', en: 'Calibration' }
  const flow = await flowWith(story, (base) =>
    changed(added(base, after, 'calibration'), 'calibration', {
      label,
      sendBackTo: after === 'managerAssessment' ? [after] : [],
    }),
  )
  const talk = await opened(story, people, flow, template)
  await talk.handIn(people.mia, 'self')
  await talk.handIn(people.theo, 'manager', 3)
  await story.settle()
  const change = { id: talk.id, stageKey, dimension: 'results', value: 4, reason }
  const calibrate = (who: Someone, more: Partial<typeof change> = {}) =>
    story.as(who).conversations.steps.calibrate({ ...change, ...more })
  const told = async (who: Someone) =>
    (await story.as(who).notifications.notices({})).items.filter(
      ({ kind }) => kind === 'ratingCalibrated',
    ).length
  return { ...people, ...talk, partner, calibrate, told }
}

test('E21: calibrated after the employee has read the result: original, calibrated, by whom and why are kept and sealed', () =>
  scenario(async (story) => {
    const { mia, theo, anna, partner, id, calibrate, told, present, sign } =
      await atCalibration(story)
    const view = () => story.as(partner).conversations.steps.one({ id, stageKey })
    assert.deepEqual((await view()).ratings?.find(({ key }) => key === 'results')?.rating?.zh, 'B+')
    await assert.rejects(calibrate(partner, { value: 3 }), refused('conversations.sameRating'))
    await assert.rejects(calibrate(partner, { value: 9 }), refused('templates.notOnScale'))
    await assert.rejects(calibrate(partner, { reason: '高了' }), { code: 'BAD_REQUEST' })
    // To the line the door is not there.
    for (const other of [mia, theo, anna]) await assert.rejects(calibrate(other), missing)

    await calibrate(partner)
    await story.settle()
    assert.deepEqual([await told(mia), await told(theo)], [1, 1])
    for (const who of [mia, theo]) {
      const { calibrations } = await story.as(who).conversations.steps.written({ id })
      assert.deepEqual(
        calibrations.map((one) => [
          one.dimension.zh,
          one.was?.zh,
          one.value.zh,
          one.by.name,
          one.reason,
          one.wasRead,
        ]),
        [['工作成果', 'B+', 'A−', partner.name, reason, true]],
      )
    }
    assert.deepEqual(
      (await story.as(story.hr).conversations.steps.written({ id })).calibrations,
      [],
    )
    // What the manager wrote stays what it was.
    const { parts } = await story.as(mia).conversations.get({ id })
    const given = parts.find(({ kind }) => kind === 'manager')?.answers['rating.results']
    assert.equal((given!.value as { value: number }).value, 3)
    const { scales } = await story.as(story.hr).cycles.spread({ id: await cycleOf(story, id) })
    assert.equal(scales.length, 1)

    await story.as(partner).conversations.steps.settle({ id, stageKey })
    await assert.rejects(calibrate(partner), refused('conversations.alreadySubmitted'))
    const shownHash = await present()
    const { page } = await story.as(mia).conversations.readPage({ id })
    const words = JSON.stringify(page)
    for (const said of ['评分校准', 'B+', 'A−', partner.name, reason])
      assert.ok(words.includes(said))
    await sign(shownHash)
    const { verification, document } = await story.as(mia).conversations.sealedRecord({ id })
    assert.equal(verification.verdict, 'intact')
    const score = document['score'] as { value: string; used: { value: number }[] }
    assert.ok(score.used.some(({ value }) => value === 4))
    const [kept] = document['calibrations'] as { dimension: string; label: string }[]
    assert.deepEqual([kept!.dimension, kept!.label], ['results', '工作成果'])
    await assert.rejects(calibrate(partner), refused('conversations.sealed'))
    const { data } = await story.behind(mia, (context) => ownTalk(context, id))
    assert.equal(data.others.calibrations.length, 1)
  }))

test('E21: before both have read it the manager is told of a calibration, and the employee learns it with the result', () =>
  scenario(async (story) => {
    const { mia, theo, partner, id, calibrate, told } = await atCalibration(
      story,
      'managerAssessment',
    )
    await story.as(partner).conversations.steps.one({ id, stageKey })
    await calibrate(partner)
    await story.settle()
    assert.deepEqual([await told(mia), await told(theo)], [0, 1])
    const seen = async (who: Someone) =>
      (await story.as(who).conversations.steps.written({ id })).calibrations.length
    assert.deepEqual([await seen(mia), await seen(theo)], [0, 1])
    await story.as(partner).conversations.steps.settle({ id, stageKey })
    await story.settle()
    assert.deepEqual([await seen(mia), await seen(theo)], [1, 1])
  }))

test('E21: a manager who rates anew after a calibration is counted with what they give then', () =>
  scenario(async (story) => {
    const talk = await atCalibration(story, 'managerAssessment')
    const { mia, theo, partner, id, calibrate, handIn, present, sign } = talk
    const { steps } = story.as(partner).conversations
    await steps.one({ id, stageKey })
    await calibrate(partner)
    const back = { id, stageKey, to: 'managerAssessment', reason: '例子和评分对不上' }
    await steps.sendBack(back)
    await handIn(theo, 'manager', 2, 1)
    await story.settle()
    const { ratings, calibrations } = await steps.one({ id, stageKey })
    assert.equal(ratings?.find(({ key }) => key === 'results')?.value, 2)
    assert.deepEqual(
      calibrations.map(({ stands }) => stands),
      [false],
    )
    await steps.settle({ id, stageKey })
    // What Theo gave first and took back was never read by anybody else: nor is what was said of it.
    for (const who of [mia, theo])
      assert.deepEqual((await story.as(who).conversations.steps.written({ id })).calibrations, [])
    const { ratings: counted } = await story.services.database.inOrg(story.orgId, async (db) =>
      circumstancesOf(
        db,
        story.orgId,
        await db
          .selectFrom('conversation')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirstOrThrow(),
      ),
    )
    assert.deepEqual([counted?.['results'], counted?.['overall']], [2, 2])
    await sign(await present())
    const { verification, document } = await story.as(mia).conversations.sealedRecord({ id })
    assert.deepEqual(
      [
        verification.verdict,
        (document['score'] as { value: number }).value,
        'calibrations' in document,
      ],
      ['intact', 2, false],
    )
  }))

test('HR administration says why before it reads the ratings at a stage, and the employee reads of it; an attempt to calibrate them unread tells nobody what they are', () =>
  scenario(async (story) => {
    const { mia, partner, id, calibrate } = await atCalibration(story, 'managerAssessment')
    const { one } = story.as(story.hr).conversations.steps
    const why = '对照另外两条线，看这一段怎么定'
    const looks = async () =>
      (await story.as(mia).admin.access.mine({})).items.map(({ who, relation, kind, reason }) => [
        who?.name,
        relation,
        kind,
        reason,
      ])
    const before = await one({ id, stageKey })
    assert.deepEqual([before.asksWhy, before.ratings, before.calibrations], [true, null, []])
    // The one she has already, and another.
    for (const value of [3, 4])
      for (const who of [story.hr, partner])
        await assert.rejects(calibrate(who, { value }), refused('conversations.ratingsUnseen'))
    assert.deepEqual(await looks(), [])
    const { ratings, asksWhy } = await one({ id, stageKey, reason: why })
    const results = ratings?.find(({ key }) => key === 'results')
    assert.deepEqual([asksWhy, results?.rating?.zh], [false, 'B+'])
    assert.notEqual((await one({ id, stageKey })).ratings, null, 'for the day it is said')
    await calibrate(story.hr)
    assert.deepEqual(await looks(), [[story.hr.name, 'hrAdmin', 'ratings', why]])
    await story.settle()
    const { items } = await story.as(mia).notifications.notices({})
    assert.equal(items.filter(({ kind }) => kind === 'recordRead').length, 1)
    story.clock.now = new Date(story.clock.now.getTime() + 86_400_001)
    assert.equal((await one({ id, stageKey })).asksWhy, true, 'the next day it is asked again')
  }))

test('only a dimension the manager’s rating of which counts is offered for calibration', () =>
  scenario(async (story) => {
    const template = await templateWith(story, (body) => {
      const rated = fieldsOf(body, 'self').find(({ type }) => type === 'rating')!
      const part = body.sections.find(({ fields }) => fields.includes(rated))!
      const [first] = body.dimensions
      const label = { zh: '自己看', en: 'As I see it' }
      body.dimensions.push({ ...first!, key: 'ownView', label })
      part.fields.push({ ...rated, key: 'rating.ownView', label, dimension: 'ownView' })
      return body
    })
    const { partner, id, calibrate } = await atCalibration(story, 'managerAssessment', template)
    const { ratings } = await story.as(partner).conversations.steps.one({ id, stageKey })
    assert.deepEqual(
      [
        ratings?.some(({ key }) => key === 'results'),
        ratings?.some(({ key }) => key === 'ownView'),
      ],
      [true, false],
    )
    await assert.rejects(
      calibrate(partner, { dimension: 'ownView' }),
      refused('conversations.noSuchField'),
    )
  }))
