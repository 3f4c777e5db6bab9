import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { serve } from '../../app/server.ts'
import { fileAddresses } from '../../app/transfer.ts'
import { log } from '../../platform/log.ts'
import type { Visitor } from '../support/http.ts'
import { scenario } from '../support/scenario.ts'
import { deputyMay, identities, type Identity } from './identities.ts'
import { mayHave } from './journeys.ts'
import { afterwards } from './later.ts'
import { canary, live, overheard, type Request } from './life.ts'
import { filesWith, rowsWith } from './lying.ts'

/** Writes of a deputy are not sent: they would do the manager's work. */
const writes = new Set([...deputyMay].filter((name) => !/\.get$|\.beat$/.test(name)))

/** What an office decides beside whoever decides it here: it is not sent, for it would be decided. */
const decides: Record<string, RegExp> = {
  'security administrator': /\.glass\.(decide|end)$|\.exports\.decide$/,
  'HR in the line of the person': /\.exports\.decide$|\.glass\.end$/,
}
/** Their own request for the same, which opens nothing before a second person agrees. */
const asksToo = new Set(['HR in the line of the person', 'auditor outside the engagement'])

const listening = new AsyncLocalStorage<Identity>()

const call = (visitor: Visitor, { name, input }: Request) =>
  (
    name
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], visitor.api) as (
      input: unknown,
    ) => Promise<unknown>
  )(input)

test('every request of a life of talks, sent again as twelve others, gets them nothing', (t) =>
  scenario(async (story) => {
    const serving = await serve(story.services, null)
    const realFetch = globalThis.fetch
    const realWrite = process.stderr.write.bind(process.stderr)
    let logged = ''
    try {
      const manager = await story.hire('周晓岚')
      const employee = await story.hire('陈一鸣', { manager })
      const others = await identities(story, serving.url, { employee, manager })
      globalThis.fetch = async (...given) => {
        const response = await realFetch(...given)
        const identity = listening.getStore()
        if (identity) identity.heard += await response.clone().text()
        return response
      }
      process.stderr.write = ((chunk: unknown) => ((logged += String(chunk)), true)) as never
      const succeeded: string[] = []
      let requests = 0
      let replays = 0
      let revealed = false
      const ofAllTalks = async () => {
        const talks = await story.services.database.inOrg(story.orgId, (db) =>
          db.selectFrom('conversation').select(['id', 'employeeId']).execute(),
        )
        return [employee.personId, ...talks.flatMap(({ id, employeeId }) => [id, employeeId])]
      }
      const { story: heard, words } = overheard(story, async (request) => {
        requests++
        const ids = await ofAllTalks()
        // Both parts are in by the time somebody writes a note beside them.
        if (JSON.stringify(request.input ?? null).includes('privateNote')) revealed = true
        await Promise.all(
          [...others].map(([who, identity]) =>
            listening.run(identity, async () => {
              const may = identity.isDeputy && revealed && deputyMay.has(request.name)
              if (may && writes.has(request.name)) return
              if (decides[who]?.test(request.name)) return
              replays++
              const answer = await call(identity.visitor, request).then(
                (given) => JSON.stringify(given ?? null),
                () => null,
              )
              const isTheirs =
                may ||
                (asksToo.has(who) && request.name === 'admin.audit.exports.ask') ||
                (answer !== null && mayHave(who, request.name, true, answer, ids))
              if (answer !== null && !isTheirs) succeeded.push(`${who}: ${request.name}`)
            }),
          ),
        )
      })
      const talks = await live(heard, { employee, manager })
      const { exportId } = await afterwards(heard, { employee, manager }, talks)
      for (const [who, identity] of others)
        await listening.run(identity, async () => {
          for (const what of fileAddresses.downloads) {
            replays++
            for (const id of [talks.sealed, exportId]) {
              const { status } = await identity.visitor.send(`/api/files/${what}/${id}?reason=x`)
              if (status < 400) succeeded.push(`${who}: ${what}`)
            }
          }
        })
      assert.deepEqual(succeeded, [], 'unexpected successes')
      const foreign = [...others].flatMap(([who, { heard: bytes, isDeputy }]) =>
        [...bytes.matchAll(isDeputy ? /(GEHEIM|GRUND)\d+X/g : new RegExp(canary, 'g'))].map(
          ([found]) => `${who} received ${found}`,
        ),
      )
      assert.deepEqual(foreign, [], 'words of others in what came back')
      // One that is planted proves that others would have been found.
      const planted = 'KANARIE0X'
      log('replay.planted', { planted })
      assert.deepEqual(logged.match(new RegExp(canary, 'g')), [planted], 'words of people in logs')
      // #13: what IT reaches beside the pages: rows behind its own door, the jobs, the data folder.
      const keeper = await story.hire('另一位系统管理员', { roles: ['itAdmin'] })
      await story.as(keeper).accounts.me()
      const { rows, found } = await rowsWith(story, keeper, /(KANARIE|GEHEIM)\d+X/)
      assert.deepEqual(found, [], 'words of people in tables IT can read')
      assert.ok((await rowsWith(story, employee, /KANARIE\d+X/)).found.length >= 5)
      const { dataDir } = story.services.config
      const files = await filesWith(dataDir, /(?:)/)
      assert.ok(files.length > 0, 'the product keeps files')
      const beside = join(dirname(files.at(-1)!), 'planted')
      await writeFile(beside, `\0${planted}\0`)
      assert.deepEqual(await filesWith(dataDir, canary), [beside], 'words in files')
      assert.ok(others.get('deputy')!.heard.includes('KANARIE'), 'the deputy reads what is open')
      assert.ok(requests >= 75 && words() >= 70, `${requests} requests, ${words()} words`)
      t.diagnostic(
        `${requests} requests, ${replays} replays as ${others.size} identities, ${words()} words of their own: 0 successes, 0 foreign words, none in ${rows} rows that IT can read`,
      )
    } finally {
      globalThis.fetch = realFetch
      process.stderr.write = realWrite as never
      await serving.stop()
    }
  }))
