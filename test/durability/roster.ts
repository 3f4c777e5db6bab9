import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { ask, type Visitor } from '../support/http.ts'

/** A roster of so many is uploaded and confirmed; the job writes it while other things happen. */
export async function beginImport(hr: Visitor, peopleOnTheRoster: number): Promise<string> {
  const rows = Array.from(
    { length: peopleOnTheRoster },
    (_, n) => `P${n},名册${n},试验工厂/车间${n % 20},${n === 0 ? 'HR001' : 'P0'},2020-01-01,在职`,
  )
  const file = ['工号,姓名,部门,直属上级工号,入职日期,人员状态', ...rows].join('\n')
  const uploaded = await hr.send('/api/files/roster/new?name=roster.csv', {
    method: 'POST',
    body: file,
  })
  assert.equal(uploaded.status, 200, await uploaded.clone().text())
  const { json } = (await uploaded.json()) as { json: { id: string } }
  const review = await hr.api.org.import.get({ id: json.id })
  const part = await hr.api.org.import.cover({
    id: json.id,
    revision: review.revision,
    coverage: 'part',
    absent: 'keep',
  })
  assert.equal(
    part.counts.new,
    peopleOnTheRoster,
    JSON.stringify({ counts: part.counts, faults: part.faults }),
  )
  await hr.api.org.import.confirm({ id: json.id, revision: part.revision, counts: part.counts })
  return json.id
}

/** A cycle for everybody on the roster is launched; the job goes on through what follows. */
export async function beginLaunch(
  hr: Visitor,
  importId: string,
  peopleOnTheRoster: number,
): Promise<string> {
  await until(
    async () => (await hr.api.org.import.get({ id: importId })).state === 'written',
    'the import is written',
  )
  const { people } = await hr.api.org.people({ q: 'P', limit: 1 })
  assert.ok(people.length > 0)
  const { departments } = await hr.api.org.tree()
  const shops = departments.filter(({ path }) => path.includes('车间')).map(({ id }) => id)
  const draft = await hr.api.cycles.create({ name: '年度结果面谈', kind: 'result' })
  const saved = await hr.api.cycles.save({
    id: draft.id,
    version: draft.version,
    draft: {
      ...draft,
      population: { ...draft.population, departmentIds: shops, withoutManager: 'noManagerPart' },
    },
  })
  const plan = await hr.api.cycles.dryRun({ id: saved.id })
  assert.equal(plan.people, peopleOnTheRoster)
  await hr.api.cycles.launch({ id: saved.id, people: plan.people })
  return saved.id
}

/** What import and launch have come to, once they are done. */
export async function launchedTo(hr: Visitor, importId: string, cycleId: string) {
  await until(
    async () => (await hr.api.cycles.get({ id: cycleId })).launchedAt !== null,
    'the cycle is launched',
  )
  const conversations = new Set<string>()
  let participants = 0
  for (let after: string | undefined; ;) {
    const page = await hr.api.cycles.participants({ id: cycleId, after, limit: 200 })
    participants += page.items.length
    for (const { conversationId } of page.items) conversations.add(conversationId)
    if (!page.next) break
    after = page.next
  }
  // Their conversations are opened in reaction to the launch: a moment after it, longer on a busy machine.
  const isOpen = async () =>
    (await ask(hr, 'conversations.get', { id: [...conversations][0] })).status === 200
  await until(isOpen, 'a conversation of the cycle is open')
  const written = (await hr.api.org.import.get({ id: importId })).written
  return { imported: written?.counts.new, participants, conversations: conversations.size }
}

/** Waits until something is so, ten minutes at most. */
export async function until(isSo: () => Promise<boolean>, what: string) {
  for (const began = performance.now(); !(await isSo()); await pause(200))
    if (performance.now() - began > 600_000) throw new Error(`ten minutes, and still not: ${what}`)
}
