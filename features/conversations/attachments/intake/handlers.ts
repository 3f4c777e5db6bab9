import { invalid } from '../../../../platform/refusal.ts'
import { isPictureType, mostPixels, redraw } from '../../../../platform/pictures.ts'
import { zipEntries, zipFlaw } from '../../../../platform/zip.ts'
import { judgeFile, largestFile, officeFlaw, officeLimits } from '../rules.ts'

/**
 * A file as it may be kept: a picture drawn anew without where and with what it was taken, an Office
 * file whose every entry was unpacked once, anything else as it came.
 * @throws BAD_REQUEST on field `file` with the reason in words.
 */
export async function madeHarmless(
  name: string,
  bytes: Uint8Array,
): Promise<{ mediaType: string; bytes: Uint8Array }> {
  const judged = judgeFile(name, bytes)
  if (judged.refusal !== null) throw unfit(judged.refusal)
  const { mediaType } = judged
  if (isPictureType(mediaType)) {
    const drawn = await redraw(bytes, mediaType)
    if (drawn === 'tooLarge') throw unfit('conversations.pictureTooLarge')
    if (drawn === 'broken') throw unfit('conversations.pictureBroken')
    if (drawn.length > largestFile) throw unfit('conversations.fileTooLarge')
    return { mediaType, bytes: drawn }
  }
  if (judged.folder) {
    const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const entries = zipEntries(zip)
    if (!entries) throw unfit('conversations.fileBroken')
    const flaw = officeFlaw(judged.folder, entries) ?? (await zipFlaw(zip, entries, officeLimits))
    if (flaw) throw unfit(refusals[flaw])
  }
  return { mediaType, bytes }
}

const refusals = {
  broken: 'conversations.fileBroken',
  tooLarge: 'conversations.fileUnpacksTooLarge',
  macros: 'conversations.fileMacros',
  another: 'conversations.fileNotWhatItSays',
}

const unfit = (reason: string) =>
  invalid(
    reason,
    { megabytes: largestFile / 1024 / 1024, megapixels: mostPixels / 1_000_000 },
    'file',
  )
