import pg from 'pg'
import type { Draft } from '../features/cycles/contract.ts'
import { cyclesJobs, launchQueue } from '../features/cycles/launch/reactions.ts'
import { importQueue, takeRoster } from '../features/org/import/handlers.ts'
import { importJobs } from '../features/org/import/reactions.ts'
import type { Company } from './support.ts'

/** From the uploaded file to people, as HR does it: upload, look, confirm, and the job that follows. */
export async function importFile(company: Company, file: Buffer, name = 'roster.csv') {
  const { id } = await company.behind((context) => takeRoster(context, file, name))
  const review = await company.api.org.import.get({ id })
  await company.api.org.import.confirm({ id, revision: review.revision, counts: review.counts })
  await importJobs(company.services.database)[importQueue]!({ orgId: company.orgId, importId: id })
  return company.api.org.import.get({ id })
}

/** A draft for everybody but HR itself, with the templates and flows that are proposed. @returns its id. */
export async function draftCycle(
  { api, hrId }: Company,
  name: string,
): Promise<{ id: string; people: number }> {
  const cycle = await api.cycles.create({ name, kind: 'result' })
  const { kind, periodFrom, periodTo, startsOn, population, mapping, deadlines, pilot, expected } =
    cycle
  const draft: Draft = {
    name,
    kind,
    periodFrom,
    periodTo,
    startsOn,
    mapping,
    deadlines,
    pilot,
    expected,
    population: { ...population, excludedIds: [hrId], withoutManager: 'noManagerPart' },
  }
  await api.cycles.save({ id: cycle.id, version: cycle.version, draft })
  const { people } = await api.cycles.dryRun({ id: cycle.id })
  return { id: cycle.id, people }
}

/** Launches a draft: the click, the job, and every reaction until the outbox is empty. */
export async function launchCycle(
  company: Company,
  { id, people }: { id: string; people: number },
) {
  await company.api.cycles.launch({ id, people })
  await finishLaunch(company, id)
}

/** The job again, as the next worker does after one was killed. */
export async function finishLaunch({ services, orgId, settle }: Company, cycleId: string) {
  await cyclesJobs(services)[launchQueue]!({ orgId, cycleId })
  await settle()
}

/** A plain connection that sees one organization: floors and end states use nothing of ours. */
export async function plainly({
  databaseUrl,
  orgId,
}: Pick<Company, 'databaseUrl' | 'orgId'>): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  await client.query(
    `select set_config('cuxi.org', $1, false), set_config('cuxi.content', 'all', false)`,
    [orgId],
  )
  return client
}

/** One number a query answers with. */
export const count = async (client: pg.Client, text: string, values: unknown[] = []) =>
  Number(Object.values((await client.query(text, values)).rows[0] as object)[0])
