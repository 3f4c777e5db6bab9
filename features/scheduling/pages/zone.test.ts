import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentAt, wallClock } from './zone.ts'

const cases: [string, string, string][] = [
  ['2026-11-20T14:30', 'Asia/Shanghai', '2026-11-20T06:30:00.000Z'],
  ['2026-01-01T00:15', 'Asia/Shanghai', '2025-12-31T16:15:00.000Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T12:00', 'Europe/Berlin', '2026-10-25T11:00:00.000Z'],
  ['2026-11-01T09:00', 'America/New_York', '2026-11-01T14:00:00.000Z'],
]
for (const [local, zone, moment] of cases)
  test(`${local} in ${zone} is one moment everywhere`, () => {
    assert.equal(momentAt(local, zone)?.toISOString(), moment)
    assert.equal(wallClock(new Date(moment), zone), local)
  })

test('a half-typed time is no time', () =>
  assert.equal(momentAt('2026-11-', 'Asia/Shanghai'), null))
