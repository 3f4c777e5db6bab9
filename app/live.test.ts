import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { onSite } from '../test/support/site.ts'
import { talkBetween } from '../test/support/talks.ts'
import type { Visitor } from '../test/support/http.ts'

/** What an open page hears until nothing has come for a while. */
async function hears(visitor: Visitor, subjects: string[], meanwhile: () => Promise<unknown>) {
  const ended = new AbortController()
  const answer = await visitor.send(`/api/live?subjects=${subjects.join(',')}`, {
    signal: ended.signal,
  })
  assert.equal(answer.status, 200)
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += value
    }
  })().catch(() => {})
  await meanwhile()
  for (let before = -1; before !== text.length; await pause(300)) before = text.length
  ended.abort()
  await reading
  return [...text.matchAll(/^data: (.*)$/gm)].map(
    ([, line]) => JSON.parse(line!) as { kind: string; subject: string },
  )
}

test('a page that begins to listen after something happened hears of it, once', () =>
  onSite(async (site) => {
    const talk = await talkBetween(site, 'open')
    await site.settle()
    const employee = await site.visit(talk.employee)
    const news = await hears(employee, [talk.id], async () => {})
    // Once, and not what it was: that a rating was calibrated is not for everybody who may look at a talk.
    assert.deepEqual(news, [{ kind: 'changed', subject: talk.id }])
  }))

test('nobody hears of a conversation that is not theirs, neither now nor afterwards', () =>
  onSite(async (site) => {
    const talk = await talkBetween(site, 'open')
    const stranger = await site.hire('路过的人')
    const visitor = await site.visit(stranger)
    const news = await hears(visitor, [talk.id, talk.employee.personId], () =>
      site.as(talk.manager).conversations.beat({ id: talk.id }),
    )
    assert.deepEqual(news, [])
  }))

test('without a session there is no stream', () =>
  onSite(async (site) => {
    const nobody = await fetch(`${site.url}/api/live?subjects=`, {
      headers: { cookie: 'cuxi.session_token=a.b' },
    })
    assert.equal(nobody.status, 401)
  }))

test('after the database was away for a moment, open pages are sent to ask again', () =>
  onSite(async (site) => {
    const visitor = await site.visit(site.hr)
    const answer = await visitor.send(`/api/live?subjects=${site.hr.personId}`)
    const { rowCount } = await site.services.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query = 'listen cuxi'`,
    )
    assert.equal(rowCount, 1)
    // The stream ends by itself; a page's EventSource then comes back.
    assert.match(await answer.text(), /^retry: 1000/)
  }))

test('whoever goes while being let in leaves nothing running behind', () =>
  onSite(async (site) => {
    const visitor = await site.visit(site.hr)
    const beats = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length
    const before = beats()
    for (let n = 0; n < 12; n++) {
      const gone = new AbortController()
      const asked = visitor.send(`/api/live?subjects=${site.hr.personId}`, { signal: gone.signal })
      await pause(n)
      gone.abort()
      await asked.catch(() => {})
    }
    // A few belong to the requests themselves; one more for each visit would be a leak.
    for (let n = 0; n < 20 && beats() > before + 8; n++) await pause(500)
    assert.ok(beats() <= before + 8, `${beats()} timers after ${before}`)
  }))
