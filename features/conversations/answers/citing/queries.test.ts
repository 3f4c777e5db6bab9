import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { newId } from '../../../../platform/ids.ts'
import { scenario, type Story } from '../../../../test/support/scenario.ts'
import { talkBetween, type Talk } from '../../../../test/support/talks.ts'
import type { Evidence } from '../../../templates/contract.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason

const addLink = (story: Story, talk: Talk, fieldKey: string, link: string) =>
  story.as(talk.manager).conversations.addLink({
    id: talk.id,
    part: 'manager',
    fieldKey,
    link,
    label: '返工清单',
  })

const cite = (story: Story, talk: Talk, fieldKey: string, evidence: Evidence) =>
  story.as(talk.manager).conversations.saveAnswer({
    id: talk.id,
    part: 'manager',
    fieldKey,
    value: [
      {
        id: randomUUID(),
        text: '返工少了',
        kind: 'result',
        situation: '三月',
        evidence: [evidence],
      },
    ],
    version: 0,
    clientId: newId(),
  })

test('what may feed the rating cites nothing that hangs on a field which may not', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const outside = 'https://intern.example/support'
    await addLink(story, talk, 'supports', outside)
    const byAddress: Evidence = { kind: 'link', text: '返工清单', ref: outside }
    await assert.rejects(
      cite(story, talk, 'strengths', byAddress),
      refused('templates.citesOutside'),
    )
    // Where nothing feeds the rating it may be cited; and what is laid beside the talk, anywhere.
    await cite(story, talk, 'supports', byAddress)
    await addLink(story, talk, 'materials', 'https://intern.example/plan')
    await cite(story, talk, 'strengths', {
      kind: 'link',
      text: '计划',
      ref: 'https://intern.example/plan',
    })
    await addLink(story, talk, 'gaps', outside)
    await cite(story, talk, 'gaps', byAddress)
  }))

test('a sealed record with a rating says which of its parts never fed it, and whose words they are', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'sealed')
    const { page, document } = await story
      .as(talk.employee)
      .conversations.sealedRecord({ id: talk.id })
    const table = page.groups
      .flatMap(({ blocks }) => blocks)
      .find((block) => block.kind === 'table' && block.label === '没有进评价的内容')
    const rows = table?.kind === 'table' ? table.rows : []
    assert.deepEqual(rows.map(([who]) => who).toSorted(), ['主管', '双方', '员工'].toSorted())
    const said = rows.flatMap(([, what]) => what!.split('；'))
    const sealed = new Set((document['fields'] as { key: string }[]).map(({ key }) => key))
    for (const { fields } of talk.template.sections)
      for (const { key, label, mayFeedRating } of fields)
        if (sealed.has(key) && !mayFeedRating) assert.ok(said.includes(label.zh), key)
    assert.ok(!said.includes('亮点'))
    const unrated = await talkBetween(story, 'sealed', { template: 'monthly', flow: 'monthly' })
    const plain = await story.as(unrated.employee).conversations.sealedRecord({ id: unrated.id })
    assert.ok(!JSON.stringify(plain.page).includes('没有进评价'))
  }))
