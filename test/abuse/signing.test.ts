import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, wordsOf } from '../support/http.ts'
import { password } from '../support/scenario.ts'
import { assertHasWords, onSite } from '../support/site.ts'
import { talkBetween } from '../support/talks.ts'
import { auditLog } from '../../features/sealing/log/audit/queries.ts'

const hundred = Array.from({ length: 100 }, (_, n) => n)

test('a hundred times the same signature at once is one signature and one leaf', () =>
  onSite(async (site) => {
    const { id, employee, shownHash } = await talkBetween(site, 'managerSigned', {
      template: 'monthly',
      flow: 'monthly',
    })
    const visitor = await site.visit(employee)
    await visitor.api.accounts.stepUp({ password })
    const answers = await Promise.all(
      hundred.map(() => visitor.api.conversations.sign({ id, shownHash, outcome: 'agreed' })),
    )
    assert.equal(
      new Set(
        answers.map(
          ({ signedAt, sealedAt }) => `${signedAt.toISOString()} ${sealedAt?.toISOString()}`,
        ),
      ).size,
      1,
    )
    assert.deepEqual(await countOf(site, id), { signatures: 2, leaves: 1, seals: 1, receipts: 2 })
  }))

test('a hundred different signatures at once: one counts, the others hear why not', () =>
  onSite(async (site) => {
    const { id, employee, shownHash } = await talkBetween(site, 'managerSigned', {
      template: 'monthly',
      flow: 'monthly',
    })
    const visitor = await site.visit(employee)
    await visitor.api.accounts.stepUp({ password })
    const outcomes = ['agreed', 'readWithReservation', 'refused'] as const
    const answers = await Promise.all(
      hundred.map(async (n) => ({
        n,
        ...(await wordsOf(
          await ask(visitor, 'conversations.sign', {
            id,
            shownHash,
            outcome: outcomes[n % 3],
            statement: `第 ${n} 种说法`,
          }),
        )),
      })),
    )
    const given = answers.filter(({ status }) => status === 200)
    // The same outcome asked again is answered again, with what stands; its later words do not replace it.
    assert.equal(new Set(given.map(({ n }) => outcomes[n % 3])).size, 1)
    assert.equal(new Set(given.map(({ text }) => text)).size, 1)
    for (const { status, reason } of answers.filter(({ status }) => status !== 200)) {
      assert.equal(status, 403)
      assertHasWords(reason)
    }
    const isRefused = outcomes[given[0]!.n % 3] === 'refused'
    assert.deepEqual(
      await countOf(site, id),
      isRefused
        ? { signatures: 2, leaves: 0, seals: 0, receipts: 0 }
        : { signatures: 2, leaves: 1, seals: 1, receipts: 2 },
    )
  }))

test(
  'everybody of a team signs at the same moment: one leaf each, in a row without a gap',
  { timeout: 240_000 },
  () =>
    onSite(async (site) => {
      const manager = await site.hire('周晓岚')
      const talks = []
      for (const n of hundred.slice(0, 12)) {
        const employee = await site.hire(`员工${n}`, { manager })
        talks.push(
          await talkBetween(site, 'managerSigned', {
            template: 'monthly',
            flow: 'monthly',
            manager,
            employee,
          }),
        )
      }
      const visitors = await Promise.all(
        talks.map(async ({ employee }) => {
          const visitor = await site.visit(employee)
          await visitor.api.accounts.stepUp({ password })
          return visitor
        }),
      )
      const answers = await Promise.all(
        talks.map(({ id, shownHash }, n) =>
          visitors[n]!.api.conversations.sign({ id, shownHash, outcome: 'agreed' }),
        ),
      )
      assert.ok(answers.every(({ sealedAt }) => sealedAt !== null))
      const audit = await site.services.database.inOrg(site.orgId, (db) => auditLog(db, site.orgId))
      assert.deepEqual(
        [audit?.rootMatches, audit?.brokenLeaf, audit?.signedSize],
        [true, null, talks.length],
      )
    }),
)

async function countOf(site: Parameters<Parameters<typeof onSite>[0]>[0], recordId: string) {
  return site.services.database.inOrg(site.orgId, async (db) => {
    const count = async (table: 'signature' | 'sealedVersion' | 'receipt') =>
      (
        await db
          .selectFrom(table)
          .select('recordId')
          .where('orgId', '=', site.orgId)
          .where('recordId', '=', recordId)
          .execute()
      ).length
    const leaves = await db
      .selectFrom('logLeaf')
      .select('leafIndex')
      .where('orgId', '=', site.orgId)
      .execute()
    return {
      signatures: await count('signature'),
      leaves: leaves.length,
      seals: await count('sealedVersion'),
      receipts: await count('receipt'),
    }
  })
}
