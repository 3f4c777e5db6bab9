import assert from 'node:assert/strict'
import { added, beside, changed } from '../../features/flows/editing/rules.ts'
import type { FlowBody } from '../../features/flows/contract.ts'
import type { Section, TemplateBody } from '../../features/templates/contract.ts'
import { newId } from '../../platform/ids.ts'
import { agree, answersTo, inCycle } from './talks.ts'
import type { Someone, Story } from './scenario.ts'

/** The template of the year with a section of its own for whoever writes beside the manager. */
export async function templateWith(
  { as, hr }: Story,
  shape: (body: TemplateBody) => TemplateBody = (body) => body,
) {
  const { templates } = as(hr)
  const annual = (await templates.list()).find(({ key }) => key === 'annualResult')!
  const { id } = await templates.start({ from: { versionId: annual.versionId, as: 'copy' } })
  const { body, revision } = await templates.draft({ id })
  const section: Section = {
    key: 'dotted',
    label: { zh: '虚线主管的看法', en: 'How the dotted-line manager sees it' },
    part: 'manager',
    stage: 'form',
    fields: [
      {
        key: 'dottedView',
        type: 'longText',
        label: { zh: '一起做的项目', en: 'The project we did' },
        writer: 'manager',
        readers: 'pairAfterReveal',
        required: true,
        mayFeedRating: false,
      },
    ],
  }
  const saved = await templates.save({
    id,
    revision,
    body: shape({ ...body, sections: [...body.sections, section] }),
  })
  assert.deepEqual(saved.faults, [])
  const { key } = await templates.publish({ id, revision: saved.version, note: '' })
  return key
}

const named = (zh: string) => ({ label: { zh, en: zh } })

/** A flow of one's own from the base flow. @returns its key. */
export async function flowWith({ as, hr }: Story, shape: (base: FlowBody) => FlowBody) {
  const { flows } = as(hr)
  const base = (await flows.list()).find(({ key }) => key === 'base')!
  const { id } = await flows.start({ from: { versionId: base.versionId, as: 'copy' } })
  const { body, revision } = await flows.draft({ id })
  const { version, faults } = await flows.save({ id, revision, body: shape(body) })
  assert.deepEqual(faults, [])
  const { flowId } = await flows.publish({ id, revision: version, note: '' })
  return (await flows.get({ id: flowId })).key
}

/** Beside the manager somebody to whom the employee reports by a dotted line writes a part (E04). */
export const withDotted = (base: FlowBody): FlowBody =>
  beside(
    changed(added(base, 'managerAssessment', 'form'), 'form', {
      ...named('虚线主管的看法'),
      actor: { relation: 'dottedManager' },
    }),
    'form',
    true,
  )

/** Whoever stands above the manager agrees, or returns it with a reason. */
export const withApproval = (base: FlowBody): FlowBody =>
  changed(added(base, 'managerAssessment', 'approval'), 'approval', {
    ...named('上级审核'),
    due: { from: 'opened', days: 2, unit: 'working' },
    sendBackTo: ['managerAssessment'],
  })

/** Mia, her manager Theo, his manager Anna, and Dora, to whom she reports by a dotted line. */
export async function family(story: Story) {
  const anna = await story.hire('安总')
  const theo = await story.hire('西奥', { manager: anna })
  const dora = await story.hire('朵拉')
  const mia = await story.hire('米雅', { manager: theo })
  await story.services.database.inOrg(story.orgId, (db) =>
    db
      .insertInto('assignment')
      .values({
        orgId: story.orgId,
        id: newId(),
        personId: mia.personId,
        departmentId: story.departmentId,
        position: '',
        jobFamily: null,
        level: null,
        managerId: dora.personId,
        kind: 'dotted',
        fromOn: '2026-01-01',
        toOn: null,
        createdAt: story.clock.now,
      } as never)
      .execute(),
  )
  return { anna, theo, dora, mia }
}

/** Their talk of the year in this flow, which Mia and Theo write with `handIn`. */
export async function opened(
  story: Story,
  { mia, theo }: Record<'mia' | 'theo', Someone>,
  flow: string,
  template?: string,
) {
  const { ids, template: body } = await inCycle(story, [{ employee: mia, manager: theo }], {
    // A key of one's own, published a moment ago.
    flow: flow as 'base',
    ...(template && { template: template as 'annualResult' }),
  })
  await story.settle()
  const handIn = async (who: Someone, part: 'self' | 'manager', rating = 3, times = 0) => {
    const answers = answersTo(body, part, '写得具体一点，有时间有地点。', rating)
    await story.as(who).conversations.saveAnswers({
      id: ids[0]!,
      part,
      // `times` it has been handed in before.
      answers: answers.map(({ fieldKey, value, version }) => ({
        fieldKey,
        value,
        version: version + times,
      })),
      submit: true,
      clientId: newId(),
    })
  }
  /** From two opened parts to the page both read. @returns its hash. */
  const present = async () => {
    const asTheo = story.as(theo, { steppedUp: true }).conversations
    await asTheo.startTalk({ id: ids[0]!, channel: 'inPerson' })
    await asTheo.endTalk({ id: ids[0]! })
    await agree(story, { id: ids[0]!, employee: mia, manager: theo, template: body, shownHash: '' })
    return (await asTheo.present({ id: ids[0]! })).shownHash
  }
  const sign = async (shownHash: string) => {
    for (const who of [theo, mia])
      await story
        .as(who, { steppedUp: true })
        .conversations.sign({ id: ids[0]!, shownHash, outcome: 'agreed' })
    await story.settle()
  }
  return { id: ids[0]!, handIn, present, sign }
}
