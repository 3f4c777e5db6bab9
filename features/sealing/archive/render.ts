import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import {
  coverageOf,
  piecesOf,
  type Block,
  type Piece,
  type PrintDocument,
  type Rich,
} from './rules.ts'

/** What the parent process sends; `words` are the template's own texts, `fontFolder` holds fonts somebody added. */
export type Job = {
  id: number
  document: PrintDocument
  words: Record<string, string>
  seal: { mark: string; hashLine: string; placeLine: string } | null
  attachments: Attachment[]
  fontFolder: string
  /** Seconds since 1970, printed nowhere, kept in the PDF's own data. */
  createdAt: number
}
/** A file inside the PDF; `relationship` as PDF/A-3 names it. */
export type Attachment = {
  name: string
  text: string
  mediaType: string
  relationship: 'source' | 'supplement'
  description: string
}
export type Answer = { id: number; pdf: Uint8Array } | { id: number; error: string }

const template = readFileSync(join(import.meta.dirname, 'page.typ'), 'utf8')

/** Fonts: two weights of Noto Sans SC, and whatever lies in the data folder's `fonts/`. Loaded at the first page. */
function openFonts(folder: string) {
  const home = dirname(
    createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'),
  )
  const own = [
    '400Regular/NotoSansSC_400Regular.ttf',
    '600SemiBold/NotoSansSC_600SemiBold.ttf',
  ].map((name) => join(home, name))
  const added = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.(ttf|otf)$/i.test(name))
        .map((name) => join(folder, name))
    : []
  const blobs = [...own, ...added].map((path) => readFileSync(path))
  const coverages = [blobs[0]!, ...blobs.slice(2)].map(coverageOf)
  return {
    compiler: NodeCompiler.create({ fontArgs: [{ fontBlobs: blobs }] }),
    has: (codePoint: number) => coverages.some((covers) => covers(codePoint)),
  }
}
let fonts: ReturnType<typeof openFonts> | null = null

function render(job: Job): Buffer {
  fonts ??= openFonts(job.fontFolder)
  const { compiler, has } = fonts
  let missing = 0
  const pieces = (text: string): Piece[] => {
    const list = piecesOf(text, has)
    missing += list.filter((piece) => 'u' in piece).length
    return list
  }
  const rich = (text: Rich) =>
    (typeof text === 'string' ? [{ text }] : text).map((run) => ({
      strong: 'strong' in run && run.strong === true,
      pieces: pieces(run.text),
    }))
  const { document, seal } = job
  const blocks = document.blocks.map((block) => blockFor(block, pieces, rich))
  const data = {
    lang: document.locale === 'en' ? 'en' : 'zh',
    region: document.locale === 'en' ? 'us' : 'cn',
    fonts: ['Noto Sans SC'],
    words: job.words,
    plainTitle: document.title.replaceAll(/\s+/g, ' '),
    title: pieces(document.title),
    subtitle: pieces(document.subtitle),
    blocks,
    signatures: document.signatures.map((s) => ({
      role: pieces(s.role),
      name: pieces(s.name),
      words: pieces(s.words),
      statement: pieces(s.statement ?? ''),
      at: pieces(s.at),
      detail: pieces(s.detail),
    })),
    seal,
    missing,
  }
  // Counted before: a name that is repeated behind the record is not missing twice.
  const annex = (document.annex ?? []).map((page) => ({
    lang: page.locale === 'en' ? 'en' : 'zh',
    title: pieces(page.title),
    blocks: page.blocks.map((block) => blockFor(block, pieces, rich)),
  }))
  const inputs = {
    document: JSON.stringify({ ...data, annex }),
    attachments: JSON.stringify(job.attachments),
  }
  const pdf = compiler.pdf(
    { mainFileContent: template, inputs, resetRead: true },
    { pdfStandard: 'a-3b', creationTimestamp: job.createdAt },
  )
  compiler.evictCache(2)
  return pdf
}

function blockFor(block: Block, pieces: (text: string) => Piece[], rich: (text: Rich) => unknown) {
  switch (block.kind) {
    case 'heading':
      return { kind: block.kind, level: block.level ?? 1, text: pieces(block.text) }
    case 'paragraph':
    case 'note':
      return { kind: block.kind, text: rich(block.text) }
    case 'field':
      return { kind: block.kind, label: pieces(block.label), text: rich(block.text) }
    case 'list':
      return { kind: block.kind, ordered: block.ordered ?? false, items: block.items.map(rich) }
    case 'table':
      return {
        kind: block.kind,
        head: block.head.map(pieces),
        right: block.right ?? [],
        widths: block.widths ?? block.head.map(() => 1),
        // Short rows are filled up: a missing cell must not shift the next row.
        rows: block.rows.map((row) => block.head.map((_, i) => ({ runs: rich(row[i] ?? '') }))),
      }
  }
}

/** Typst puts its message into `code`. Quoted stretches may be people's text and stay out of logs. */
const reasonOf = (error: unknown) =>
  String((error as { code?: unknown }).code ?? error)
    .replaceAll(/`[^`]*`/g, '`…`')
    .slice(0, 500)

process.on('message', (job: Job) => {
  let answer: Answer
  try {
    answer = { id: job.id, pdf: render(job) }
  } catch (error) {
    answer = { id: job.id, error: reasonOf(error) }
  }
  process.send!(answer)
})
process.on('disconnect', () => process.exit())
