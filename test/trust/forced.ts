import { forced } from './forcing.ts'
import type { Someone } from '../support/scenario.ts'

// What is read with its rules forced open is read after that.
const { sql } = await import('kysely')
const { contract } = await import('../../app/contract.ts')
const { bySession, throughDoor } = await import('../../app/door.ts')
const { apiFor } = await import('../../app/router.ts')
const { downloads, fileAddresses } = await import('../../app/transfer.ts')
const { stopPrinting } = await import('../../features/sealing/archive/handlers.ts')
const { callOf, procedures, sample } = await import('../support/procedures.ts')
const { readAll } = await import('../support/reading.ts')
const { newStory } = await import('../support/scenario.ts')
const { afterwards } = await import('./later.ts')
const { live, secret, word } = await import('./life.ts')

const story = await newStory()
const manager = await story.hire('周晓岚')
const employee = await story.hire('陈一鸣', { manager })
const talks = await live(story, { employee, manager })
await afterwards(story, { employee, manager }, talks)
const roles = ['hrAdmin', 'auditor'] as const
const keeper = await story.hire('系统管理员', { roles: ['itAdmin', ...roles] })
const guard = await story.hire('安全管理员', { roles: ['securityAdmin', ...roles] })
const colleague = await story.hire('路人', { roles: [...roles] })

/** The newest row of every table that has rows by themselves, by the table's name. */
const newest = await story.services.database.inOrg(story.orgId, async (db) => {
  const tables = await sql<{
    name: string
  }>`select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name in ('id', 'org_id') and data_type = 'uuid'
    group by 1 having count(*) = 2`.execute(db)
  const found = new Map<string, string>()
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(name)}
      where org_id = ${story.orgId} order by id desc limit 1`.execute(db)
    if (rows[0]) found.set(name, rows[0].id)
  }
  return found
})

/** What `id` means below a name, by its table; everywhere else it is one of the talks. */
const tablesOf: [RegExp, string[]][] = [
  [/^conversations\.appeals\./, ['appeal']],
  [/^conversations\.glass\./, ['break_glass']],
  [/^conversations\.intervention\./, ['intervention', 'talent_mark']],
  [/^conversations\.steps\./, ['talk_step']],
  [/^scheduling\.|^meeting-ics$/, ['meeting']],
  [/^commitments\./, ['commitment']],
  [/^admin\.audit\.exports\.|^(records|chains)$/, ['chain_export']],
  [/^admin\.privacy\./, ['data_request']],
  [/^attachment$/, ['attachment']],
]
const idsFor = (name: string) => [
  ...(/^(conversations|scheduling)\./.test(name) ? [talks.open] : []),
  talks.sealed,
  ...(tablesOf.find(([pattern]) => pattern.test(name))?.[1] ?? []).flatMap(
    (table) => newest.get(table) ?? [],
  ),
]

/** What a shape alone does not tell: words that are demanded, and what is looked for. */
const besides: Record<string, object> = {
  'conversations.archive': { text: word },
  'insights.history.evidence': { purpose: 'promotion', reason: '要看看两次之间的变化' },
}

// Nothing of what is asked from here on stays.
const { database } = story.services
const gone = new Error('gone again')
const inOrg: typeof database.inOrg = async (orgId, work) => {
  let answer: Awaited<ReturnType<typeof work>>
  const passing = database.inOrg(orgId, async (db) => {
    answer = await work(db)
    throw gone
  })
  return passing.catch((error) => {
    if (error === gone) return answer
    throw error
  }) as ReturnType<typeof work>
}
const services = { ...story.services, database: { ...database, inOrg } }

const holdsWords = (text: string | undefined) => [word, secret].some((one) => text?.includes(one))

/** Every procedure and every address of a file, asked by somebody; which of them told something that was said. */
async function askAll(someone: Someone) {
  await story.as(someone, { steppedUp: true }).accounts.me()
  const token = `token-${someone.accountId}`
  const entrance = bySession({ token, ip: '10.0.0.7', userAgent: 'test' })
  const api = apiFor(services, entrance, () => story.clock.now)
  const told = new Set<string>()
  let asked = 0
  for (const { name, input } of procedures(contract))
    for (const id of idsFor(name)) {
      const isPerson = /person|employee|toId|handler|witness/i
      const shape = sample(input, (key) => (isPerson.test(key) ? employee.personId : id))
      asked++
      const answer = await callOf(
        api,
        name,
      )(besides[name] ? Object.assign({}, shape, besides[name]) : shape).then(
        JSON.stringify,
        (error: Error) => error.message,
      )
      if (holdsWords(answer)) told.add(name)
    }
  for (const what of fileAddresses.downloads)
    for (const id of idsFor(what)) {
      asked++
      if (holdsWords(await downloaded(what, id, entrance))) told.add(what)
    }
  return { told: [...told], asked }
}

/** What a file says that is handed out to somebody, or why it is not. */
async function downloaded(what: string, id: string, entrance: ReturnType<typeof bySession>) {
  const chunks: Uint8Array[] = []
  const take = (chunk?: Uint8Array | string) => {
    if (chunk) chunks.push(Buffer.from(chunk))
    return true
  }
  const response = { writeHead: () => response, write: take, end: take, destroy: () => {} }
  const url = `/api/files/${what}/${id}?reason=${encodeURIComponent('要看看两次之间的变化')}`
  const behind: Parameters<typeof downloads>[2] = (work) =>
    throughDoor(services, entrance, story.clock.now, work)
  await downloads({ url, method: 'GET' } as never, response as never, behind, () => {}).catch(
    () => {},
  )
  return readAll(Buffer.concat(chunks)).text
}

globalThis.forcedOpen = true
const [keepers, guards, colleagues] = [
  await askAll(keeper),
  await askAll(guard),
  await askAll(colleague),
]
const asked = keepers.asked + guards.asked + colleagues.asked
process.stdout.write(
  `FORCED ${JSON.stringify({
    forced: forced.size,
    procedures: [...procedures(contract)].length + fileAddresses.downloads.length,
    asked,
    told: [...keepers.told, ...guards.told],
    reader: colleagues.told,
  })}\n`,
)
stopPrinting()
await story.close()
process.exit(0)
