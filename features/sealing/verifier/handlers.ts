import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { unzipSync } from 'fflate'
import { catalogue } from '../../../platform/words.ts'
import { textFor, titleFor, verify } from './rules.ts'
import type { Finding, Verification, Verdict } from './findings/rules.ts'
import { momentIn, nameOfPart, say, sentenceOf, type Words } from './words/rules.ts'

// A command line is read where its machine stands.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const MARKS = { true: '✓', false: '✗', null: '?' }

/**
 * `cuxi verify FILE… [--key LOGKEY]… [--lang zh-CN|en] [--json]`: judges files without database or network; of a ZIP,
 * every record in it.
 * @param argv what stands behind `verify`
 * @param write where the answer goes; every call is one line with its line feed
 * @returns 0 all intact, 1 something is tampered with, 2 something cannot be judged (or is not readable)
 */
export async function verifyCommand(
  argv: string[],
  write: (text: string) => void,
): Promise<number> {
  const out = (line: string) => write(`${line}\n`)
  const given = readArguments(argv)
  const language = given?.lang === 'en' ? 'en' : 'zh-CN'
  const words: Words = { sealing: catalogue(language, 'sealing') }
  if (!given || given.files.length === 0) {
    out(say(words, 'sealing.cli.usage'))
    return 2
  }
  const judged: Verdict[] = []
  for (const path of given.files) {
    const bytes = await readFile(path).catch(() => null)
    if (!bytes) {
      out(say(words, 'sealing.cli.unreadable', { path }))
      judged.push('unknown')
    }
    for (const { within, file } of bytes ? recordsIn(bytes) : []) {
      const result = await verify(file, given.keys.length > 0 ? { trustedKeys: given.keys } : {})
      judged.push(result.verdict)
      if (given.json) out(JSON.stringify({ file: path, ...(within && { within }), ...result }))
      else for (const line of linesOf(within ?? basename(path), result, words, language)) out(line)
    }
  }
  const countOf = (verdict: Verdict) => judged.filter((each) => each === verdict).length
  if (judged.length > 1 && !given.json)
    out(
      `\n${say(words, 'sealing.cli.judged', {
        all: judged.length,
        intact: countOf('intact'),
        tampered: countOf('tampered'),
        unknown: countOf('unknown'),
      })}`,
    )
  return judged.includes('tampered') ? 1 : judged.includes('unknown') ? 2 : 0
}

const isRecord = (name: string) => /\.(cuxi\.json|pdf)$/i.test(name)

/** A file as it is; of an archive that was taken along, the evidence and the printed records `within` it. */
function recordsIn(bytes: Uint8Array): { within?: string; file: Uint8Array }[] {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return [{ file: bytes }]
  try {
    const found = Object.entries(unzipSync(bytes, { filter: ({ name }) => isRecord(name) }))
    if (found.length > 0) return found.map(([within, file]) => ({ within, file }))
  } catch {
    // Damaged, or no ZIP after all: judged as it is.
  }
  return [{ file: bytes }]
}

function readArguments(argv: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        lang: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
    return {
      files: positionals,
      keys: values.key ?? [],
      lang: values.lang,
      json: values.json ?? false,
    }
  } catch {
    return null
  }
}

function linesOf(
  name: string,
  verification: Verification,
  words: Words,
  language: string,
): string[] {
  const { findings, notChecked, facts } = verification
  const lines = [
    `${say(words, `sealing.verdict.${titleFor(verification)}`)}  ${name}`,
    `  ${say(words, `sealing.verdictText.${textFor(verification)}`)}`,
    '',
  ]
  const left = (path: string) => {
    const { key, params } = nameOfPart(path)
    return say(words, `sealing.${key}`, params)
  }
  const t = (key: string, params: Finding['params']) => say(words, key, params)
  for (const finding of findings)
    lines.push(`  ${MARKS[`${finding.ok}`]} ${sentenceOf(finding, language, zone, t)}`)
  if (facts) {
    lines.push(
      '',
      `  ${say(words, 'sealing.fact.mark')} ${facts.mark} · ${say(words, 'sealing.fact.sealedAt')} ${momentIn(language, zone, facts.sealedAt)}`,
    )
    lines.push(
      `  ${say(words, 'sealing.fact.log')} ${facts.origin} · ${say(words, 'sealing.fact.key')} ${facts.keyId}`,
    )
    lines.push(
      `  ${say(words, 'sealing.fact.level')} ${say(words, `sealing.level.${facts.level}`)}`,
    )
    if (facts.withheld.length > 0)
      lines.push(`  ${say(words, 'sealing.fact.withheld')} ${facts.withheld.map(left).join(' · ')}`)
    for (const { name: who, words: outcome, at, level } of facts.signatures)
      lines.push(
        `  ${who} · ${outcome} · ${momentIn(language, zone, at)} · ${say(words, `sealing.level.${level}`)}`,
      )
  }
  if (notChecked.length > 0) lines.push('', `  ${say(words, 'sealing.notCheckedTitle')}`)
  for (const what of notChecked) lines.push(`  · ${say(words, `sealing.notChecked.${what}`)}`)
  return lines
}
