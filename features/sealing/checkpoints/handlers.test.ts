import { test } from 'node:test'
import assert from 'node:assert/strict'
import { newId } from '../../../platform/ids.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { handOutDay } from '../attesting/handlers.ts'
import { seal } from '../handlers.ts'
import { openSealed } from '../queries.ts'
import { checkpointFile } from './handlers.ts'

const nobody = { authority: null, witness: null, checkpointDir: null }

test('everybody may take the day’s checkpoint; who it is handed to, HR administration says', () =>
  scenario(async (story) => {
    const { orgId, services, hr } = story
    const union = await story.hire('王工会')
    const recordId = newId()
    await services.database.inOrg(orgId, (db) =>
      seal(
        db,
        { orgId, actorId: null, now: new Date() },
        { recordId, version: 1, record: { title: '记录' }, participants: [] },
      ),
    )
    assert.equal(await story.behind(union, (context) => checkpointFile(context, orgId, null)), null)
    await handOutDay(
      services.database,
      { id: orgId, timezone: 'Asia/Shanghai' },
      nobody,
      new Date(),
    )
    const file = await story.behind(union, (context) => checkpointFile(context, orgId, null))
    assert.match(file!.bytes.toString(), /\/cuxi\/.+\/1\n1\n/)
    assert.equal(
      await story.behind(union, (context) => checkpointFile(context, newId(), null)),
      null,
    )

    const mine = story.as(union).checkpoints
    await assert.rejects(
      mine.addContact({ personId: union.personId, role: '工会' }),
      (error: { data?: { reason?: string } }) => error.data?.reason === 'sealing.contactsNotYours',
    )
    const level = async () => {
      const opened = await services.database.inOrg(orgId, (db) =>
        openSealed(db, orgId, recordId, 1),
      )
      return opened!.verification.facts!.level
    }
    assert.equal(await level(), 'W0')
    const theirs = story.as(hr).checkpoints
    await theirs.addContact({ personId: union.personId, role: '工会' })
    await theirs.addContact({ personId: union.personId, role: '工会主席' })
    const { days, contacts, refusals, keys } = await mine.list()
    assert.equal(days.length, 1)
    assert.deepEqual(
      contacts.map(({ person, role }) => [person.name, role]),
      [['王工会', '工会主席']],
    )
    assert.equal(refusals.manage, 'sealing.contactsNotYours')
    assert.equal(keys.length, 1)
    assert.equal(await level(), 'W1')
    const leaves = (leftOn: string | null) =>
      services.database.inOrg(orgId, (db) =>
        db.updateTable('person').set({ leftOn }).where('id', '=', union.personId).execute(),
      )
    await leaves('2026-01-31')
    assert.equal(await level(), 'W0', 'whoever has left is handed nothing')
    await leaves(null)
    assert.equal(await level(), 'W1')
    await theirs.removeContact({ personId: union.personId })
    assert.equal(await level(), 'W0')
  }))
