import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario } from '../../../test/support/scenario.ts'
import { talkBetween, type Stop } from '../../../test/support/talks.ts'
import { annualResult } from '../../templates/library/annualResult/index.ts'
import { monthly } from '../../templates/library/monthly.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import type { PreviewEyes, PreviewPhase } from './contract.ts'
import { rightsIn } from './policy.ts'

const rightsOf = (template: TemplateBody, eyes: PreviewEyes, phase: PreviewPhase) => {
  const keys = template.sections.flatMap(({ fields }) => fields.map(({ key }) => key))
  const rights = rightsIn(template.sections, eyes, phase)
  return Object.fromEntries(keys.map((key, at) => [key, rights[at]!]))
}

test('before both are in, each writes their own part and reads nothing of the other’s', () => {
  const employee = rightsOf(monthly, 'employee', 'prepare')
  assert.deepEqual(
    [employee.selfBest, employee.selfReminder, employee.noticed],
    ['write', 'write', 'none'],
  )
  const manager = rightsOf(monthly, 'manager', 'prepare')
  assert.deepEqual(
    [manager.selfBest, manager.noticed, manager.ownReminder],
    ['none', 'write', 'write'],
  )
})

test('a note to oneself stays with its author in every phase', () => {
  for (const phase of ['opened', 'talk', 'agree', 'sealed'] as const) {
    assert.equal(rightsOf(monthly, 'manager', phase).selfReminder, 'none', phase)
    assert.equal(rightsOf(monthly, 'hr', phase).selfReminder, 'none', phase)
  }
})

test('what only the two read stays between them in every phase', () => {
  const [first, ...others] = monthly.sections
  const [field, ...rest] = first!.fields
  const fields = [{ ...field!, readers: 'pairOnly' as const }, ...rest]
  const form: TemplateBody = { ...monthly, sections: [{ ...first!, fields }, ...others] }
  for (const phase of ['opened', 'talk', 'agree', 'sealed'] as const) {
    const seen = (eyes: PreviewEyes) => rightsOf(form, eyes, phase)[field!.key]
    assert.deepEqual([seen('employee'), seen('manager'), seen('hr')], ['read', 'read', 'none'])
  }
})

test('a note on the difference is written between the opening and the talk', () => {
  const note = annualResult.sections.find(({ stage }) => stage === 'differenceNote')!.fields[0]!.key
  const at = (eyes: PreviewEyes, phase: PreviewPhase) => rightsOf(annualResult, eyes, phase)[note]
  assert.equal(at('manager', 'prepare'), 'read')
  assert.equal(at('manager', 'opened'), 'write')
  assert.equal(at('employee', 'opened'), 'none')
  assert.notEqual(at('manager', 'talk'), 'write')
})

test('what a form of the flow asks somebody else is written by neither of the two', () => {
  const section = monthly.sections.find(({ part }) => part === 'agreement')!
  const asked: TemplateBody = { ...monthly, sections: [{ ...section, stage: 'form' }] }
  for (const eyes of ['employee', 'manager', 'hr'] as const)
    for (const phase of ['prepare', 'opened', 'talk', 'agree'] as const)
      assert.equal(Object.values(rightsOf(asked, eyes, phase)).includes('write'), false)
})

test('what is sealed nobody writes', () => {
  for (const eyes of ['employee', 'manager', 'hr'] as const)
    assert.equal(Object.values(rightsOf(annualResult, eyes, 'sealed')).includes('write'), false)
})

const stopOf: Record<Exclude<PreviewPhase, 'agree'>, Stop> = {
  prepare: 'prepare',
  opened: 'open',
  talk: 'talk',
  sealed: 'sealed',
}

test('the preview shows what a real talk shows', () =>
  scenario(async (story) => {
    for (const phase of ['prepare', 'opened', 'talk', 'sealed'] as const) {
      const talk = await talkBetween(story, stopOf[phase], { flow: 'base' })
      for (const eyes of ['employee', 'manager'] as const) {
        const rights = rightsOf(talk.template, eyes, phase)
        const { parts } = await story.as(talk[eyes]).conversations.get({ id: talk.id })
        for (const { kind, answers } of parts)
          for (const key of Object.keys(answers))
            if (rights[key])
              assert.notEqual(rights[key], 'none', `${eyes} in ${phase} reads ${kind}.${key}`)
        const hidden = Object.keys(rights).filter((key) => rights[key] === 'none')
        const shown = new Set(parts.flatMap(({ answers }) => Object.keys(answers)))
        assert.deepEqual(
          hidden.filter((key) => shown.has(key)),
          [],
        )
      }
    }
  }))
