import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ORPCError } from '@orpc/client'
import { admitted, askAgain, failureIn } from './admitted.ts'

const refused = (reason: string) => new ORPCError('FORBIDDEN', { data: { reason } })

test('what keeps somebody out leaves the page; a lost line and the question why stay on it', () => {
  const error = refused('conversations.reasonFirst')
  assert.throws(() => admitted({ error }), error)
  assert.throws(() => admitted({ error }, 'insights.writeWhy'), error)
  for (const [asked, why] of [
    [{ error }, 'conversations.reasonFirst'],
    [{ error: new TypeError('no network') }, undefined],
    [{ error: null }, undefined],
  ] as const)
    assert.equal(admitted(asked, why), asked)
})

test('a page that stands stays when asking again fails, unless its reader may see it no more', () => {
  const lost = new TypeError('no network')
  const gone = refused('conversations.notYours')
  assert.equal(failureIn({ data: { title: '季度面谈' }, error: lost }), null)
  assert.equal(failureIn({ data: undefined, error: lost }), lost)
  assert.equal(failureIn({ data: undefined, error: null }), null)
  assert.equal(failureIn({ data: { title: '季度面谈' }, error: gone }), gone)
  assert.equal(failureIn({ data: [], error: lost }, { data: undefined, error: gone }), gone)
})

test('asking again asks for what failed, and for that alone', () => {
  const asked: string[] = []
  const query = (name: string, isError: boolean) => ({
    isError,
    refetch: () => void asked.push(name),
  })
  askAgain(query('cycle', true), query('talks', false))
  assert.deepEqual(asked, ['cycle'])
})
