import { cyclesJobs, launchQueue } from '../../features/cycles/launch/reactions.ts'
import type { Cycle, Draft } from '../../features/cycles/contract.ts'
import { startRuns } from '../../features/flows/queries.ts'
import { itIs } from './days.ts'
import type { Someone, Story } from './scenario.ts'

/** What a cycle's draft holds, without what the server adds to it. */
export const draftIn = ({
  name,
  kind,
  periodFrom,
  periodTo,
  startsOn,
  population,
  mapping,
  deadlines,
  pilot,
  expected,
}: Cycle): Draft => ({
  name,
  kind,
  periodFrom,
  periodTo,
  startsOn,
  population,
  mapping,
  deadlines,
  pilot,
  expected,
})

/** A shop with a lead and three people, on 2026-11-21 in Shanghai. */
export async function shop(story: Story) {
  await itIs(story, new Date('2026-11-21T02:00:00Z'))
  const theo = await story.hire('田超', { manager: story.hr, level: '主管', jobFamily: '生产' })
  const mia = await story.hire('吴刚', { manager: theo, level: '基层', jobFamily: '生产' })
  const lin = await story.hire('丁海燕', { manager: theo, level: '基层', jobFamily: '生产' })
  const new1 = await story.hire('范国庆', { manager: theo, level: '基层', hiredOn: '2026-11-01' })
  return { theo, mia, lin, new1 }
}

/** The HR admin's draft, ready to launch: nobody stands above HR itself. */
export async function ready(story: Story, change: (draft: Draft) => Partial<Draft> = () => ({})) {
  const api = story.as(story.hr).cycles
  const cycle = await api.create({ name: '2026 年度结果面谈', kind: 'result' })
  const draft = { ...draftIn(cycle), startsOn: '2026-11-23' }
  const population = { ...draft.population, withoutManager: 'noManagerPart' as const }
  return api.save({
    id: cycle.id,
    version: cycle.version,
    draft: { ...draft, population, ...change({ ...draft, population }) },
  })
}

/** Lets the launch job run as far as it comes. */
export const work = (story: Story, cycleId: string) =>
  cyclesJobs(story.services)[launchQueue]!({ orgId: story.orgId, cycleId })

/** A cycle of HR's that has been launched, every conversation made. */
export async function launched(
  story: Story,
  change?: (draft: Draft) => Partial<Draft>,
): Promise<Cycle> {
  const cycle = await ready(story, change)
  const api = story.as(story.hr).cycles
  const { people } = await api.dryRun({ id: cycle.id })
  await api.launch({ id: cycle.id, people })
  await work(story, cycle.id)
  return api.get({ id: cycle.id })
}

/** The row by which someone takes part in a cycle. */
export const participationOf = (story: Story, cycleId: string, someone: Someone) =>
  story.services.database.inOrg(story.orgId, (db) =>
    db
      .selectFrom('participation')
      .selectAll()
      .where('cycleId', '=', cycleId)
      .where('personId', '=', someone.personId)
      .executeTakeFirstOrThrow(),
  )

/** Opens the stages of everybody in a cycle, as conversations do. */
export const begun = (story: Story, cycleId: string, due: Record<string, string>) =>
  story.services.database.inOrg(story.orgId, async (db) => {
    const all = await db
      .selectFrom('participation')
      .selectAll()
      .where('cycleId', '=', cycleId)
      .execute()
    for (const [flow, some] of Map.groupBy(all, ({ flowVersionId }) => flowVersionId))
      await startRuns(
        db,
        story.orgId,
        some.map(({ conversationId }) => conversationId),
        flow,
        due,
        { ratingExists: true },
        story.clock.now,
      )
  })

/** All events of one kind, as they are stored. */
export const events = (story: Story, kind: string) =>
  story.services.database.inOrg(story.orgId, (db) =>
    db.selectFrom('event').selectAll().where('kind', '=', kind).execute(),
  )
