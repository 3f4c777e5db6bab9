import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Page, Request } from 'playwright-core'
import type { Services } from '../../app/services.ts'
import { forEverybody } from '../support/everybody.ts'
import { peopleIn, type Someone, type Story } from '../support/scenario.ts'
import { deputyMay, identities, type Identity } from './identities.ts'

/** A running product whose pages are used, and the company in it. */
export interface Home {
  url: string
  company: Pick<Story, 'services' | 'orgId' | 'departmentId' | 'clock' | 'hire' | 'as'>
}

/** The company with the most people in this database, as a home for the others. */
export async function companyIn(services: Services): Promise<Home['company']> {
  const orgs = await services.database.pool.query<{ id: string }>(
    'select id from organization order by demo_since nulls first',
  )
  const clock = {
    get now() {
      return new Date()
    },
  }
  for (const { id: orgId } of orgs.rows) {
    const root = await services.database.inOrg(orgId, (db) =>
      db
        .selectFrom('department')
        .select('id')
        .where('orgId', '=', orgId)
        .where('parentId', 'is', null)
        .executeTakeFirst(),
    )
    if (!root) continue
    const at = { orgId, departmentId: root.id, clock }
    return { services, ...at, ...peopleIn(services, { ...at, numbers: 'ANDERE' }) }
  }
  throw new Error('nobody has founded a company here')
}

interface Asked {
  method: string
  path: string
  type: string
  body: string | Buffer | null
}

const isOn = process.env.CUXI_REPLAY === '1'
const heard = new Map<string, Map<string, Asked>>()

/** Keeps what this page asks the product, where the run sends it again afterwards. */
export function listenTo(page: Page) {
  if (!isOn) return
  page.on('request', (request: Request) => {
    const { origin, pathname, search } = new URL(request.url())
    if (!/^\/api\/(rpc|files)\//.test(pathname)) return
    const type = request.headers()['content-type'] ?? ''
    const asked: Asked = {
      method: request.method(),
      path: pathname + search,
      type,
      body: type.includes('json') ? request.postData() : request.postDataBuffer(),
    }
    const all = heard.get(origin) ?? new Map<string, Asked>()
    heard.set(origin, all.set([asked.method, asked.path, String(asked.body)].join(' '), asked))
  })
}

/** The last chapter of a journey where `CUXI_REPLAY` is 1: everything its pages asked, as twelve others. */
export function repeatAsOthers(where: () => Home | Promise<Home>) {
  if (!isOn) return
  test('everything these pages asked, sent again as twelve others, gets them nothing', async (t) =>
    sendAgain(t, await where()))
}

async function sendAgain(t: TestContext, { url, company }: Home) {
  const requests = [...(heard.get(new URL(url).origin)?.values() ?? [])]
  const pair = await somePair(company)
  const others = await identities(company, url, pair)
  const theirs = (text: string) => pair.ids.some((id) => text.includes(id))
  const succeeded: string[] = []
  const words = { all: new Set<string>(), ofPair: new Set<string>() }
  for (const { path, body } of requests)
    for (const word of /^\/api\/rpc\/(conversations|commitments|scheduling)\//.test(path)
      ? wordsIn(body)
      : []) {
      words.all.add(word)
      if (theirs(path + String(body))) words.ofPair.add(word)
    }
  let replays = 0
  for (const asked of requests)
    await Promise.all(
      [...others].map(async ([who, identity]) => {
        replays++
        const { status, text } = await send(identity, asked)
        identity.heard += text
        if (status >= 400) return
        const name = nameOf(asked)
        if (!mayHave(who, name, theirs(asked.path + String(asked.body)), text, pair.talks))
          succeeded.push(`${who}: ${name} ${String(asked.body ?? '').slice(0, 200)}`)
      }),
    )
  assert.deepEqual([...new Set(succeeded)], [], 'unexpected successes')
  const foreign = [...others].flatMap(([who, { heard: bytes, isDeputy }]) =>
    isDeputy
      ? []
      : [...(who === 'HR in the line of the person' ? words.ofPair : words.all)]
          .filter((word) => bytes.includes(word))
          .map((word) => `${who} received ${word}`),
  )
  assert.deepEqual(foreign, [], 'words of others in what came back')
  assert.ok(requests.length > 10, `${requests.length} requests`)
  t.diagnostic(
    `${requests.length} requests of the pages, ${replays} replays as ${others.size} identities, ${words.all.size} texts people wrote: 0 successes, 0 foreign words`,
  )
}

const nameOf = ({ method, path }: Asked) =>
  path.startsWith('/api/rpc/')
    ? path.slice('/api/rpc/'.length).split('?')[0]!.replaceAll('/', '.')
    : `${method} ${path.split('/')[3]}`

async function send({ visitor }: Identity, { method, path, type, body }: Asked) {
  const response = await visitor.send(path, {
    method,
    headers: type ? { 'content-type': type } : {},
    ...(body !== null && method !== 'GET' && { body: body as BodyInit }),
  })
  return { status: response.status, text: await response.text() }
}

/** What an office elsewhere may look at: the whole company's rules, and of people those of elsewhere. */
const scoped =
  /^cycles\.(list|get|year\.get|monitor|waits|participants|spread|standard\.(of|talks|overview)|mechanism\.get)$|^goals\.indicators\.list$|^conversations\.fullness$/
/** People, posts and who is asked: HR administration's, also about its own line. */
const posts = /^(org|cycles)\./
/** What HR has to do; nothing of it is about their own line. */
const cases = /^conversations\.(appeals|glass|intervention|intervention\.marks)\.list$/
/** What stands beside a talk for whoever leads it; promises of before are only those one may read. */
const besideTalk =
  /^conversations\.(intervention\.of|undelivered|indicators|hints\.mine|steps\.written|appeals\.of)$|^scheduling\.of$|^commitments\.last$/
const office: Record<string, RegExp> = {
  'HR partner out of scope':
    /^notifications\.nudging\.preview$|^conversations\.intervention\.(list|rules\.get|marks\.list)$/,
  'auditor outside the engagement': /^admin\.audit\.exports\.list$/,
  // Row 22, 23, 26, 28: who watches over rights and the machine sees that, and not a word of a talk.
  'security administrator':
    /^admin\.(audit\.(log|exports\.list)|merges\.list|privacy\.list)$|^org\.factor$|^conversations\.glass\.list$|^notifications\.channels\.(list|dead)$/,
  'IT administrator': /^admin\.audit\.log$|^notifications\.channels\.(list|dead)$/,
}

/** Whether an answer is theirs to have. `talks`: the ids of all talks and of whom they are with. */
export function mayHave(
  who: string,
  name: string,
  isOfPair: boolean,
  text: string,
  talks: readonly string[],
): boolean {
  if (who === 'logged out' || who === 'leaver') return false
  if (forEverybody.has(name) || name === 'accounts.stepUp') return true
  const isAbout = () => talks.some((id) => text.includes(id))
  if (who === 'other organization') return !isAbout()
  if (who === 'deputy' && (deputyMay.has(name) || besideTalk.test(name))) return true
  if (who === 'HR in the line of the person' && (!isOfPair || posts.test(name))) return true
  if (who === 'HR in the line of the person' && cases.test(name)) return !isAbout()
  const isScoped = who === 'HR partner out of scope' || who === 'auditor outside the engagement'
  if (isScoped && isAbout()) return false
  return (isScoped && scoped.test(name)) || (office[who]?.test(name) ?? false)
}

/** Sentences somebody wrote, out of a request; keys, names and numbers are shorter. */
function wordsIn(body: Asked['body']): string[] {
  const found: string[] = []
  JSON.parse(String(body ?? 'null'), (_, value: unknown) => {
    if (typeof value === 'string' && value.length >= 10 && /\p{Script=Han}{4}/u.test(value))
      found.push(JSON.stringify(value).slice(1, -1))
    return value
  })
  return found
}

/** Two of this company who talk and whose line never changed, with the ids of their talks; two new ones where nobody does. */
async function somePair({ services, orgId, hire }: Home['company']) {
  const talks = await services.database.inOrg(orgId, (db) =>
    db
      .selectFrom('conversation')
      .innerJoin('assignment', 'assignment.personId', 'conversation.employeeId')
      .innerJoin('person as employee', 'employee.id', 'conversation.employeeId')
      .innerJoin('person as manager', 'manager.id', 'assignment.managerId')
      .select(({ selectFrom, fn }) => [
        'conversation.id',
        'conversation.employeeId',
        'employee.name as employeeName',
        'employee.employeeNo',
        'assignment.managerId',
        'manager.name as managerName',
        'manager.accountId',
        'manager.employeeNo as managerNo',
        selectFrom('assignment as post')
          .select(fn.countAll<string>().as('posts'))
          .whereRef('post.personId', '=', 'conversation.employeeId')
          .as('posts'),
      ])
      .whereRef('conversation.managerId', '=', 'assignment.managerId')
      .where('conversation.orgId', '=', orgId)
      .where('assignment.toOn', 'is', null)
      .where('manager.accountId', 'is not', null)
      .orderBy('conversation.sealedAt', (order) => order.desc().nullsLast())
      .execute(),
  )
  const talk = talks.find(({ posts }) => Number(posts) === 1)
  if (!talk) {
    const manager = await hire('没有面谈的主管')
    const employee = await hire('没有面谈的员工', { manager })
    return { manager, employee, ids: [employee.personId, manager.personId], talks: [] }
  }
  const ids = talks.filter(({ employeeId }) => employeeId === talk.employeeId).map(({ id }) => id)
  const manager: Someone = {
    personId: talk.managerId!,
    accountId: talk.accountId!,
    name: talk.managerName,
    employeeNo: talk.managerNo,
  }
  const employee: Someone = {
    personId: talk.employeeId,
    accountId: '',
    name: talk.employeeName,
    employeeNo: talk.employeeNo,
  }
  return {
    manager,
    employee,
    ids: [talk.employeeId, ...new Set(ids)],
    talks: talks.flatMap(({ id, employeeId }) => [id, employeeId]),
  }
}
