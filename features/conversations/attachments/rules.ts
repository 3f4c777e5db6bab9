interface FileKind {
  mediaType: string
  starts: (bytes: Uint8Array) => boolean
  /** Of an Office file: where in its zip the document lies. */
  folder?: string
}

/** What may be attached: by its name and by its first bytes, both. Nothing that a browser would run. */
const kinds: Record<string, FileKind> = {
  pdf: { mediaType: 'application/pdf', starts: isPdf },
  png: { mediaType: 'image/png', starts: begins('\x89PNG\r\n\x1a\n') },
  jpg: { mediaType: 'image/jpeg', starts: begins('\xff\xd8\xff') },
  jpeg: { mediaType: 'image/jpeg', starts: begins('\xff\xd8\xff') },
  webp: {
    mediaType: 'image/webp',
    starts: (bytes) => begins('RIFF')(bytes) && begins('WEBP')(bytes.subarray(8)),
  },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    starts: holds('word/'),
    folder: 'word/',
  },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    starts: holds('xl/'),
    folder: 'xl/',
  },
  pptx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    starts: holds('ppt/'),
    folder: 'ppt/',
  },
  txt: { mediaType: 'text/plain', starts: isText },
  csv: { mediaType: 'text/csv', starts: isText },
}

/** Bytes a file may have. */
export const largestFile = 20 * 1024 * 1024
/** Files and links a conversation may have. */
export const mostAttachments = 60

/** What an Office file may unpack to. */
export const officeLimits = { entries: 5000, bytes: 200 * 1024 * 1024, ratio: 200 }

/** What is wrong with what an Office file holds, before anything of it is unpacked. */
export function officeFlaw(
  folder: string,
  entries: { name: string }[],
): 'broken' | 'macros' | 'another' | null {
  const names = entries.map(({ name }) => name)
  if (names.some((name) => /(^|[\\/])\.\.([\\/]|$)|^[\\/]|\0/.test(name))) return 'broken'
  if (names.some((name) => /vbaProject\.bin$|\.(exe|dll|js|vbs|bat|cmd|ps1|scr)$/i.test(name)))
    return 'macros'
  return names.includes('[Content_Types].xml') && names.some((name) => name.startsWith(folder))
    ? null
    : 'another'
}

/**
 * The media type of a file that may be attached, or why it may not. The name decides which kind it
 * claims to be, its first bytes whether it is.
 */
export function judgeFile(
  name: string,
  bytes: Uint8Array,
): { mediaType: string; folder?: string; refusal: null } | { mediaType: null; refusal: string } {
  const refused = (refusal: string) => ({ mediaType: null, refusal })
  if (bytes.length === 0) return refused('conversations.fileEmpty')
  if (bytes.length > largestFile) return refused('conversations.fileTooLarge')
  const kind = kinds[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '']
  if (!kind) return refused('conversations.fileKind')
  return kind.starts(bytes)
    ? { mediaType: kind.mediaType, ...(kind.folder && { folder: kind.folder }), refusal: null }
    : refused('conversations.fileNotWhatItSays')
}

/** A file's name as it may be kept and offered again: no folders, no control characters, not too long. */
export function cleanName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const cleaned = last
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    // Windows keeps these names for its devices, whatever their ending.
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, '_$1')
  const [, stem = cleaned, ending = ''] = /^(.*?)(\.[^.]*)?$/su.exec(cleaned) ?? []
  return `${[...stem].slice(0, 120).join('') || 'file'}${ending.slice(0, 10)}`
}

function begins(text: string) {
  const wanted = Array.from(text, (character) => character.charCodeAt(0))
  return (bytes: Uint8Array) => wanted.every((byte, i) => bytes[i] === byte)
}

// From its head to its last end mark: what follows that would be another file in the same bytes.
function isPdf(bytes: Uint8Array) {
  const tail = Buffer.from(bytes.subarray(-64 * 1024)).toString('latin1')
  const end = tail.lastIndexOf('%%EOF')
  // oxlint-disable-next-line no-control-regex
  return begins('%PDF-')(bytes) && end >= 0 && /^[\s\0]*$/.test(tail.slice(end + 5))
}

// An Office file is a zip whose table of contents names its folder.
function holds(folder: string) {
  const zip = begins('PK\x03\x04')
  return (bytes: Uint8Array) =>
    zip(bytes) &&
    Buffer.from(bytes).includes(folder) &&
    Buffer.from(bytes).includes('[Content_Types].xml')
}

// Nothing that a browser could take for a page, and nothing binary.
function isText(bytes: Uint8Array) {
  const start = bytes.subarray(0, 4096)
  const bom = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  return (
    (bom || !start.includes(0)) &&
    !/<(!doctype|html|script|svg|\?xml)/i.test(Buffer.from(start).toString('latin1'))
  )
}
