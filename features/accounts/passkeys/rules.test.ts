import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceKindOf, siteOf, wentBack } from './rules.ts'

test('passkeys belong to https sites and to this machine, by name', () => {
  const cases: [string, string | null][] = [
    ['https://hr.example.cn', 'hr.example.cn'],
    ['https://hr.example.cn:8443', 'hr.example.cn'],
    ['https://hr.example.cn/cuxi', 'hr.example.cn'],
    ['http://localhost:8080', 'localhost'],
    ['http://cuxi.localhost', 'cuxi.localhost'],
    ['http://hr.example.cn', null],
    ['http://127.0.0.1:8080', null],
    ['https://10.0.3.18', null],
    ['https://[::1]', null],
    ['http://localhost.example.cn', null],
    ['null', null],
    ['', null],
  ]
  for (const [address, rpId] of cases) assert.equal(siteOf(address)?.rpId ?? null, rpId, address)
  assert.equal(siteOf('https://hr.example.cn/cuxi')?.origin, 'https://hr.example.cn')
})

test('a counter goes back when it does not go on; synced keys have none', () => {
  const cases: [known: number, now: number, back: boolean][] = [
    [0, 0, false],
    [0, 1, false],
    [4, 5, false],
    [4, 4, true],
    [4, 3, true],
    [4, 0, true],
  ]
  for (const [known, now, back] of cases)
    assert.equal(wentBack(known, now), back, `${known}→${now}`)
})

test('a device is told by how it was reached', () => {
  assert.equal(deviceKindOf('platform', []), 'thisDevice')
  assert.equal(deviceKindOf('cross-platform', ['hybrid']), 'phone')
  assert.equal(deviceKindOf('cross-platform', ['usb', 'nfc']), 'securityKey')
})
