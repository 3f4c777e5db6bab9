import pg from 'pg'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { takeRoster } from '../features/org/import/handlers.ts'
import { postsOn } from '../features/org/queries.ts'
import { dayIn } from '../platform/clock.ts'
import { importFile } from './company.ts'
import { broken, csvOf, roster } from './roster.ts'
import {
  median,
  mustBe,
  timed,
  type Company,
  type Figure,
  type Place,
  type Work,
} from './support.ts'

/** W1: a roster from upload to committed, beside parse + load + insert + link in plain SQL. */
export const importing: Work = {
  id: 'W1',
  what: 'import a roster',
  async run(place, size) {
    const rows = roster(size)
    const file = csvOf(rows)
    const runs = size > 10_000 ? 2 : 5
    const ours: number[] = []
    const floor: number[] = []
    for (let run = 0; run <= runs; run++) {
      const company = await place.company()
      const mine = await timed(() => importFile(company, file))
      const theirs = await bareLoad(place, company, file)
      await proveTree(company, size)
      if (run === 1) await proveAgain(company, file, size)
      await company.close()
      // The first run of each warms up.
      if (run === 0) continue
      ours.push(mine)
      floor.push(theirs)
    }
    await proveBroken(place, size)
    const ratio = median(ours) / median(floor)
    return [
      {
        ours: median(ours),
        floor: median(floor),
        unit: 'ms',
        ratio,
        bar: '≤ 5 × floor',
        holds: ratio <= 5,
        endState: `${size} people, ${size - 1} links, no loop; second upload changes 0; 1 % broken listed by line`,
      } satisfies Figure,
    ]
  },
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

async function proveAgain(company: Company, file: Buffer, size: number) {
  const { id } = await company.behind((context) => takeRoster(context, file, 'roster.csv'))
  const { counts } = await company.api.org.import.get({ id })
  mustBe('unchanged on the second upload', counts.same, size)
  mustBe('changes on the second upload', counts.new + counts.update + counts.fault, 0)
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
async function bareLoad(_place: Place, { databaseUrl }: Company, file: Buffer): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const took = await timed(async () => {
    const rows = parse(file, { columns: true, bom: true }) as Record<string, string>[]
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
