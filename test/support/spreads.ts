import { sql } from 'kysely'
import { fieldsOf } from '../../features/templates/rules.ts'
import { newId } from '../../platform/ids.ts'
import { addDepartment } from './departments.ts'
import type { Someone, Story } from './scenario.ts'
import { inCycle } from './talks.ts'

interface Team {
  name: string
  /** A department there is; absent: a new one. */
  departmentId?: string
  /** The manager's rating of each of them, in every dimension alike; null is not rated. */
  ratings: (number | null)[]
  /** Their own; absent: nobody has written yet. */
  own?: number
}

/** So many people with this rating. */
export const times = (people: number, rating: number | null) =>
  Array.from({ length: people }, () => rating)

/** Teams below the company whose managers have handed in, in one cycle. Nobody has read anything yet. */
export async function ratedTeams(
  story: Story,
  teams: readonly Team[],
  options: Parameters<typeof inCycle>[2] = {},
) {
  const boss = await story.hire('田超')
  const people: { employee: Someone; rating: number | null; own: number | null; at: string }[] = []
  const departments: Record<string, string> = {}
  for (const { name, departmentId, ratings, own = null } of teams) {
    const at = departmentId ?? (await addDepartment(story, name))
    departments[name] = at
    for (const [n, rating] of ratings.entries())
      people.push({
        employee: await story.hire(`${name}${n + 1}`, { manager: boss, departmentId: at }),
        rating,
        own,
        at,
      })
  }
  const { cycleId, ids, template } = await inCycle(
    story,
    people.map(({ employee }) => ({ employee, manager: boss })),
    options,
  )
  await story.settle()
  const fields = (part: 'self' | 'manager') =>
    fieldsOf(template, part).filter(({ type }) => type === 'rating')
  await story.services.database.inOrg(story.orgId, async (db) => {
    for (const [n, { employee, rating, own, at }] of people.entries()) {
      const of = { orgId: story.orgId, conversationId: ids[n]! }
      await sql`update participation set department_id = ${at} where conversation_id = ${of.conversationId}`.execute(
        db,
      )
      await sql`update conversation set department_id = ${at} where id = ${of.conversationId}`.execute(
        db,
      )
      const writes = [
        { kind: 'manager' as const, author: boss, value: rating },
        ...(own === null ? [] : [{ kind: 'self' as const, author: employee, value: own }]),
      ]
      for (const { kind, author, value } of writes) {
        const { rows } = await sql<{ id: string }>`
          insert into part (org_id, id, conversation_id, kind, author_id, created_at, updated_at, submitted_at, submitted_by)
          values (${of.orgId}, ${newId()}, ${of.conversationId}, ${kind}, ${author.personId}, ${story.clock.now},
                  ${story.clock.now}, ${story.clock.now}, ${author.personId})
          on conflict (org_id, conversation_id, kind, author_id) do update set submitted_at = excluded.submitted_at
          returning id`.execute(db)
        for (const { key } of fields(kind))
          await sql`insert into answer (org_id, part_id, field_key, value, version, updated_by, updated_at)
            values (${of.orgId}, ${rows[0]!.id}, ${key}, ${JSON.stringify({ value, notRated: value === null, case: '', nextLevel: '' })}::jsonb,
                    1, ${author.personId}, ${story.clock.now})`.execute(db)
      }
    }
  })
  return { cycleId, boss, people, departments, ids, template }
}
