import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { refuse } from '../../../platform/refusal.ts'
import { catalogue } from '../../../platform/words.ts'
import type { Context } from '../../accounts/policy.ts'
import { say } from '../../sealing/verifier/words/rules.ts'
import { indexPage, type Absent, type Both, type Taken } from './rules.ts'

/** One file of an archive: made when its turn comes, so that no more than one lies in memory. */
export interface Entry {
  name: string
  /** What it is: its words stand under `kind` of the archive. */
  kind: string
  /** Null: there is none. What it leads to comes right behind it. */
  make(context: Context): Promise<{ bytes: Uint8Array; then?: Entry[] } | null>
}

// The format counts in 32 bits: what would not fit any more is named on the index page instead.
const mostBytes = 3 * 1024 ** 3

/** What is packed already, or packs badly. */
const asItIs = /\.(pdf|png|jpe?g|webp|zip|docx|xlsx|pptx)$/i

/**
 * A ZIP that is written file by file; what was not put in is told on its index page.
 * @param mtime the time every file bears
 * @param words where the archive's own words stand in the catalogue of this feature, such as `privacy.archive`
 */
export function openArchive(mtime: Date, words: string) {
  let chunks: Uint8Array[] = []
  let size = 0
  const taken: Taken[] = []
  const absent: Absent[] = []
  const both = inBoth(words)
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
    size += chunk.length
  })
  const add = (name: string, bytes: Uint8Array) => {
    const file = asItIs.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    file.mtime = mtime
    zip.add(file)
    file.push(bytes, true)
  }
  return {
    /**
     * Puts a file in; one that is refused is told on the index page.
     * @returns the files that come right behind it, and the key of the refusal
     */
    async take(
      context: Context,
      { name, kind, make }: Entry,
    ): Promise<{ then: Entry[]; refusal: string | null }> {
      try {
        const made = await make(context)
        if (!made) return { then: [], refusal: null }
        if (size + made.bytes.length > mostBytes) throw refuse('admin.exportTooMuch')
        add(name, made.bytes)
        taken.push({ name, kind, size: made.bytes.length })
        return { then: made.then ?? [], refusal: null }
      } catch (error) {
        const { data } = error as { data?: { reason?: string } }
        // Refused is told; anything else ends the file here, so that nobody takes it for whole.
        if (!data?.reason) throw error
        absent.push({ name, kind, reason: refusalIn(data.reason) })
        return { then: [], refusal: data.reason }
      }
    },
    /** @param about fills the sentence under the title of the index page */
    end(about: Record<string, string>) {
      add('index.html', Buffer.from(indexPage(about, { taken, absent }, both)))
      zip.end()
    },
    /** What has been written since it was last asked. */
    written(): Uint8Array {
      const all = Buffer.concat(chunks)
      chunks = []
      return all
    },
  }
}

export type Archive = ReturnType<typeof openArchive>

/** The archive's own words first, then those every archive has. */
const inBoth = (words: string): Both => {
  const told = (locale: 'zh-CN' | 'en') => {
    const admin = catalogue(locale, 'admin')
    return (key: string, params: Record<string, string>) => {
      const own = say(admin, `${words}.${key}`, params)
      return own === `${words}.${key}` ? say(admin, `archive.${key}`, params) : own
    }
  }
  const [zh, en] = [told('zh-CN'), told('en')]
  return (key, params = {}) => ({ zh: zh(key, params), en: en(key, params) })
}

const refusalIn = (reason: string): Record<'zh' | 'en', string> => ({
  zh: wordsOfRefusal('zh-CN', reason),
  en: wordsOfRefusal('en', reason),
})

/** Why something was not given, in words. */
export function wordsOfRefusal(locale: 'zh-CN' | 'en', reason: string): string {
  const [feature = '', ...rest] = reason.split('.')
  return say(catalogue(locale, feature), ['refusal', ...rest].join('.'))
}
