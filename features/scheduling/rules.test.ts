import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarFile, type Entry } from './rules.ts'

const entry: Entry = {
  uid: '0199aa00-0000-7000-8000-000000000001@cuxi',
  sequence: 2,
  stamp: new Date('2026-11-20T07:06:41Z'),
  startsAt: new Date('2026-11-24T06:30:00Z'),
  endsAt: new Date('2026-11-24T07:30:00Z'),
  title: '2026 年度结果面谈 · 陈一鸣 – 周晓岚',
  place: '三楼; 会议室, 东\\侧',
  agenda: ['近况与今天的安排', '你的自评,\n以及材料'],
  organizer: '周晓岚',
  isCancelled: false,
}
const lines = (text: string) => text.split('\r\n')
const unfolded = (text: string) => text.replaceAll('\r\n ', '')

test('an appointment opens in calendar programs: one event, UTC, published', () => {
  const text = unfolded(calendarFile(entry))
  for (const line of [
    'BEGIN:VCALENDAR',
    'METHOD:PUBLISH',
    'UID:0199aa00-0000-7000-8000-000000000001@cuxi',
    'SEQUENCE:2',
    'DTSTART:20261124T063000Z',
    'DTEND:20261124T073000Z',
    'STATUS:CONFIRMED',
  ])
    assert.ok(lines(text).includes(line), line)
  assert.equal(text.match(/BEGIN:VEVENT/g)?.length, 1)
})

test('texts are escaped, the agenda stands in the description', () => {
  const text = unfolded(calendarFile(entry))
  assert.ok(text.includes('LOCATION:三楼\\; 会议室\\, 东\\\\侧'))
  assert.ok(text.includes('DESCRIPTION:1. 近况与今天的安排\\n2. 你的自评\\,\\n以及材料'))
})

test('no line is longer than 75 octets, no character is cut, every line ends in CRLF', () => {
  const long = calendarFile({ ...entry, title: '长'.repeat(100) + '𠮷'.repeat(30) })
  for (const line of lines(long)) assert.ok(Buffer.byteLength(line) <= 75, line)
  assert.ok(unfolded(long).includes(`SUMMARY:${'长'.repeat(100)}${'𠮷'.repeat(30)}`))
  assert.ok(!long.replaceAll('\r\n', '').includes('\n'))
})

test('a cancelled one takes its entry away', () => {
  assert.ok(calendarFile({ ...entry, isCancelled: true }).includes('STATUS:CANCELLED'))
})

test('nothing written in a title becomes a line of its own', () => {
  const text = unfolded(calendarFile({ ...entry, title: 'x\r\nATTENDEE:mailto:a@b' }))
  assert.ok(!lines(text).some((line) => line.startsWith('ATTENDEE')))
})
