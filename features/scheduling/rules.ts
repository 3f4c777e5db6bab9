/** A calendar entry as calendar programs read it. Moments are UTC. */
export interface Entry {
  /** The same for every version of the appointment, so that programs replace it. */
  uid: string
  sequence: number
  /** Last changed. */
  stamp: Date
  startsAt: Date
  endsAt: Date
  title: string
  place: string
  agenda: string[]
  organizer: string
  isCancelled: boolean
}

// RFC 5545 §3.3.11: these four are escaped in TEXT, line breaks become \n.
const escaped = (text: string) =>
  text
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')

// RFC 5545 §3.1: at most 75 octets per line, continued by a line break and a blank; never inside a character.
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const character of line) {
    const octets = Buffer.byteLength(character)
    const room = parts.length === 0 ? 75 : 74
    if (size + octets > room) {
      parts.push(part)
      part = ''
      size = 0
    }
    part += character
    size += octets
  }
  return [...parts, part].join('\r\n ')
}

/** `20261120T070641Z` */
const utc = (at: Date) => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** An `.ics` file with one appointment and its agenda (RFC 5545, METHOD:PUBLISH); times in UTC need no zone table. */
export function calendarFile(entry: Entry): string {
  const agenda = entry.agenda.map((item, index) => `${index + 1}. ${item}`).join('\n')
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Cuxi//Conversations//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${entry.uid}`,
    `DTSTAMP:${utc(entry.stamp)}`,
    `LAST-MODIFIED:${utc(entry.stamp)}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTART:${utc(entry.startsAt)}`,
    `DTEND:${utc(entry.endsAt)}`,
    `SUMMARY:${escaped(entry.title)}`,
    ...(entry.place ? [`LOCATION:${escaped(entry.place)}`] : []),
    ...(agenda ? [`DESCRIPTION:${escaped(agenda)}`] : []),
    `CONTACT:${escaped(entry.organizer)}`,
    'CLASS:CONFIDENTIAL',
    'TRANSP:OPAQUE',
    `STATUS:${entry.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(entry.title)}`,
    'TRIGGER:-PT30M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}
