import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { addDays, dayIn } from '../../platform/clock.ts'
import { isWorkday, plainCalendar } from '../../features/org/calendar/rules.ts'
import { scenario, type Story } from '../support/scenario.ts'
import { crowd, type Person } from './people.ts'
import { eximServer, ownServer, withoutExim } from './servers.ts'
import { openWire } from './wire.ts'
import { startWorkers } from './workers.ts'

/** A few in every run of the suite; `npm run test:reminders` asks for ten thousand and thirty. */
const due = Number(process.env.CUXI_REMINDERS ?? 120)
const kills = Number(process.env.CUXI_REMINDER_KILLS ?? 2)
const isLong = due > 1000
const laterPercent = 4
const minute = 60_000

/** Ten in the morning of the next working day, in Shanghai. */
function nextMorning(): { day: string; aheadMs: number } {
  let day = dayIn('Asia/Shanghai', new Date())
  do day = addDays(day, 1)
  while (!isWorkday(plainCalendar, day))
  return { day, aheadMs: new Date(`${day}T10:00:00+08:00`).getTime() - Date.now() }
}

test(
  `${due} reminders, ${kills} workers killed, a mail server that comes and goes: none lost, none too many`,
  { timeout: isLong ? 110 * minute : 3 * minute },
  (t) =>
    scenario(async (story) => {
      const lacking = isLong ? withoutExim() : 'the short run needs no other'
      if (isLong && lacking) t.diagnostic(`${lacking}: smtp-server instead`)
      const server = await (lacking ? ownServer : eximServer)(laterPercent)
      const wire = await openWire(server.port, { inside: 0.01, after: 0.04 })
      const { day, aheadMs } = nextMorning()
      await story.settle()
      const { waiting, idle } = await crowd(story, { due, day, port: wire.port })
      await server.start()
      const workers = startWorkers({
        url: story.services.database.url,
        dataDir: story.services.config.dataDir,
        orgId: story.orgId,
        aheadMs,
        holdMs: isLong ? 15_000 : 3000,
      })
      const finished: Person[] = []
      let killed = 0
      let stops = 0
      const began = performance.now()
      try {
        const wanted = Math.ceil(due / 10)
        const batch = Math.ceil(wanted / 20)
        const stopsWanted = isLong ? 12 : 1
        for (let at = await progress(story, due); at < 1; at = await progress(story, due)) {
          if (killed < kills && at > (killed + Math.random()) / (kills + 1)) {
            await workers.killOne()
            killed++
          }
          if (stops < stopsWanted && at > 0.5 + (stops + Math.random()) / (2 * stopsWanted + 2)) {
            await server.stop()
            await pause(Math.random() * (isLong ? 3000 : 500))
            finished.push(...(await finishSome(story, waiting, finished, batch)))
            await server.start()
            stops++
          }
          if (finished.length < at * wanted)
            finished.push(...(await finishSome(story, waiting, finished, batch)))
          if (performance.now() - began > (isLong ? 100 : 2) * minute)
            throw new Error(`only ${Math.round(at * 100)} % after all this time\n${workers.said()}`)
          await pause(isLong ? 250 : 30)
        }
      } finally {
        await workers.end()
        await server.stop()
        await wire.close()
      }
      const taken = await server.taken()
      const deferred = await server.deferred()
      await server.remove()

      const byReceiver = Map.groupBy(taken, ({ to }) => to)
      const isFinished = new Set(finished.map(({ address }) => address))
      const lost = waiting.filter(
        ({ address }) => !isFinished.has(address) && !byReceiver.has(address),
      )
      const needless = [...finished, ...idle].filter(({ address }) => byReceiver.has(address))
      const known = new Set(waiting.map(({ address }) => address))
      const others = [...byReceiver.keys()].filter((address) => !known.has(address))
      const twice = [...byReceiver.values()].filter(
        (mails) => new Set(mails.map(({ messageId }) => messageId)).size > 1,
      )
      const seconds = Math.round((performance.now() - began) / 1000)
      t.diagnostic(
        `${server.name}: ${due} due, ${killed} workers killed, server stopped ${stops} times, ` +
          `said "later" ${deferred} times, ${wire.cuts.inside} connections cut inside a mail and ${wire.cuts.after} after it; ` +
          `${taken.length} mails taken, ${lost.length} lost, ${needless.length} to people with nothing open ` +
          `(${finished.length} had finished in between, ${idle.length} never had anything), ` +
          `${taken.length - byReceiver.size} duplicates under the same Message-ID, ${twice.length} under another; ${seconds} s`,
      )
      assert.deepEqual(lost, [])
      assert.deepEqual(needless, [])
      assert.deepEqual(others, [])
      assert.deepEqual(twice, [])
      assert.ok(finished.length > 0)
      assert.equal(killed, kills)
      assert.ok(stops > 0)
      assert.deepEqual(await statesOf(story), ['needless', 'sent'])
    }),
)

/** Half of it is putting words into the outbox, half is sending them. */
async function progress({ services, orgId }: Story, all: number): Promise<number> {
  const { rows } = await services.database.inOrg(orgId, (db) =>
    sql<{ made: number; settled: number; over: boolean }>`
      select count(*)::int as made, count(*) filter (where state <> 'waiting')::int as settled,
             exists (select from reminder_run) as over
        from delivery where kind = 'reminder'`.execute(db),
  )
  const { made, settled, over } = rows[0]!
  return over && settled === made ? 1 : Math.min(0.999, (Math.min(made, all) + settled) / (2 * all))
}

/**
 * Some people hand in what they were to be reminded of, most of them while the word to them waits, and
 * all before anybody has taken it up: from now on nothing may be sent to them.
 */
async function finishSome(
  { services, orgId }: Story,
  waiting: Person[],
  finished: Person[],
  count: number,
): Promise<Person[]> {
  const done = new Set(finished.map(({ id }) => id))
  return services.database.inOrg(orgId, async (db) => {
    const { rows: next } = await sql<{ personId: string }>`
      select person_id from delivery where kind = 'reminder' and state = 'waiting' and message_id is null
       order by random() limit ${4 * count}`.execute(db)
    const isNext = new Set(next.map(({ personId }) => personId))
    const some = waiting
      .filter(({ id }) => !done.has(id))
      .map((person) => ({ person, at: Math.random() - (isNext.has(person.id) ? 1 : 0) }))
      .sort((a, b) => a.at - b.at)
      .slice(0, count)
      .map(({ person }) => person)
    const words = await db
      .selectFrom('delivery')
      .select(['personId', 'messageId'])
      .where('orgId', '=', orgId)
      .where(
        'personId',
        'in',
        some.map(({ id }) => id),
      )
      .forUpdate()
      .execute()
    const takenUp = new Set(words.filter(({ messageId }) => messageId).map((word) => word.personId))
    const free = some.filter(({ id }) => !takenUp.has(id))
    if (free.length === 0) return []
    await db
      .updateTable('stage')
      .set({ doneAt: new Date() })
      .where('orgId', '=', orgId)
      .where('kind', '=', 'selfAssessment')
      .where('runId', 'in', (talk) =>
        talk
          .selectFrom('conversation')
          .select('id')
          .where('orgId', '=', orgId)
          .where(
            'employeeId',
            'in',
            free.map(({ id }) => id),
          ),
      )
      .execute()
    return free
  })
}

const statesOf = ({ services, orgId }: Story) =>
  services.database.inOrg(orgId, async (db) => {
    const rows = await db
      .selectFrom('delivery')
      .select('state')
      .distinct()
      .where('kind', '=', 'reminder')
      .orderBy('state')
      .execute()
    return rows.map(({ state }) => state)
  })
