import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { plainly } from './company.ts'
import { connect, cookieFor, runServer } from './product.ts'
import { random } from './roster.ts'
import { median, mustBe, percentile, type Figure, type Work } from './support.ts'
import { runningCompany, type Talk } from './talks.ts'

const opened = 60

/** W4: one conversation over HTTP with every right asked for, beside a bare server that answers anybody. */
export const opening: Work = {
  id: 'W4',
  what: 'open one conversation',
  growth: 0.2,
  async run(place, size) {
    const { company, talks } = await runningCompany(place, size, 200)
    const cookie = await cookieFor(place.dataDir)
    const env = { DATABASE_URL: company.databaseUrl, CUXI_DATA: place.dataDir, ORG: company.orgId }
    const product = await runServer('serve.ts', env)
    const bare = await runServer('bareHttp.ts', env)
    const ours = connect(product.url, 1)
    const floor = connect(bare.url, 1)
    const open = ({ id }: Talk, token: string) =>
      ours.post('/api/rpc/conversations/get', { id }, cookie(token))
    // The employee's part is handed in beforehand, so that there is something to read.
    for (const { id, answers, employeeToken } of talks) {
      const input = { id, part: 'self', answers, submit: true, clientId: randomUUID() }
      mustBe(
        'preparing a part',
        (await ours.post('/api/rpc/conversations/saveAnswers', input, cookie(employeeToken)))
          .status,
        200,
      )
    }
    const next = random(5)
    const any = () => talks[Math.floor(next() * talks.length)]!
    const times = { ours: [] as number[], floor: [] as number[] }
    for (let run = 0; run <= 5; run++)
      for (const side of ['ours', 'floor'] as const)
        for (let request = 0; request < opened; request++) {
          const talk = any()
          const answer =
            side === 'ours'
              ? await open(talk, next() < 0.5 ? talk.employeeToken : talk.managerToken)
              : await floor.post('/open', { given: talk.id })
          mustBe('status', answer.status, 200)
          if (run > 0) times[side].push(answer.ms)
        }
    await proveBody(company, any, (talk) => open(talk, talk.employeeToken))
    for (let tries = 0; tries < 20; tries++) {
      const [mine, other] = [any(), any()]
      if (mine.employeeToken === other.employeeToken || mine.employeeToken === other.managerToken)
        continue
      mustBe("somebody else's conversation", (await open(other, mine.employeeToken)).status, 404)
      mustBe(
        'a conversation that is none',
        (await open({ ...mine, id: randomUUID() }, mine.employeeToken)).status,
        404,
      )
    }
    ours.close()
    floor.close()
    await Promise.all([product.kill('SIGTERM'), bare.kill('SIGTERM')])
    const middle = { ours: median(times.ours), floor: median(times.floor) }
    const tail = { ours: percentile(times.ours, 0.95), floor: percentile(times.floor, 0.95) }
    const endState = 'answers, people and phase equal the database; a foreign id is 404'
    return [
      {
        note: 'p50',
        ...middle,
        unit: 'ms',
        ratio: middle.ours / middle.floor,
        bar: '≤ 5 × floor',
        holds: middle.ours <= middle.floor * 5,
        endState,
      },
      {
        note: 'p95',
        ...tail,
        unit: 'ms',
        ratio: tail.ours / tail.floor,
        bar: '≤ 100 ms',
        holds: tail.ours <= 100,
        endState,
      },
    ] satisfies Figure[]
  },
}

async function proveBody(
  company: Parameters<typeof plainly>[0],
  any: () => Talk,
  open: (talk: Talk) => Promise<{ body: any }>,
) {
  const client = await plainly(company)
  for (let tries = 0; tries < 20; tries++) {
    const talk = any()
    const { body } = await open(talk)
    const { rows } = await client.query(
      `select c.title, c.phase, c.employee_id, c.manager_id, c.template_version_id,
         (select json_object_agg(a.field_key, a.value) from part p join answer a on a.org_id = p.org_id and a.part_id = p.id
           where p.org_id = c.org_id and p.conversation_id = c.id and p.kind = 'self') as self
         from conversation c where c.id = $1`,
      [talk.id],
    )
    const { title, phase, employee, manager, template, parts } = body.json
    const self = parts.find(({ kind }: { kind: string }) => kind === 'self').answers as Record<
      string,
      { value: unknown }
    >
    const told = {
      title,
      phase,
      employee_id: employee.id,
      manager_id: manager.id,
      template_version_id: template.versionId,
      self: Object.fromEntries(Object.entries(self).map(([key, { value }]) => [key, value])),
    }
    if (!isDeepStrictEqual(told, { ...rows[0] }))
      throw new Error(`the body of ${talk.id} is not what the database holds`)
  }
  await client.end()
}
