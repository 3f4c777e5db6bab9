import type { Cycle, MappingRule } from '../../features/cycles/contract.ts'
import { launch } from '../../features/cycles/launch/reactions.ts'
import type { DemoCycle } from './company.ts'
import { addDays } from './dates.ts'
import { hr } from './found.ts'
import { at, type Company, type Hand, idOf } from './hand.ts'
import type { DemoPerson } from './people.ts'

/** Drafts and launches a cycle on its day, as HR would. @returns its id. */
export async function launched(company: Company, cycle: DemoCycle): Promise<string> {
  const asked = new Date(`${addDays(cycle.launchedOn, -1)}T16:00:00+08:00`)
  const began = new Date(`${cycle.launchedOn}T08:30:00+08:00`)
  const draft = await at(company, asked, async ({ as }) => {
    const { cycles } = as(hr)
    const made = await cycles.create({
      name: cycle.name,
      kind: cycle.key === 'midYear' ? 'midReview' : 'result',
    })
    return cycles.save({
      id: made.id,
      version: made.version,
      draft: {
        name: cycle.name,
        kind: made.kind,
        periodFrom: cycle.periodFrom,
        periodTo: cycle.periodTo,
        startsOn: cycle.launchedOn,
        // The head of the company has nobody above: the talk is prepared without a manager's part.
        population: {
          ...made.population,
          joinedAfter: addDays(cycle.periodTo, -90),
          withoutManager: 'noManagerPart',
          excludedIds: cycle.key === 'thisYear' ? [] : [idOf(company, 'YX0001')],
          departmentIds: cycle.key === 'midYear' ? await departmentsOf(company, pilots) : [],
        },
        mapping: await mappingOf(cycle, as),
        deadlines: deadlinesOf(cycle),
        // Last year HR had none; what it was like then is what it expects of this one.
        expected: cycle.key === 'thisYear' ? expectedOf(made.scales) : null,
      },
    })
  })
  await at(company, began, async ({ as }) => {
    const { cycles } = as(hr)
    const { people } = await cycles.dryRun({ id: draft.id })
    await cycles.launch({ id: draft.id, people })
  })
  await launch(company.services.database, company.org.id, draft.id, () => began)
  return draft.id
}

/** From the lowest label to the highest, in percent. */
const shares = [5, 15, 45, 25, 10]

const expectedOf = (scales: Cycle['scales']) =>
  scales.map(({ scale, points }) => ({
    scale,
    tolerance: 5,
    shares: points.map(({ value }, at) => ({ value, percent: shares[at] ?? 0 })),
  }))

/** Half-yearly talks are still being tried out: these departments have asked for them. */
const pilots = [
  '甲班',
  '质量部',
  '装配一班',
  '结构设计组',
  '华东区',
  '北方区',
  '售后服务部',
  '财务部',
]

const departmentsOf = ({ services, org }: Company, names: string[]) =>
  services.database.inOrg(org.id, async (db) => {
    const rows = await db
      .selectFrom('department')
      .select('id')
      .where('orgId', '=', org.id)
      .where('name', 'in', names)
      .execute()
    return rows.map(({ id }) => id)
  })

const management = ['主管', '中层', '高层']

/** Which template and flow for whom, by their keys in the library. */
const designs: Record<
  DemoCycle['key'],
  { levels: string[]; jobFamilies: string[]; template: string; flow: string }[]
> = {
  lastYear: [
    { levels: management, jobFamilies: [], template: 'annualResult', flow: 'management' },
    { levels: ['基层'], jobFamilies: ['销售'], template: 'annualResultSales', flow: 'base' },
    { levels: ['基层'], jobFamilies: ['财务'], template: 'annualResultFinance', flow: 'base' },
    { levels: [], jobFamilies: [], template: 'annualResult', flow: 'base' },
  ],
  midYear: [
    { levels: [], jobFamilies: ['生产'], template: 'monthly', flow: 'monthly' },
    { levels: [], jobFamilies: [], template: 'whatHowNext', flow: 'base' },
  ],
  thisYear: [
    { levels: management, jobFamilies: [], template: 'annualResult', flow: 'management' },
    { levels: ['基层'], jobFamilies: ['销售'], template: 'annualResultSales', flow: 'base' },
    { levels: ['基层'], jobFamilies: ['财务'], template: 'annualResultFinance', flow: 'base' },
    { levels: ['基层'], jobFamilies: ['职能'], template: 'threeCores', flow: 'base' },
    { levels: [], jobFamilies: [], template: 'annualResult', flow: 'base' },
  ],
}

/** The template somebody gets in a cycle: a rule that names both level and family beats the others. */
export function templateKeyFor({ level, jobFamily }: DemoPerson, cycle: DemoCycle['key']): string {
  const fits = designs[cycle].filter(
    (rule) =>
      (rule.levels.length === 0 || rule.levels.includes(level)) &&
      (rule.jobFamilies.length === 0 || rule.jobFamilies.includes(jobFamily)),
  )
  const named = (rule: (typeof fits)[number]) =>
    Math.sign(rule.levels.length) + Math.sign(rule.jobFamilies.length)
  return fits.sort((a, b) => named(b) - named(a))[0]?.template ?? ''
}

async function mappingOf(cycle: DemoCycle, as: Hand['as']): Promise<MappingRule[]> {
  const templates = new Map(
    (await as(hr).templates.list()).map(({ key, versionId }) => [key, versionId]),
  )
  const flows = new Map((await as(hr).flows.list()).map(({ key, versionId }) => [key, versionId]))
  return designs[cycle.key].map(({ levels, jobFamilies, template, flow }) => {
    const [templateVersionId, flowVersionId] = [templates.get(template), flows.get(flow)]
    if (!templateVersionId || !flowVersionId)
      throw new Error(`the library has no ${template} or no ${flow}`)
    return { levels, jobFamilies, templateVersionId, flowVersionId }
  })
}

const deadlinesOf = ({ launchedOn, due }: DemoCycle) => ({
  strategyBrief: addDays(launchedOn, 4),
  goalAlignment: addDays(launchedOn, 6),
  selfAssessment: due.self,
  managerAssessment: due.manager,
  reveal: due.manager,
  differenceNote: addDays(due.manager, 2),
  meeting: addDays(due.manager, 3),
  talk: due.talk,
  agreement: addDays(due.talk, 3),
  signature: due.sign,
  archive: due.sign,
  follow: addDays(due.sign, 90),
})
