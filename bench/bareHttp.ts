import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import pg from 'pg'

/** A conversation as a list shows it, newest first. */
const listed = (where: string) => `
  select c.id, c.kind, c.title, c.phase, c.created_at, c.sealed_at, c.outcome, c.closed_at, y.name as cycle,
         e.id as employee_id, e.name as employee, m.id as manager_id, m.name as manager,
         (select json_agg(json_build_object('key', s.key, 'kind', s.kind, 'actor', s.actor, 'dueOn', s.due_on) order by s.position)
            from stage s where s.org_id = c.org_id and s.run_id = c.id
             and s.opened_at is not null and s.done_at is null and s.skipped_at is null) as open
    from conversation c
    join person e on e.org_id = c.org_id and e.id = c.employee_id
    left join person m on m.org_id = c.org_id and m.id = c.manager_id
    left join cycle y on y.org_id = c.org_id and y.id = c.cycle_id
   where c.org_id = $1 and ${where}
   order by c.id desc limit 30`

/** The floors of W3 and W4: by path, one prepared statement that is given the one thing that differs. */
const questions: Record<string, string> = {
  '/open': `select c.*, (select json_agg(json_build_object('kind', p.kind, 'submittedAt', p.submitted_at, 'answers',
             (select json_object_agg(a.field_key, a.value) from answer a where a.org_id = p.org_id and a.part_id = p.id)))
             from part p where p.org_id = c.org_id and p.conversation_id = c.id) as parts
           from conversation c where c.org_id = $1 and c.id = $2`,
  '/before': listed('c.id < $2'),
  '/team': listed('c.manager_id = $2'),
  '/named': listed(
    'exists (select from person p where p.org_id = c.org_id and p.id = c.employee_id and p.pinyin like $2)',
  ),
}

// Bare Node, bare pg. Whoever asks is answered.
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 20,
  options: `-c cuxi.org=${process.env.ORG} -c cuxi.content=all`,
})
const server = createServer(async (request, response) => {
  const { json: input } = (await json(request)) as { json: { given: string } }
  const { rows } = await pool.query({
    name: request.url!,
    text: questions[request.url!]!,
    values: [process.env.ORG, input.given],
  })
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ json: rows }))
})
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${(server.address() as { port: number }).port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
// Whoever measures has gone: nobody is left to ask.
process.on('disconnect', () => process.exit(1))
