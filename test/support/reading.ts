import { spawnSync } from 'node:child_process'
import { inflateSync } from 'node:zlib'
import { unzipSync } from 'fflate'

/** What a file says, in whatever it is wrapped, and how many files were unwrapped for it. */
export interface Reading {
  text: string
  files: number
}

const startsWith = (bytes: Uint8Array, magic: string) =>
  Buffer.from(bytes.subarray(0, magic.length)).toString('latin1') === magic

/** Everything written in a file: of an archive or a workbook in each file of it, of a PDF on its pages and in what is attached. */
export function readAll(bytes: Uint8Array): Reading {
  const text = Buffer.from(bytes).toString('utf8')
  if (startsWith(bytes, 'PK\x03\x04'))
    return Object.entries(unzipSync(bytes)).reduce<Reading>(
      (all, [name, inside]) => {
        const one = readAll(inside)
        return { text: `${all.text}\n${name}\n${one.text}`, files: all.files + one.files }
      },
      { text: '', files: 1 },
    )
  if (!startsWith(bytes, '%PDF-')) return { text, files: 1 }
  const streams = streamsIn(bytes).map((inside) => readAll(inside))
  const pages = spawnSync('pdftotext', ['-raw', '-', '-'], { input: bytes, encoding: 'utf8' })
  return {
    text: [text, pages.stdout?.replaceAll(/\s/g, '') ?? '', ...streams.map((one) => one.text)].join(
      '\n',
    ),
    files: 1 + streams.length,
  }
}

/** What lies packed in a PDF: attachments, among much that only a printer reads. */
function streamsIn(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = []
  const source = Buffer.from(bytes)
  for (let at = source.indexOf('stream'); at >= 0; at = source.indexOf('stream', at + 1)) {
    if (source.subarray(at - 3, at).toString('latin1') === 'end') continue
    const start = at + (source[at + 6] === 0x0d ? 8 : 7)
    const end = source.indexOf('endstream', start)
    if (end < 0) break
    try {
      found.push(inflateSync(source.subarray(start, end)))
    } catch {
      found.push(source.subarray(start, end))
    }
  }
  return found
}
