import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { agree, handIn, talkBetween } from '../../../test/support/talks.ts'
import { listening } from '../../templates/blocks/listening/rules.ts'
import type { TemplateBody } from '../../templates/contract.ts'

const worry = '母亲住院，下半年晚班怕是上不了'
const fourViews = listening.find(({ key }) => key === 'fourViews')!

/** HR's own template with the four views among what the employee writes first. */
async function withFourViews(story: Story) {
  const { templates } = story.as(story.hr)
  const annual = (await templates.list()).find(({ key }) => key === 'annualResult')!
  const { id } = await templates.start({ from: { versionId: annual.versionId, as: 'copy' } })
  const { body, revision } = await templates.draft({ id })
  const at = body.sections.findIndex(({ part, stage }) => part === 'self' && !stage)
  const asking = {
    ...body,
    sections: body.sections.map((section, index) =>
      index === at ? { ...section, fields: [...section.fields, ...fourViews.fields] } : section,
    ),
  } as TemplateBody
  const saved = await templates.save({ id, revision, body: asking })
  return (await templates.publish({ id, revision: saved.version, note: '' })).key as 'annualResult'
}

test('what the employee says of life at home the two read, HR never, and no record keeps', () =>
  scenario(async (story) => {
    const template = await withFourViews(story)
    const talk = await talkBetween(story, 'prepare', { template })
    const { id, employee, manager } = talk
    const partner = await story.hire('许一凡', { roles: ['hrbp'] })
    const reads = async (who: Someone) => {
      const { parts } = await story.as(who).conversations.get({ id })
      return JSON.stringify(parts).includes(worry)
    }
    await story.as(employee).conversations.saveAnswer({
      id,
      part: 'self',
      fieldKey: 'viewOfLife',
      value: worry,
      version: 0,
      clientId: newId(),
    })
    assert.equal(await reads(manager), false)
    await handIn(story, talk, 'self', employee)
    await handIn(story, talk, 'manager', manager)
    await story.settle()
    assert.deepEqual(
      [await reads(employee), await reads(manager), await reads(partner)],
      [true, true, false],
    )
    const leads = story.as(manager, { steppedUp: true }).conversations
    await leads.startTalk({ id, channel: 'inPerson' })
    await leads.endTalk({ id })
    await agree(story, talk)
    const { shownHash } = await leads.present({ id })
    assert.ok(!JSON.stringify(await leads.readPage({ id })).includes(worry))
    await leads.sign({ id, shownHash, outcome: 'agreed' })
    await story
      .as(employee, { steppedUp: true })
      .conversations.sign({ id, shownHash, outcome: 'agreed' })
    await story.settle()
    const sealed = await story.as(employee).conversations.sealedRecord({ id })
    assert.ok(!JSON.stringify(sealed).includes(worry))
    assert.deepEqual([await reads(employee), await reads(manager)], [true, true])
  }))
