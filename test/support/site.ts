import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '../../app/server.ts'
import { signedInAt, type Visitor } from './http.ts'
import { newStory, password, type Someone, type Story } from './scenario.ts'

/** A story whose people sit at browsers: the real server on a port of its own. */
export interface Site extends Story {
  url: string
  /** Signs somebody in over HTTP. */
  visit(someone: Someone, headers?: Record<string, string>): Promise<Visitor>
}

/** Opens a site; `close` ends the server and drops its database. */
export async function newSite(): Promise<Site & { close(): Promise<void> }> {
  const story = await newStory()
  const serving = await serve(story.services, null)
  return {
    ...story,
    url: serving.url,
    visit: (someone, headers) => signedInAt(serving.url, someone.employeeNo, password, { headers }),
    async close() {
      await serving.stop()
      await story.close()
    },
  }
}

/** One site for one test. */
export async function onSite(work: (site: Site) => Promise<void>): Promise<void> {
  const site = await newSite()
  try {
    await work(site)
  } finally {
    await site.close()
  }
}

const root = join(import.meta.dirname, '..', '..')

/** A reason a person is given has its sentence in both languages. */
export function assertHasWords(reason: string | undefined): void {
  assert.ok(reason, 'no reason was given')
  const path = reason.replace('.', '.refusal.').split('.')
  for (const language of ['zh-CN', 'en']) {
    const catalogue: unknown = JSON.parse(
      readFileSync(join(root, 'locales', language, `${path[0]}.json`), 'utf8'),
    )
    const words = path
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], catalogue)
    assert.ok(typeof words === 'string' && words.trim(), `${reason} has no words in ${language}`)
  }
}
