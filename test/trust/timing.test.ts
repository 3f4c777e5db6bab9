import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { newId } from '../../platform/ids.ts'
import { scenario } from '../support/scenario.ts'
import { talkBetween } from '../support/talks.ts'

/** What is asked of the database while `work` runs, in order, but for what looks by itself for events to pass on. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const transactions: string[][] = []
  const under = new Map<pg.Client, string[]>()
  const original = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first] = given
    const text = typeof first === 'string' ? first : String((first as { text?: string }).text)
    if (text === 'begin' || !under.has(this)) {
      under.set(this, [])
      transactions.push(under.get(this)!)
    }
    under.get(this)!.push(text)
    return (original as (...all: unknown[]) => unknown).apply(this, given)
  } as typeof original
  try {
    await work()
  } finally {
    pg.Client.prototype.query = original
  }
  return transactions.filter(([, asks]) => !asks?.includes('from "outbox"')).flat()
}

test('#15: for somebody else’s record the same is asked of the database as for one that does not exist', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'sealed')
    const stranger = await story.hire('不相干的人')
    const absent = newId()
    const { conversations } = story.as(stranger)
    const asked: Record<string, (id: string) => Promise<unknown>> = {
      get: (id) => conversations.get({ id }),
      readPage: (id) => conversations.readPage({ id }),
      submitPart: (id) => conversations.submitPart({ id, part: 'self' }),
      present: (id) => conversations.present({ id }),
      'amending.of': (id) => conversations.amending.of({ conversationId: id }),
    }
    const refused = (ask: () => Promise<unknown>) => () =>
      assert.rejects(ask(), { code: 'NOT_FOUND' })
    for (const [name, ask] of Object.entries(asked)) {
      // Once before: what is looked up only the first time tells nothing about either.
      await refused(() => ask(newId()))()
      const foreign = await statementsOf(refused(() => ask(talk.id)))
      const none = await statementsOf(refused(() => ask(absent)))
      assert.ok(none.length > 0)
      assert.deepEqual(foreign, none, name)
    }
  }))
