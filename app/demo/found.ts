import { takeRoster } from '../../features/org/import/handlers.ts'
import { importJobs } from '../../features/org/import/reactions.ts'
import { demoPassword } from '../../features/accounts/rules.ts'
import { foundOrganization } from '../../features/org/joining/founding/queries.ts'
import { openAccount } from '../../features/accounts/queries.ts'
import type { Role } from '../../features/accounts/policy.ts'
import { hashPassword } from '../../platform/auth.ts'
import type { Reactions } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type { Services } from '../services.ts'
import { company as invented } from './company.ts'
import { addDays } from './dates.ts'
import { at, type Company, idOf } from './hand.ts'
import { demoPeople, type DemoPerson } from './people.ts'

/** 叶蓁, who runs HR: the first account of the company. */
export const hr = 'YX0004'

/**
 * Founds the demo company in the past and imports its roster from a spreadsheet, as HR would.
 * @param foundedOn 'YYYY-MM-DD', before the first cycle; who came later is hired by `hireLate`.
 */
export async function foundCompany(
  services: Services,
  reactions: Reactions[],
  today: string,
  foundedOn: string,
): Promise<Company> {
  const now = new Date(`${foundedOn}T09:00:00+08:00`)
  const orgId = newId()
  const people = demoPeople(today)
  const admin = people.find(({ number }) => number === hr)
  if (!admin) throw new Error(`${hr} is not on the roster`)
  const passwordHash = await hashPassword(demoPassword)
  const founded = await services.database.inOrg(orgId, (db) =>
    foundOrganization(db, {
      orgId,
      organization: invented.name,
      name: admin.name,
      employeeNo: admin.number,
      email: admin.email,
      timezone: invented.timezone,
      locale: invented.locale,
      passwordHash,
      now,
      demo: true,
    }),
  )
  const org = await services.database.inOrg(orgId, (db) =>
    db.selectFrom('organization').selectAll().where('id', '=', orgId).executeTakeFirstOrThrow(),
  )
  const company: Company = { services, org, people: new Map(), reactions }
  company.people.set(hr, { ...founded, name: admin.name, roles: ['hrAdmin'] })
  await importRoster(
    company,
    people.filter(({ hiredOn }) => hiredOn <= foundedOn),
    now,
  )
  await openAccounts(company, passwordHash, now)
  return company
}

/** People who joined since come with a second, small roster. */
export async function hireLate(company: Company, today: string, foundedOn: string): Promise<void> {
  const late = demoPeople(today).filter(({ hiredOn }) => hiredOn > foundedOn)
  const now = new Date(`${addDays(today, -38)}T10:20:00+08:00`)
  await importRoster(company, late, now, 'part')
  await openAccounts(company, await hashPassword(demoPassword), now)
}

const columns: [heading: string, of: (person: DemoPerson) => string][] = [
  ['工号', ({ number }) => number],
  ['姓名', ({ name }) => name],
  ['部门', ({ department }) => `${invented.name}/${department}`],
  ['岗位', ({ position }) => position],
  ['岗位序列', ({ jobFamily }) => jobFamily],
  ['层级', ({ level }) => level],
  ['直属上级工号', ({ managerNo }) => managerNo ?? ''],
  ['入职日期', ({ hiredOn }) => hiredOn],
  ['邮箱', ({ email }) => email ?? ''],
  ['人员状态', () => '在职'],
]

/** The spreadsheet as HR would export it. */
export const rosterCsv = (people: DemoPerson[]): string =>
  [
    columns.map(([heading]) => heading),
    ...people.map((person) => columns.map(([, of]) => of(person))),
  ]
    .map((cells) => cells.join(','))
    .join('\n')

async function importRoster(
  company: Company,
  people: DemoPerson[],
  now: Date,
  coverage: 'whole' | 'part' = 'whole',
) {
  const id = await at(company, now, async ({ contextOf, as }) => {
    const { id } = await takeRoster(contextOf(hr), Buffer.from(rosterCsv(people)), '花名册.csv')
    const imports = as(hr).org.import
    const read = await imports.get({ id })
    const seen =
      coverage === 'part'
        ? await imports.cover({ id, revision: read.revision, coverage, absent: 'keep' })
        : read
    if (seen.counts.fault)
      throw new Error(
        `${seen.counts.fault} rows of the demo roster are faulty: ${JSON.stringify(seen.faults)}`,
      )
    await imports.confirm({ id, revision: seen.revision, counts: seen.counts })
    return id
  })
  for (const work of Object.values(importJobs(company.services.database, () => now)))
    await work({ orgId: company.org.id, importId: id })
}

/** Everybody can sign in: the same password for all, shown on the demo's own pages. */
async function openAccounts(company: Company, passwordHash: string, now: Date) {
  const { services, org } = company
  await services.database.inOrg(org.id, async (db) => {
    const people = await db
      .selectFrom('person')
      .select(['id', 'name', 'employeeNo', 'email', 'accountId'])
      .where('orgId', '=', org.id)
      .execute()
    for (const { id, name, employeeNo, email, accountId: known } of people) {
      const accountId =
        known ??
        (await openAccount(db, {
          orgId: org.id,
          name,
          names: [email, employeeNo],
          passwordHash,
          locale: 'zh-CN',
          now,
        }))
      if (!known)
        await db
          .updateTable('person')
          .set({ accountId })
          .where('orgId', '=', org.id)
          .where('id', '=', id)
          .execute()
      const roles: Role[] = employeeNo === hr ? ['hrAdmin'] : []
      company.people.set(employeeNo, { personId: id, accountId, name, roles })
    }
  })
}

/** 林𠮷, who runs IT's small team and watches over rights. */
export const guard = 'YX0007'

/** Internal audit reads, one HR partner looks after production; a service engineer has two masters. */
export async function handOutRoles(company: Company, today: string) {
  const now = new Date(`${addDays(today, -20)}T11:10:00+08:00`)
  await at(company, now, async ({ as, db }) => {
    const { org } = as(hr)
    const production = await db
      .selectFrom('department')
      .select('id')
      .where('orgId', '=', company.org.id)
      .where('name', '=', '生产中心')
      .executeTakeFirstOrThrow()
    await org.grant({
      id: idOf(company, 'YX0121'),
      role: 'hrbp',
      departmentId: production.id,
      reason: '生产中心的人事伙伴',
    })
    await org.grant({ id: idOf(company, 'YX0001'), role: 'executive', reason: '看全公司的汇总数' })
    // An audit is given by two: HR asks, and whoever watches over rights agrees.
    await org.grant({ id: idOf(company, guard), role: 'securityAdmin', reason: '看管授权与导出' })
    company.people.get(guard)!.roles.push('securityAdmin')
    const { proposals } = await org.grant({
      id: idOf(company, 'YX0003'),
      role: 'auditor',
      toAt: new Date(now.getTime() + 80 * 86_400_000),
      reason: '年度内审：面谈记录的完整性',
    })
    await as(guard).org.decide({ proposalId: proposals![0]!.id, accept: true })
    for (const { number, dottedManagerNo, hiredOn } of demoPeople(today))
      if (dottedManagerNo)
        await org.addDotted({
          id: idOf(company, number),
          managerId: idOf(company, dottedManagerNo),
          position: '现场电控支持',
          fromOn: hiredOn,
          toOn: null,
        })
  })
}
