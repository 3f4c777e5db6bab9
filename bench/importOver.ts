import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Import } from '../features/org/import/contract.ts'
import type { connect } from './product.ts'
import { mustBe } from './support.ts'

interface Roster {
  file: Buffer
  name?: string
  /** Whether the file is everybody. */
  coverage: 'whole' | 'part'
}

/**
 * A roster through a running product, as HR does it: upload, look, confirm.
 * @param client sees when it is written, so that nobody has to ask the product again and again.
 */
export async function importOver(
  http: ReturnType<typeof connect>,
  cookie: string,
  client: pg.Client,
  roster: Roster,
) {
  const ask = asking(http, cookie)
  const { id } = await ask.upload(roster)
  let { revision, counts } = await ask.about('get', { id })
  if (roster.coverage === 'part')
    ({ revision, counts } = await ask.about('cover', {
      id,
      revision,
      coverage: roster.coverage,
      absent: 'keep',
    }))
  await ask.about('confirm', { id, revision, counts })
  for (;;) {
    const { rows } = await client.query<{ at: Date | null; failure: string | null }>(
      'select applied_at as at, failure from org_import where id = $1',
      [id],
    )
    const { at, failure } = rows[0]!
    if (failure) throw new Error(`the import failed: ${failure}`)
    if (at) return
    await pause(5)
  }
}

/** What a roster would change, without writing it. */
export async function lookOver(http: ReturnType<typeof connect>, cookie: string, roster: Roster) {
  const ask = asking(http, cookie)
  return ask.about('get', await ask.upload(roster))
}

const asking = (http: ReturnType<typeof connect>, cookie: string) => ({
  async upload({ file, name = 'roster.csv' }: Roster): Promise<{ id: string }> {
    const { status, body } = await http.upload(`/api/files/roster/new?name=${name}`, file, cookie)
    mustBe(`upload ${body?.json?.data?.reason ?? ''}`, status, 200)
    return body.json
  },
  async about(what: 'get' | 'cover' | 'confirm', input: object): Promise<Import> {
    const { status, body } = await http.post(`/api/rpc/org/import/${what}`, input, cookie)
    mustBe(`${what} ${body?.json?.data?.reason ?? ''}`, status, 200)
    return body.json
  },
})
