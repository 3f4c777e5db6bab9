import { randomUUID } from 'node:crypto'
import { answersTo } from '../test/support/talks.ts'
import { templateVersion } from '../features/templates/queries.ts'
import { fieldsOf } from '../features/templates/rules.ts'
import { draftCycle, importFile, launchCycle, plainly } from './company.ts'
import type { Answer, connect } from './product.ts'
import { csvOf, random, roster } from './roster.ts'
import type { Company, Place } from './support.ts'

/** A conversation of which the bench may speak as both people. */
export interface Talk {
  id: string
  employeeId: string
  employeeToken: string
  managerId: string
  managerToken: string
  /** Eight answers of the employee's part, with at least 250 characters in every text. */
  answers: { fieldKey: string; value: unknown; version: number }[]
}

const text = '九月一日当晚写出回退预案，次日与质检核对，把每一处改动写进评审清单。'
  .repeat(8)
  .slice(0, 250)

/**
 * A company of `size` whose cycle runs, with `wanted` random conversations of the everyday template;
 * their people are signed in. The product that made it is closed again.
 */
export async function runningCompany(
  place: Place,
  size: number,
  wanted: number,
): Promise<{ company: Company; cycleId: string; talks: Talk[] }> {
  const company = await place.company()
  await importFile(company, csvOf(roster(size)))
  const draft = await draftCycle(company, '2026 年度结果面谈')
  await launchCycle(company, draft)
  const client = await plainly(company)
  const now = new Date()
  const { rows } = await client.query<{
    id: string
    employeeId: string
    managerId: string
    templateVersionId: string
  }>(
    `select c.id, c.employee_id as "employeeId", c.manager_id as "managerId", c.template_version_id as "templateVersionId"
       from conversation c
       join template_version v on v.org_id = c.org_id and v.id = c.template_version_id
       join template t on t.org_id = v.org_id and t.id = v.template_id and t.key = 'annualResult'
       join stage s on s.org_id = c.org_id and s.run_id = c.id and s.kind = 'selfAssessment' and s.opened_at is not null
      where c.cycle_id = $1 and c.manager_id is not null
      order by c.id`,
    [draft.id],
  )
  const next = random(11)
  const chosen = rows
    .map((row) => ({ row, at: next() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, wanted)
    .map(({ row }) => row)
  const people = [
    ...new Set(chosen.flatMap(({ employeeId, managerId }) => [employeeId, managerId])),
  ]
  // Accounts and sessions as signing in leaves them; how long signing in takes is another question.
  await client.query(
    `with signed as (select p.org_id, p.id as person, gen_random_uuid() as account, p.name from person p where p.id = any($1)),
       accounts as (insert into account (org_id, id, name, login, locale, created_at, updated_at)
         select org_id, account, name, account || '@account.invalid', 'zh-CN', $2, $2 from signed),
       linked as (update person set account_id = signed.account from signed where person.org_id = signed.org_id and person.id = signed.person)
     insert into session (org_id, id, account_id, token, expires_at, ip_address, created_at, updated_at)
     select org_id, gen_random_uuid(), account, 'bench-' || person, $2::timestamptz + interval '1 day', '127.0.0.1', $2, $2 from signed`,
    [people, now],
  )
  await client.query('vacuum analyze')
  await client.end()
  const answers = await company.services.database.inOrg(company.orgId, async (db) =>
    eightAnswers(await templateVersion(db, company.orgId, chosen[0]!.templateVersionId)),
  )
  await company.close()
  return {
    company,
    cycleId: draft.id,
    talks: chosen.map(({ id, employeeId, managerId }) => ({
      id,
      employeeId,
      employeeToken: `bench-${employeeId}`,
      managerId,
      managerToken: `bench-${managerId}`,
      answers,
    })),
  }
}

/** Everything required, then free texts up to eight. */
function eightAnswers(template: Parameters<typeof answersTo>[0]): Talk['answers'] {
  const required = answersTo(template, 'self', text).map(({ fieldKey, value }) => ({
    fieldKey,
    value,
    version: 0,
  }))
  const free = fieldsOf(template, 'self').filter(
    (field) =>
      field.type === 'longText' && !required.some(({ fieldKey }) => fieldKey === field.key),
  )
  return [
    ...required,
    ...free.map(({ key }) => ({ fieldKey: key, value: text, version: 0 })),
  ].slice(0, Math.max(8, required.length))
}

/** Both steps of handing one's part in, over HTTP: a draft, then the same submitted. */
export function speaker(http: ReturnType<typeof connect>, cookie: (token: string) => string) {
  const save =
    (submit: boolean) =>
    ({ id, answers, employeeToken }: Talk): Promise<Answer> => {
      const given = answers.map((answer) => ({ ...answer, version: submit ? 1 : 0 }))
      return http.post(
        '/api/rpc/conversations/saveAnswers',
        { id, part: 'self', answers: given, submit, clientId: randomUUID() },
        cookie(employeeToken),
      )
    }
  return { save: save(false), submit: save(true) }
}
