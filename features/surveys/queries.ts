import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { missing } from '../../platform/refusal.ts'
import { switchedOff } from '../accounts/modules/rules.ts'
import type { Context } from '../accounts/policy.ts'
import { inForce } from '../org/grants/queries.ts'
import { peopleOn, postsOn } from '../org/queries.ts'
import { smallestGroup } from '../cycles/policy.ts'
import { departmentsById } from '../cycles/monitor/focus/queries.ts'
import { levelBelow, smallApart } from '../cycles/monitor/rules.ts'
import {
  sides,
  type Answers,
  type Counted,
  type Report,
  type Side,
  type Survey,
  type Views,
} from './contract.ts'
import { mostGiven, mostRemarks, questionKeys, stateOf } from './rules.ts'
import type { SurveyTable } from './table.ts'

/** @throws NOT_FOUND */
export const surveyOf = async ({ db, orgId }: Context, id: string): Promise<SurveyTable> => {
  const found = await db
    .selectFrom('survey')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw missing()
  return found
}

/**
 * Asks everybody of these departments who can sign in, as of today: who leads somebody as a manager,
 * everybody else as an employee. HR administration and partners are not asked: they answer as HR.
 */
export async function invite(
  { db, orgId, today, now }: Context,
  surveyId: string,
  departmentIds: string[] | null,
): Promise<void> {
  await sql`
    with recursive asked (id) as (
      select id from department where org_id = ${orgId} and ${
        departmentIds ? sql`id = any(${departmentIds}::uuid[])` : sql`parent_id is null`
      }
      union select d.id from department d join asked on d.parent_id = asked.id where d.org_id = ${orgId})
    insert into survey_invitee (org_id, survey_id, person_id, side, department_id, answered)
    select p.org_id, ${surveyId}, p.id,
           case when exists (select from ${postsOn(today)} r where r.org_id = p.org_id and r.manager_id = p.id)
                then 'manager' else 'employee' end, p.department_id, false
      from ${peopleOn(today)} p
      join account a on a.org_id = p.org_id and a.id = p.account_id and a.disabled_at is null
     where p.org_id = ${orgId} and (p.left_on is null or p.left_on > ${today}::date)
       and p.department_id in (select id from asked)
       and not exists (select from role_grant g where g.org_id = p.org_id and g.person_id = p.id
         and g.role in ('hrAdmin', 'hrbp') and ${inForce(now)})`.execute(db)
}

/** Notes an answer so that it is nobody’s: only that this person has answered, and apart from it what. */
export async function keepAnswers(
  { db, orgId, actor }: Context,
  surveyId: string,
  { side, departmentId }: { side: Side; departmentId: string },
  answers: Answers,
  remark: string,
): Promise<void> {
  await db
    .updateTable('surveyInvitee')
    .set({ answered: true })
    .where('orgId', '=', orgId)
    .where('surveyId', '=', surveyId)
    .where('personId', '=', actor.personId)
    .execute()
  await db
    .insertInto('surveyAnswer')
    .values(
      questionKeys.map((question) => ({
        orgId,
        id: randomUUID(),
        surveyId,
        side,
        departmentId,
        question,
        choice: answers[question],
      })),
    )
    .execute()
  if (remark)
    await db
      .insertInto('surveyRemark')
      .values({ orgId, id: randomUUID(), surveyId, words: remark })
      .execute()
}

/** Whether somebody has answered the survey of the invitation `i`, under whichever account they had then. */
export const hasAnswered = ({ orgId, actor }: Pick<Context, 'orgId' | 'actor'>) =>
  sql<boolean>`exists (select from survey_invitee o where o.org_id = i.org_id and o.survey_id = i.survey_id
    and o.answered and o.person_id = any(persons_of(${orgId}, ${actor.personId})))`

/** Surveys that wait for somebody’s three answers today. */
export async function surveysFor({
  db,
  orgId,
  actor,
  today,
  org,
}: Context): Promise<{ id: string; dueOn: string }[]> {
  // Switched off, it asks nobody; see features/admin/modules.
  if (switchedOff(org.settings).includes('surveys')) return []
  return db
    .selectFrom('surveyInvitee as i')
    .innerJoin('survey as s', (join) =>
      join.onRef('s.orgId', '=', 'i.orgId').onRef('s.id', '=', 'i.surveyId'),
    )
    .select(['s.id', 's.closesOn as dueOn'])
    .where('i.orgId', '=', orgId)
    .where('i.personId', '=', actor.personId)
    .where(sql<boolean>`not ${hasAnswered({ orgId, actor })}`)
    .where('s.closedAt', 'is', null)
    .where('s.opensOn', '<=', today)
    .where('s.closesOn', '>=', today)
    .execute()
}

/** Surveys with how many were asked and how many have answered, the newest first, at most a hundred. */
export async function surveysWithCounts(
  { db, orgId, today }: Context,
  id?: string,
): Promise<Survey[]> {
  const { rows } = await sql<
    SurveyTable & {
      departments: string[] | null
      counts: { side: Side; invited: number; answered: number }[]
    }
  >`
    select s.*, (select json_agg(d.name order by d.path) from department d
                  where d.org_id = s.org_id and d.id = any(s.department_ids)) as departments,
           coalesce((select json_agg(c) from (
             select side, count(*)::int as invited, (count(*) filter (where answered))::int as answered from (
               -- Two accounts that were joined since are one person, who was asked once.
               select (array_agg(i.side order by p.merged_into nulls first))[1] as side, bool_or(i.answered) as answered
                 from survey_invitee i join person p on p.org_id = i.org_id and p.id = i.person_id
                where i.org_id = s.org_id and i.survey_id = s.id
                group by coalesce(p.merged_into, p.id)) asked group by side) c), '[]') as counts
      from survey s
     where s.org_id = ${orgId} ${id ? sql`and s.id = ${id}` : sql``}
     order by s.id desc limit 100`.execute(db)
  return rows.map(({ counts, ...row }) => {
    const of = (what: 'invited' | 'answered') => {
      const on = (side: Side) => counts.find((each) => each.side === side)?.[what] ?? 0
      return { manager: on('manager'), employee: on('employee') }
    }
    return {
      id: row.id,
      opensOn: row.opensOn,
      closesOn: row.closesOn,
      departments: row.departments,
      state: stateOf(row, today),
      invited: of('invited'),
      answered: of('answered'),
      hrView: row.hrView,
    }
  })
}

interface Cell {
  side: Side
  departmentId: string
  question: (typeof questionKeys)[number]
  choice: string
  people: number
}

const cellsOf = async (db: Db, orgId: string, surveyId: string): Promise<Cell[]> =>
  (
    await sql<Cell>`
      select side, department_id, question, choice, count(*)::int as people from survey_answer
       where org_id = ${orgId} and survey_id = ${surveyId}
       group by side, department_id, question, choice`.execute(db)
  ).rows

const peopleIn = (cells: readonly Cell[]) => cells.reduce((sum, { people }) => sum + people, 0)

function choicesIn(cells: readonly Cell[]): Record<string, number> {
  const choices: Record<string, number> = {}
  for (const { choice, people } of cells) choices[choice] = (choices[choice] ?? 0) + people
  return choices
}

/** Each side’s answers to each question, a side of fewer than `k` left out. */
function viewsIn(cells: readonly Cell[]): Views {
  const counted = (side: Side, question: Cell['question']): Counted => {
    const own = cells.filter((cell) => cell.side === side && cell.question === question)
    const people = peopleIn(own)
    return people < smallestGroup ? null : { people, choices: choicesIn(own) }
  }
  return Object.fromEntries(
    questionKeys.map((question) => [
      question,
      Object.fromEntries(sides.map((side) => [side, counted(side, question)])),
    ]),
  ) as Views
}

/** What came of a survey that is over: never of fewer than `k` people, nor so that one could subtract. */
export async function resultOf(
  context: Context,
  survey: SurveyTable,
): Promise<NonNullable<Report['result']>> {
  const { db, orgId } = context
  const cells = await cellsOf(db, orgId, survey.id)
  const views = viewsIn(cells)
  const previous = await db
    .selectFrom('survey')
    .select(['id', 'closesOn'])
    .where('orgId', '=', orgId)
    .where('id', '<', survey.id)
    // The same people, or it would be no comparison.
    .where('departmentIds', 'is not distinct from', survey.departmentIds)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  // Employees alone: with the managers among them, a department of many managers and few employees could be
  // told apart by subtracting what all managers say (E18).
  const employees = cells.filter(({ side }) => side === 'employee')
  const remarks =
    peopleIn(cells) / questionKeys.length < smallestGroup
      ? []
      : await db
          .selectFrom('surveyRemark')
          .select('words')
          .where('orgId', '=', orgId)
          .where('surveyId', '=', survey.id)
          // Their ids are drawn by lot: neither the order nor which of very many are read says anything.
          .orderBy('id')
          .limit(mostRemarks)
          .execute()
  return {
    views,
    before: previous
      ? {
          closesOn: previous.closesOn,
          views: viewsIn(await cellsOf(db, orgId, previous.id)),
        }
      : null,
    departments: views.when.employee ? await byDepartment(context, employees) : [],
    remarks: remarks.map(({ words }) => words),
  }
}

async function byDepartment(
  context: Context,
  cells: readonly Cell[],
): Promise<NonNullable<Report['result']>['departments']> {
  const departments = await departmentsById(context)
  const { groups } = levelBelow(
    departments,
    [...new Set(cells.map(({ departmentId }) => departmentId))],
    null,
  )
  const named = groups.map(({ id, members }) => {
    const own = cells.filter(({ departmentId }) => members.has(departmentId))
    return {
      name: departments.get(id)!.name,
      cells: own,
      people: peopleIn(own) / questionKeys.length,
    }
  })
  const { kept, small } = smallApart(named, smallestGroup)
  const rest = {
    name: null,
    cells: small.flatMap((each) => each.cells),
    people: small.reduce((sum, { people }) => sum + people, 0),
  }
  const shown = [...kept.sort((a, b) => b.people - a.people), ...(small.length > 0 ? [rest] : [])]
  // Everything in one row is the whole once more.
  if (shown.length < 2) return []
  return shown.map(({ name, cells: own, people }) => ({
    name,
    people,
    most: Object.fromEntries(
      questionKeys.map((question) => [
        question,
        mostGiven(question, choicesIn(own.filter((cell) => cell.question === question))),
      ]),
    ) as NonNullable<Report['result']>['departments'][number]['most'],
  }))
}
