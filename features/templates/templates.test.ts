import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { json } from '../../platform/database.ts'
import { scenario } from '../../test/support/scenario.ts'
import { ensureLibrary, templateVersion } from './queries.ts'
import { hashOf } from './versions/queries.ts'

test('a new organization finds the library, and a second start adds nothing', () =>
  scenario(async ({ as, hr, orgId, services, clock }) => {
    await services.database.inOrg(orgId, (db) => ensureLibrary(db, orgId, clock.now))
    const templates = await as(hr).templates.list()
    assert.deepEqual(
      templates.map(({ key, version, minutes, hasRating }) => [key, version, minutes, hasRating]),
      [
        ['annualResult', 1, 60, true],
        ['annualResultSales', 1, 60, true],
        ['annualResultFinance', 1, 60, true],
        ['whatHowNext', 1, 45, true],
        ['threeCores', 1, 60, true],
        ['monthly', 1, 30, false],
        ['annualLean', 1, 40, false],
        ['annualFull', 1, 75, true],
        ['goalSetting', 1, 45, false],
        ['midReview', 1, 40, false],
        ['followUp', 1, 20, false],
        ['returnTalk', 1, 20, false],
        ['development', 1, 60, false],
        ['pip', 1, 60, false],
        ['preDecision', 1, 30, false],
      ],
    )
  }))

test('an employee may read what everybody is asked', () =>
  scenario(async ({ as, hire }) => {
    const mia = await hire('米雅')
    const [annual] = await as(mia).templates.list()
    const read = await as(mia).templates.get({ id: annual!.id })
    assert.equal(read.body.steps.length, 8)
    assert.equal(read.hash, hashOf(read.body))
  }))

test('an account that only keeps the machine running does not', () =>
  scenario(async ({ as, hire }) => {
    const ivo = await hire('易沃', { roles: ['itAdmin'] })
    const sec = await hire('沈安', { roles: ['securityAdmin'] })
    for (const keeper of [ivo, sec]) {
      const refused = {
        code: 'FORBIDDEN',
        data: { reason: 'templates.notForSystemRoles', params: {} },
      }
      await assert.rejects(as(keeper).templates.list(), refused)
      await assert.rejects(as(keeper).templates.get({ id: newId() }), refused)
      await assert.rejects(as(keeper).flows.list(), refused)
      await assert.rejects(as(keeper).flows.get({ id: newId() }), refused)
    }
    const auditor = await hire('安迪', { roles: ['auditor'] })
    assert.equal((await as(auditor).templates.list()).length, 15)
  }))

test('a template of another organization is not there', () =>
  scenario(async ({ as, hr }) => {
    await assert.rejects(as(hr).templates.get({ id: newId() }), { code: 'NOT_FOUND' })
  }))

test('a newer program publishes a new version; the old one can still be read as it was', () =>
  scenario(async ({ as, hr, orgId, services, clock }) => {
    const [annual] = await as(hr).templates.list()
    const before = await as(hr).templates.get({ id: annual!.id })
    // An earlier program had published something else.
    const other = { ...before.body, title: { zh: '旧版', en: 'old' } }
    await services.database.inOrg(orgId, (db) =>
      db
        .insertInto('templateVersion')
        .values({
          orgId,
          id: newId(),
          templateId: annual!.id,
          number: 2,
          body: json(other),
          hash: hashOf(other),
          publishedAt: clock.now,
          publishedBy: null,
        })
        .execute(),
    )
    await services.database.inOrg(orgId, (db) => ensureLibrary(db, orgId, clock.now))
    const now = await as(hr).templates.get({ id: annual!.id })
    assert.deepEqual(
      now.versions.map(({ version }) => version),
      [3, 2, 1],
    )
    assert.equal(now.hash, before.hash)
    const old = await as(hr).templates.get({
      id: annual!.id,
      versionId: now.versions[1]!.versionId,
    })
    assert.equal(old.title.zh, '旧版')
    const body = await services.database.inOrg(orgId, (db) =>
      templateVersion(db, orgId, old.versionId),
    )
    assert.equal(body.title.zh, '旧版')
  }))
