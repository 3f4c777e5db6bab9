import { crc32, deflateSync } from 'node:zlib'
import { addAttachment } from '../../features/conversations/attachments/handlers.ts'
import type { Held } from './enact.ts'
import type { Hand } from './hand.ts'
import { randomFrom, type Random } from './pieces/fill.ts'

const [width, height] = [620, 877]

/** The paper of a talk that was held at a tool box, photographed and handed in; the attachment's id. */
export async function paperScan(
  { contextOf }: Hand,
  { conversationId, written, managerNo }: Held,
): Promise<string> {
  const { id } = await addAttachment(contextOf(managerNo), {
    conversationId,
    part: 'talk',
    fieldKey: 'paper',
    name: '面谈纸面记录.png',
    bytes: png(
      page(
        randomFrom(`${written.employee}/paper`),
        (written.minutes ?? []).map((line) => line.length),
      ),
    ),
  })
  return id
}

const [paper, rule, ink, thumb] = [0, 1, 2, 3]
const colours = [0xf4, 0xee, 0xdd, 0xd9, 0xd2, 0xc0, 0x39, 0x42, 0x57, 0xb0, 0x46, 0x3c]

/** A ruled sheet with as much handwriting as was said, two signatures and a thumbprint below. */
function page(random: Random, lengths: number[]): Uint8Array {
  const pixels = new Uint8Array(width * height).fill(paper)
  const dot = (x: number, y: number, colour: number) => {
    if (x >= 0 && y >= 0 && x < width && y < height)
      pixels[Math.round(y) * width + Math.round(x)] = colour
  }
  for (let y = 90; y < height - 60; y += 32) for (let x = 40; x < width - 40; x++) dot(x, y, rule)
  let line = 0
  const scribble = (from: number, characters: number) => {
    let x = from
    for (let character = 0; character < characters; character++) {
      if (x > width - 70) {
        x = 56
        line++
      }
      const y = 84 + line * 32
      for (let stroke = random.between(3, 6); stroke > 0; stroke--) {
        const [startX, startY] = [x + random.between(0, 12), y - random.between(2, 18)]
        const [dx, dy] = random.chance(0.5)
          ? [random.between(3, 10), random.between(-2, 2)]
          : [random.between(-3, 2), random.between(3, 10)]
        for (let step = 0; step <= 10; step++) {
          dot(startX + (dx * step) / 10, startY + (dy * step) / 10, ink)
          dot(startX + (dx * step) / 10, startY + (dy * step) / 10 + 1, ink)
        }
      }
      x += 17
    }
    line++
  }
  for (const length of lengths) scribble(90, Math.min(length, 88))
  line = 23
  scribble(120, 3)
  line = 23
  scribble(380, 3)
  for (let turn = 0; turn < 900; turn++) {
    const radius = (turn % 9) * 2.1
    const angle = turn * 0.37
    if (random.chance(0.8))
      dot(200 + radius * Math.cos(angle), 815 + radius * 1.4 * Math.sin(angle), thumb)
  }
  return pixels
}

/** Indexed pixels as a PNG file. */
function png(pixels: Uint8Array): Uint8Array {
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colours)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
