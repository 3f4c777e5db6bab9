import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import pg from 'pg'

// The floor of W4: bare Node, bare pg, one prepared SELECT of a conversation with its parts and
// answers. Whoever asks is answered.
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 20,
  options: `-c cuxi.org=${process.env.ORG} -c cuxi.content=all`,
})
const server = createServer(async (request, response) => {
  const { json: input } = (await json(request)) as { json: { id: string } }
  const { rows } = await pool.query({
    name: 'open',
    text: `select c.*, (select json_agg(json_build_object('kind', p.kind, 'submittedAt', p.submitted_at, 'answers',
             (select json_object_agg(a.field_key, a.value) from answer a where a.org_id = p.org_id and a.part_id = p.id)))
             from part p where p.org_id = c.org_id and p.conversation_id = c.id) as parts
           from conversation c where c.org_id = $1 and c.id = $2`,
    values: [process.env.ORG, input.id],
  })
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ json: rows[0] }))
})
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${(server.address() as { port: number }).port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
// Whoever measures has gone: nobody is left to ask.
process.on('disconnect', () => process.exit(1))
