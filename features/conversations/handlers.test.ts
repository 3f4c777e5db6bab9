import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario } from '../../test/support/scenario.ts'
import { talkBetween } from '../../test/support/talks.ts'

test('two people prepare, talk, agree and sign; the record is sealed and intact', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'sealed', { text: '网关迁移按期完成' })
    const workspace = await story.as(talk.employee).conversations.get({ id: talk.id })
    assert.equal(workspace.phase, 'follow')
    assert.equal(workspace.outcome, 'agreed')
    const sealed = await story.as(talk.employee).conversations.sealedRecord({ id: talk.id })
    assert.equal(sealed.verification.verdict, 'intact')
    assert.deepEqual(
      sealed.signatures.map(({ role, outcome }) => `${role} ${outcome}`),
      ['manager agreed', 'employee agreed'],
    )
  }))
