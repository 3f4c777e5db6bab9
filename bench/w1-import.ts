import pg from 'pg'
import { parse } from 'csv-parse/sync'
import { streamXlsxRows } from 'hucre/xlsx'
import { sql } from 'kysely'
import { takeRoster } from '../features/org/import/handlers.ts'
import { limits } from '../features/org/import/reading/rules.ts'
import { postsOn } from '../features/org/queries.ts'
import { dayIn } from '../platform/clock.ts'
import { plainly } from './company.ts'
import { importOver, lookOver } from './importOver.ts'
import { connect, cookieFor, runServer } from './product.ts'
import { broken, csvOf, roster, workbookOf, type RosterRow } from './roster.ts'
import {
  median,
  mustBe,
  timed,
  type Company,
  type Figure,
  type Place,
  type Work,
} from './support.ts'
import { importingMeanwhile } from './w1-meanwhile.ts'

/** W1: a roster over HTTP from upload to written, beside parse + load + insert + link in plain SQL. */
export const importing: Work = {
  id: 'W1',
  what: 'import a roster',
  growth: 1.1,
  async run(place, size) {
    const rows = roster(size)
    const figures = [
      await importFrom(
        place,
        rows,
        { note: 'CSV', name: 'roster.csv', read: readCsv },
        csvOf(rows),
      ),
    ]
    if (size <= limits.workbookRows) {
      const workbook = { note: 'XLSX', name: 'roster.xlsx', read: readWorkbook }
      figures.push(await importFrom(place, rows, workbook, await workbookOf(rows)))
    }
    await proveBroken(place, size)
    return [...figures, ...(await importingMeanwhile(place, size))]
  },
}

interface Kind {
  note: string
  name: string
  /** The floor's way of reading: the same library, in this process, no limits. */
  read(file: Buffer): Promise<Record<string, string>[]>
}

async function importFrom(
  place: Place,
  rows: RosterRow[],
  kind: Kind,
  file: Buffer,
): Promise<Figure> {
  const size = rows.length
  const runs = size > 10_000 ? 2 : 5
  const first = await place.company()
  await first.close()
  const cookie = await cookieFor(place.dataDir)
  const product = await runServer('serve.ts', {
    DATABASE_URL: first.databaseUrl,
    CUXI_DATA: place.dataDir,
  })
  const http = connect(product.url, 1)
  const times = { ours: [] as number[], floor: [] as number[] }
  for (let run = 0; run <= runs; run++) {
    const company = await place.company(first.databaseUrl)
    const hr = cookie(company.hrToken)
    const whole = { file, name: kind.name, coverage: 'whole' } as const
    const client = await plainly(company)
    const ours = await timed(() => importOver(http, hr, client, whole))
    await client.end()
    const floor = await bareLoad(company, kind, file)
    await proveTree(company, size)
    if (run === 1) {
      const { counts } = await lookOver(http, hr, whole)
      mustBe('unchanged on the second upload', counts.same, size)
      mustBe('changes on the second upload', counts.new + counts.update + counts.fault, 0)
    }
    await company.close()
    // The first run of each warms up.
    if (run === 0) continue
    times.ours.push(ours)
    times.floor.push(floor)
  }
  http.close()
  await product.kill('SIGTERM')
  const middle = { ours: median(times.ours), floor: median(times.floor) }
  return {
    note: kind.note,
    ...middle,
    unit: 'ms',
    ratio: middle.ours / middle.floor,
    bar: size > 10_000 ? '≤ 5 × floor, ≤ 20 s' : '≤ 5 × floor',
    holds: middle.ours <= Math.min(middle.floor * 5, 20_000),
    endState: `${size} people, ${size - 1} links, no loop; second upload changes 0; 1 % broken listed by line`,
  }
}

const readCsv = async (file: Buffer) =>
  parse(file, { columns: true, bom: true }) as Record<string, string>[]

async function readWorkbook(file: Buffer): Promise<Record<string, string>[]> {
  let header: string[] | null = null
  const rows: Record<string, string>[] = []
  for await (const { values } of streamXlsxRows(file)) {
    if (header)
      rows.push(Object.fromEntries(header.map((key, at) => [key, String(values[at] ?? '')])))
    else header = values.map(String)
  }
  return rows
}

async function proveTree({ services, orgId, hrId }: Company, size: number) {
  const posts = postsOn(dayIn('Asia/Shanghai', new Date()))
  const { rows } = await services.database.inOrg(orgId, async (db) => {
    const people = await db
      .selectFrom('person')
      .select((row) => row.fn.countAll<number>().as('n'))
      .where('orgId', '=', orgId)
      .where('id', '!=', hrId)
      .executeTakeFirstOrThrow()
    const links = await db
      .selectFrom(posts.as('post'))
      .select((row) => row.fn.countAll<number>().as('n'))
      .where('orgId', '=', orgId)
      .where('managerId', 'is not', null)
      .executeTakeFirstOrThrow()
    return { rows: { people: people.n, links: links.n } }
  })
  mustBe('people', rows.people, size)
  mustBe('links', rows.links, size - 1)
  // A loop would never be reached from the top.
  const reached = await services.database.inOrg(orgId, (db) =>
    sql<{ count: number }>`
      with recursive under (id) as (
        select top.person_id from ${posts} top where top.manager_id is null and top.person_id <> ${hrId}
        union all select a.person_id from ${posts} a join under on a.manager_id = under.id)
      select count(*) from under`.execute(db),
  )
  mustBe('people below the top', reached.rows[0]!.count, size)
}

async function proveBroken(place: Place, size: number) {
  const { rows, lines } = broken(roster(Math.min(size, 10_000)))
  const company = await place.company()
  const { id } = await company.behind((context) => takeRoster(context, csvOf(rows), 'broken.csv'))
  const found: number[] = []
  for (let after = 0, more = true; more;) {
    const page = await company.api.org.import.rows({ id, verdict: 'fault', after, limit: 500 })
    found.push(...page.rows.map((row) => row.line))
    more = page.next !== null
    after = page.next ?? 0
  }
  mustBe('lines with faults', String(found.filter((line) => lines.includes(line))), String(lines))
  // What else is at fault reports to somebody who is.
  const managersAtFault = new Set(found.map((line) => rows[line - 2]!.employeeNo))
  const unexplained = found.filter(
    (line) => !lines.includes(line) && !managersAtFault.has(rows[line - 2]!.managerNo),
  )
  mustBe('lines at fault without a reason', String(unexplained), '')
  await company.close()
}

/** The floor: parse, load, insert, link, in one transaction, without a single rule. */
async function bareLoad({ databaseUrl }: Company, { read }: Kind, file: Buffer): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const took = await timed(async () => {
    const rows = await read(file)
    await client.query('begin')
    await client.query(`create table bare_person (id uuid primary key default gen_random_uuid(), no text unique, name text,
      mail text, department text, position text, level text, hired date, manager uuid)`)
    await client.query(
      `with loaded as (select * from jsonb_to_recordset($1::jsonb) as r ("工号" text, "姓名" text, "邮箱" text, "部门" text, "职位" text, "层级" text, "入职日期" text))
       insert into bare_person (no, name, mail, department, position, level, hired)
       select "工号", "姓名", "邮箱", "部门", "职位", "层级", "入职日期"::date from loaded`,
      [JSON.stringify(rows)],
    )
    await client.query(
      `update bare_person p set manager = m.id
         from jsonb_to_recordset($1::jsonb) as r ("工号" text, "直属上级工号" text), bare_person m
        where p.no = r."工号" and m.no = r."直属上级工号"`,
      [JSON.stringify(rows)],
    )
    await client.query('commit')
  })
  await client.query('drop table bare_person')
  await client.end()
  return took
}
