import { sha256 } from '@noble/hashes/sha2.js'
import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { config } from '../../../platform/config.ts'
import { catalogue } from '../../../platform/words.ts'
import { pdfKey } from '../certificate/handlers.ts'
import { textOf, toHex, type Bytes } from '../bytes/rules.ts'
import { cutForSeal, pdfSealText, withSeal } from '../pdf/rules.ts'
import { signPdfFile } from '../pdf/signature/handlers.ts'
import { ATTACHMENT_NAME, POLICY_NAME, policyText, sealMark } from '../rules.ts'
import { signText } from '../signer/handlers.ts'
import { verify } from '../verifier/rules.ts'
import type { Words } from '../verifier/words/rules.ts'
import { PARTED_EVIDENCE, type AnyEvidence } from '../evidence/rules.ts'
import { annexOf } from './annex/rules.ts'
import type { Answer, Attachment, Job } from './render.ts'
import type { PrintDocument } from './rules.ts'

const IDLE_SECONDS = 20
const SECONDS_PER_PDF = 30

// Fonts and compiler take over 100 MB; they live in a process of their own that ends when nobody prints.
let printer: ChildProcess | null = null
let idle: NodeJS.Timeout | undefined
let lastId = 0
const waiting = new Map<number, { child: ChildProcess; take: (answer: Answer) => void }>()

/**
 * Prints a document to PDF/A-3b, tagged, with the files attached that are given.
 * Characters the fonts lack appear as code points. User text never becomes template source.
 * @throws Error when the document cannot be set, or takes longer than 30 seconds
 */
export async function renderPdf(
  document: PrintDocument,
  attachments: Attachment[] = [],
): Promise<Uint8Array> {
  const words = wordsOf(document.locale, 'pdf') as Record<string, string>
  const { seal } = document
  const answer = await print({
    id: ++lastId,
    document,
    words,
    seal: seal && {
      mark: sealMark(seal.hash),
      hashLine: `${words.hash} ${seal.hash.replaceAll(/(.{8})(?=.)/g, '$1 ')}`,
      placeLine: fill(words.place!, {
        entry: seal.leafIndex + 1,
        size: seal.treeSize,
        at: seal.sealedAt,
        level: words[`level${seal.level ?? 'W0'}`]!,
      }),
    },
    attachments,
    fontFolder: join(config().dataDir, 'fonts'),
    createdAt: Math.floor(Date.now() / 1000),
  })
  if ('error' in answer) throw new Error(`the PDF could not be set: ${answer.error}`)
  return answer.pdf
}

/** Whose record is printed, and what a reader is told to trust. */
export type Export = {
  organization: string
  /** The written keys of all the organization's logs. */
  keys: string[]
  now: Date
}

/**
 * Prints a sealed record as evidence: the record, what it proves and what not, how to check it without us; with the
 * evidence file and the policy attached. The key of the record's own log signs every byte, and the organization's
 * certificate signs the whole again as PAdES, so that any PDF reader can tell; with an authority's time where one is asked.
 * @param evidence the canonical evidence file, from `openSealed`
 */
export async function renderSealedPdf(
  orgId: string,
  document: PrintDocument,
  evidence: Uint8Array,
  { organization, keys, now }: Export,
): Promise<Bytes> {
  const text = textOf(evidence) ?? ''
  const file = JSON.parse(text) as AnyEvidence
  const { facts } = await verify(evidence, { trustedKeys: keys })
  const certificate = await pdfKey(orgId, organization, now)
  const other = document.locale === 'en' ? 'zh-CN' : 'en'
  const fingerprint = toHex(sha256(certificate.certificate))
  const annex = facts
    ? ([document.locale, other] as const).flatMap((locale) =>
        annexOf({ locale, facts, organization, fingerprint }, annexWords(locale)),
      )
    : []
  const seal = document.seal && facts && { ...document.seal, level: facts.level }
  const say = wordsOf(document.locale, 'pdf') as Record<string, string>
  const attachments: Attachment[] = [
    {
      name: ATTACHMENT_NAME,
      text,
      mediaType: 'application/json',
      relationship: 'source',
      description: say.attachment!,
    },
    {
      name: POLICY_NAME,
      text: file.format === PARTED_EVIDENCE ? file.policy : policyText(keys),
      mediaType: 'text/plain',
      relationship: 'supplement',
      description: say.policy!,
    },
  ]
  const { before, after } = cutForSeal(await renderPdf({ ...document, seal, annex }, attachments))
  const note = await signText(orgId, file.key, (origin) =>
    pdfSealText(origin, before, after, certificate.certificate),
  )
  const { authority } = config()
  return signPdfFile(
    withSeal(before, note, after),
    certificate,
    { name: organization, reason: say.reason!, signedAt: now },
    authority && { authority, reasonWithout: say.reasonWithout! },
  )
}

function print(job: Job): Promise<Answer> {
  clearTimeout(idle)
  const child = (printer ??= start())
  return new Promise((resolve) => {
    const tooLong = setTimeout(() => child.kill('SIGKILL'), SECONDS_PER_PDF * 1000)
    const take = (answer: Answer) => {
      clearTimeout(tooLong)
      waiting.delete(job.id)
      if (waiting.size === 0) rest()
      resolve(answer)
    }
    waiting.set(job.id, { child, take })
    child.channel?.ref()
    child.send(job)
  })
}

// A printer at rest keeps no test and no command line from ending, and leaves by itself after a while.
// The one that answered last may be on its way out; the one there is now is put to rest.
function rest() {
  const child = printer
  if (!child) return
  child.channel?.unref()
  idle = setTimeout(() => {
    printer = null
    if (child.connected) child.disconnect()
  }, IDLE_SECONDS * 1000).unref()
}

function start(): ChildProcess {
  const child = fork(fileURLToPath(import.meta.resolve('./render.ts')), {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.take(answer))
  const gone = () => {
    if (printer === child) printer = null
    for (const [id, job] of waiting)
      if (job.child === child) job.take({ id, error: 'the printer stopped' })
  }
  child.on('exit', gone)
  child.on('error', gone)
  child.unref()
  return child
}

/** Ends the printing process now; for a clean stop of the product. */
export function stopPrinting(): void {
  clearTimeout(idle)
  printer?.kill()
  // Not handed the next page while it ends.
  printer = null
}

const wordsOf = (locale: PrintDocument['locale'], part: 'pdf'): Words =>
  (catalogue(locale, 'sealing') as Record<typeof part, Words>)[part]

/** The words of the pages behind a record, with those that tell an acknowledgement. */
function annexWords(locale: PrintDocument['locale']): Words {
  const { annex, fact, outcome } = catalogue(locale, 'sealing') as Record<string, Words>
  return { ...annex, fact: fact!, outcome: outcome! }
}

const fill = (text: string, params: Record<string, string | number>) =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
