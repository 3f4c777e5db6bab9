import assert from 'node:assert/strict'
import type { FlowBody } from '../../features/flows/contract.ts'
import { remindAll } from '../../features/notifications/reminders/reactions.ts'
import { newId } from '../../platform/ids.ts'
import type { Story } from './scenario.ts'

/** Mia, her manager Theo, his manager Anna, Dora by a dotted line, and Paul, HR in charge of them. */
export async function line(story: Story) {
  const anna = await story.hire('安总')
  const theo = await story.hire('西奥', { manager: anna })
  const dora = await story.hire('朵拉')
  const mia = await story.hire('米雅', { manager: theo })
  const paul = await story.hire('伙伴', { roles: ['hrbp'] })
  await story.services.database.inOrg(story.orgId, (db) =>
    db
      .insertInto('assignment')
      .values({
        orgId: story.orgId,
        id: newId(),
        personId: mia.personId,
        departmentId: story.departmentId,
        position: '',
        jobFamily: null,
        level: null,
        managerId: dora.personId,
        kind: 'dotted',
        fromOn: '2020-01-01',
        toOn: null,
        createdAt: story.clock.now,
      })
      .execute(),
  )
  return { anna, theo, dora, mia, paul }
}

/** A flow of HR's own from the base flow, published. @returns its key. */
export async function flowWith({ as, hr }: Story, shape: (base: FlowBody) => FlowBody) {
  const { flows } = as(hr)
  const base = (await flows.list()).find(({ key }) => key === 'base')!
  const { id } = await flows.start({ from: { versionId: base.versionId, as: 'copy' } })
  const { body, revision } = await flows.draft({ id })
  const { version, faults } = await flows.save({ id, revision, body: shape(body) })
  assert.deepEqual(faults, [])
  const { flowId } = await flows.publish({ id, revision: version, note: '' })
  return (await flows.get({ id: flowId })).key
}

/** Lets the reminders of these mornings go out. @returns who was reminded on each of them, by name. */
export async function remindedOn(story: Story, days: string[]): Promise<string[][]> {
  const told: string[][] = []
  for (const day of days) {
    await remindAll(story.services, story.orgId, new Date(`${day}T10:00:00+08:00`))
    const rows = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('delivery')
        .innerJoin('person', 'person.id', 'delivery.personId')
        .select('person.name')
        .where('delivery.dedupe', '=', `day:${day}`)
        .execute(),
    )
    told.push(rows.map(({ name }) => name).sort())
  }
  return told
}
