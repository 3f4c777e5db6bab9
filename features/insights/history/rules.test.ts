import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerTo } from '../../../test/support/talks.ts'
import type { SealedField } from '../../conversations/record/material/rules.ts'
import type { JsonObject } from '../../sealing/canonical/rules.ts'
import { annualResult } from '../../templates/library/annualResult/index.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import { groupOf } from '../../conversations/record/groups/rules.ts'
import type { PastTalk } from './contract.ts'
import { isEvidence, openForDecision, seesKeeping } from './policy.ts'
import { feeding, resultsIn, wishesIn } from './rules.ts'
import { countedIn, isSameScale, turnOf } from './shown/rules.ts'

/** A record in which every text says by which question it was asked. */
const record = (template: TemplateBody) =>
  ({
    locale: 'zh-CN',
    timezone: 'Asia/Shanghai',
    title: '年度面谈',
    cycle: null,
    template: { title: '年度面谈', version: 1 },
    paper: null,
    participants: [{ role: 'manager', name: '周晓岚' }],
    marks: [],
    held: { started_at: null, ended_at: null, channel: null, place: '', steps: [] },
    fields: template.sections.flatMap((section) =>
      section.fields
        .filter(
          ({ type, readers }) => /Text$/.test(type) && readers !== 'authorOnly' && readers !== 'hr',
        )
        .map((field): SealedField => ({
          key: field.key,
          part: section.part,
          group: groupOf(section, field),
          voice: 'both',
          label: field.label.zh,
          type: field.type,
          value: answerTo(field, `问题 ${field.key} `) as string,
        })),
    ),
    contributions: [],
    gaps: [],
    score: null,
    minutes: '',
    plan: [],
    attachments: [],
  }) as unknown as JsonObject

test('what may never feed a rating is no evidence, nor is a wish meant for the other of the two', () => {
  const document = record(annualResult)
  const feeds = new Map(
    annualResult.sections.flatMap(({ fields }) => fields.map((field) => [field.key, field])),
  )
  const asked = (value: unknown) =>
    [...JSON.stringify(value).matchAll(/问题 (\w+)/g)].map(([, key]) => key!)
  const told = asked(resultsIn(feeding(document, annualResult)))
  assert.deepEqual(
    told.filter((key) => !feeds.get(key)!.mayFeedRating),
    [],
  )
  assert.ok(asked(resultsIn(document)).length > told.length, 'beside others all of it is shown')
  assert.deepEqual(asked(wishesIn(document, annualResult)), ['growth'])
})

test('what was calibrated counts beside other talks, and what the manager gave stands with it', () => {
  const gaps = [
    { dimension: 'results', label: '业绩', self: 3, manager: 4 },
    { dimension: 'conduct', label: '协作', self: 3, manager: 4 },
    { dimension: 'growth', label: '成长', self: 4, manager: null },
  ]
  const used = [
    { dimension: 'results', value: 3 },
    { dimension: 'conduct', value: 4 },
    { dimension: 'growth', value: 2 },
  ]
  // The second was calibrated once, and given anew by the manager since: that counts.
  const calibrations = gaps.map(({ dimension, label }) => ({
    dimension,
    label,
    was: '超出',
    value: '符合',
    reason: '逐个对过',
    by: '周晓岚',
    at: '2026-11-21T08:00:00.000Z',
    was_read: false,
  }))
  const score = { value: 3, nearest: '符合', used, left_out: [] }
  const sealed = (told: object) =>
    resultsIn({ ...record(annualResult), gaps, score, ...told } as unknown as JsonObject)
  const counts = (told: object) =>
    sealed(told).dimensions.map(({ key, manager, calibrated }) => [
      manager,
      calibrated,
      countedIn(sealed(told), key),
    ])
  const expected = [
    [4, 3, 3],
    [4, null, 4],
    [null, 2, 2],
  ]
  assert.deepEqual(counts({ calibrations }), expected)
  const early = calibrations.map((each) => ({ ...each, dimension: undefined }))
  assert.deepEqual(counts({ calibrations: early }), expected, 'earlier records tell the label only')
})

test('a result is higher or lower on the same scale only', () => {
  const scale = [1, 2, 3].map((value) => ({ value, label: { zh: `${value}`, en: `${value}` } }))
  const talk = (value: number | null, points = scale) =>
    ({ scale: points, result: value === null ? null : { value: String(value) } }) as PastTalk
  const pick = ({ result }: PastTalk) => (result ? Number(result.value) : null)
  for (const [now, before, turn] of [
    [talk(3), talk(2), 'up'],
    [talk(1), talk(2), 'down'],
    [talk(2), talk(2), 'same'],
    [talk(3), talk(2, scale.slice(1)), 'otherScale'],
    [talk(null), talk(2), null],
    [talk(3), undefined, null],
  ] as const)
    assert.equal(turnOf(now, before, pick), turn)
  assert.equal(isSameScale({ scale: null }, { scale: null }), false)
})

test('who opens evidence, of which talks, and who reads whether promises were kept', () => {
  const opens = ['manager', 'nextManager', 'secondLine', 'hrbp', 'hrAdmin'] as const
  for (const relation of opens) assert.equal(openForDecision([relation]), null, relation)
  for (const relation of [
    'employee',
    'formerManager',
    'delegate',
    'handedOver',
    'auditor',
  ] as const)
    assert.equal(openForDecision([relation]), 'insights.decisionNotYours', relation)
  assert.equal(isEvidence('result'), true)
  for (const kind of ['return', 'preDecision'] as const) assert.equal(isEvidence(kind), false)
  assert.equal(seesKeeping(['hrAdmin']) || seesKeeping(['auditor']), false)
  assert.equal(seesKeeping(['hrAdmin', 'secondLine']), true)
})
