import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, type Visitor } from '../../test/support/http.ts'
import { onSite } from '../../test/support/site.ts'
import { signOut } from './signOut.ts'

const isIn = async (visitor: Visitor) => (await ask(visitor, 'accounts.me', {})).status === 200

test('whoever runs the machine ends the sessions of one person, or of everybody', () =>
  onSite(async (site) => {
    const { database } = site.services
    const [mei, lin] = [await site.hire('梅兰'), await site.hire('林涛')]
    const [desk, phone, other] = [
      await site.visit(mei),
      await site.visit(mei),
      await site.visit(lin),
    ]
    const now = new Date()

    const wrong = { names: [mei.employeeNo, 'nobody@example.com'], code: null }
    await assert.rejects(signOut(database, wrong, now), /nobody@example\.com/)
    assert.equal(await isIn(desk), true, 'a name that is wrong ends nothing')

    const one = await signOut(database, { names: [mei.employeeNo], code: null }, now)
    assert.deepEqual([...one], [['梅兰', 2]])
    assert.deepEqual([await isIn(desk), await isIn(phone), await isIn(other)], [false, false, true])

    const elsewhere = await signOut(database, { names: null, code: 'elsewhere' }, now)
    assert.deepEqual([...elsewhere], [])
    assert.equal(await isIn(other), true)
    await signOut(database, { names: null, code: null }, now)
    assert.equal(await isIn(other), false)
    assert.equal(await isIn(await site.visit(lin)), true, 'the account itself stays open')
  }))
