import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import type { TemplateBody } from '../contract.ts'
import { own, t } from '../library/words.ts'

const monthlyOf = async ({ as, hr }: Story) =>
  (await as(hr).templates.list()).find(({ key }) => key === 'monthly')!

/** HR's own copy of 月度沟通, as a draft. */
async function copied(story: Story) {
  const { versionId } = await monthlyOf(story)
  const api = story.as(story.hr).templates
  const { id } = await api.start({ from: { versionId, as: 'copy' } })
  return { api, id, draft: await api.draft({ id }) }
}

const withQuestion = (body: TemplateBody, key: string, required = false): TemplateBody => ({
  ...body,
  sections: body.sections.map((section, at) =>
    at === 0
      ? {
          ...section,
          fields: [
            ...section.fields,
            own({ key, type: 'longText', label: t('新问题', 'New question'), required }),
          ],
        }
      : section,
  ),
})

const refused = (reason: string, code = 'FORBIDDEN') => ({
  code,
  data: (data: unknown) => (data as { reason: string }).reason === reason,
})
const rejects = (work: Promise<unknown>, { code, data }: ReturnType<typeof refused>) =>
  assert.rejects(work, (error: { code: string; data: unknown }) => {
    assert.equal(error.code, code)
    assert.ok(data(error.data), JSON.stringify(error.data))
    return true
  })

test('HR copies a built-in template, changes it and publishes; the built-in one stays', () =>
  scenario(async (story) => {
    const { api, id, draft } = await copied(story)
    assert.equal(draft.body.title.zh, '月度沟通 30 分钟（副本）')
    assert.equal(draft.copyOf?.title.zh, '月度沟通 30 分钟')
    const { version: revision, faults } = await api.save({
      id,
      revision: draft.revision,
      body: { ...withQuestion(draft.body, 'mood'), title: t('班组月谈', 'Team month') },
    })
    assert.deepEqual(faults, [])
    const published = await api.publish({ id, revision, note: '' })
    assert.equal(published.version, 1)
    const titles = (await api.list()).map(({ title, builtIn }) => [title.zh, builtIn])
    assert.deepEqual(titles.at(-1), ['班组月谈', false])
    assert.deepEqual(
      titles.find(([, builtIn]) => builtIn && true),
      titles[0],
    )
    assert.equal((await api.get({ id: (await monthlyOf(story)).id })).version, 1)
    assert.deepEqual(await api.drafts(), [])
    await rejects(api.save({ id, revision, body: draft.body }), refused('templates.draftPublished'))
  }))

test('a used version never changes: the next one stands beside it, with its note and its differences', () =>
  scenario(async (story) => {
    const { api, id, draft } = await copied(story)
    const first = await api.publish({ id, revision: draft.revision, note: '' })
    const next = await api.start({ from: { versionId: first.versionId, as: 'next' } })
    const again = await api.start({ from: { versionId: first.versionId, as: 'next' } })
    assert.equal(again.id, next.id, 'one next version at a time')
    const opened = await api.draft({ id: next.id })
    await rejects(
      api.publish({ id: next.id, revision: opened.revision, note: '' }),
      refused('templates.nothingChanged'),
    )
    const saved = await api.save({
      id: next.id,
      revision: opened.revision,
      body: withQuestion(opened.body, 'mood', true),
    })
    const second = await api.publish({ id: next.id, revision: saved.version, note: '加一个问题' })
    assert.equal(second.version, 2)
    const { changes } = await api.diff({
      id: first.templateId,
      from: first.versionId,
      to: second.versionId,
    })
    assert.deepEqual(
      changes.map(({ kind, effect, what }) => [kind, effect, what.zh]),
      [['fieldAdded', 'asks', '新问题']],
    )
    const read = await api.get({ id: first.templateId, versionId: first.versionId })
    assert.equal(
      read.body.sections[0]!.fields.some(({ key }) => key === 'mood'),
      false,
    )
    assert.deepEqual(
      read.versions.map(({ version, note }) => [version, note]),
      [
        [2, '加一个问题'],
        [1, null],
      ],
    )
  }))

test('what is missing is listed with its place, and keeps the draft from being published', () =>
  scenario(async (story) => {
    const { api, id, draft } = await copied(story)
    const { version: revision, faults } = await api.save({
      id,
      revision: draft.revision,
      body: { ...draft.body, purpose: { zh: '', en: '' } },
    })
    assert.deepEqual(faults, [{ path: 'purpose', reasonKey: 'noText', params: {} }])
    await rejects(api.publish({ id, revision, note: '' }), refused('templates.hasFaults'))
    assert.equal((await api.drafts())[0]!.faults, 1)
  }))

test('two people write the same draft: the later one gets both texts, nothing is overwritten', () =>
  scenario(async (story) => {
    const { api, id, draft } = await copied(story)
    const other = await story.hire('冯岚', { roles: ['hrAdmin'] })
    const theirs = withQuestion(draft.body, 'theirs')
    await story.as(other).templates.save({ id, revision: draft.revision, body: theirs })
    const mine = withQuestion(draft.body, 'mine')
    await assert.rejects(api.save({ id, revision: draft.revision, body: mine }), (error: never) => {
      const { data } = error as {
        data: { theirs: { value: TemplateBody; version: number; by: string }; yours: TemplateBody }
      }
      assert.equal(data.theirs.by, '冯岚')
      assert.deepEqual(data.yours, mine)
      assert.equal(data.theirs.value.sections[0]!.fields.at(-1)!.key, 'theirs')
      assert.equal(data.theirs.version, 2)
      return true
    })
    // The same text arriving twice is no conflict.
    const again = await story
      .as(other)
      .templates.save({ id, revision: draft.revision, body: theirs })
    assert.equal(again.version, 2)
  }))

test('a template leaves as one file and comes back as a draft', () =>
  scenario(async (story) => {
    const { api, id, draft } = await copied(story)
    const published = await api.publish({ id, revision: draft.revision, note: '' })
    const { name, file } = await api.exportFile({ id: published.templateId })
    assert.match(name, /^own\w+-v1\.cuxi-template\.json$/)
    const back = await api.start({ from: { file: JSON.parse(JSON.stringify(file)) } })
    const imported = await api.draft({ id: back.id })
    assert.deepEqual(imported.body, file.body)
    assert.equal(imported.templateId, null, 'a template of its own')
    assert.notEqual(imported.key, file.key)
  }))

test('a file from elsewhere is answered in words', () =>
  scenario(async (story) => {
    const { api, id, draft } = await copied(story)
    const published = await api.publish({ id, revision: draft.revision, note: '' })
    const { file } = await api.exportFile({ id: published.templateId })
    const brings = (given: unknown) => api.start({ from: { file: given } })
    const bad = (reason: string) => refused(reason, 'BAD_REQUEST')
    await rejects(brings({ hello: 'world' }), bad('templates.notATemplateFile'))
    await rejects(brings('[]'), bad('templates.notATemplateFile'))
    await rejects(brings(null), bad('templates.notATemplateFile'))
    await rejects(brings({ ...file, format: 'cuxi.template/9' }), bad('templates.newerFile'))
    await rejects(
      brings({ ...file, body: { ...file.body, sections: 'none' } }),
      bad('templates.damagedFile'),
    )
    const long = { zh: '长'.repeat(4_000), en: '' }
    const heavy = { ...file.body, agenda: Array.from({ length: 300 }, () => long) }
    await rejects(brings({ ...file, body: heavy }), bad('templates.draftTooLarge'))
  }))

test('a draft is discarded and taken back; a template is retired and offered again', () =>
  scenario(async (story) => {
    const { api, id, draft } = await copied(story)
    await api.discard({ id })
    assert.deepEqual(await api.drafts(), [])
    await rejects(
      api.save({ id, revision: draft.revision, body: draft.body }),
      refused('templates.draftDiscarded'),
    )
    await api.takeBack({ id })
    const { templateId } = await api.publish({ id, revision: draft.revision, note: '' })
    const lead = await story.hire('季岚')
    await story.hire('冬青', { manager: lead })
    const offers = async () =>
      (await story.as(lead).conversations.openable()).templates.some((one) => one.id === templateId)
    assert.equal(await offers(), true)
    await api.retire({ id: templateId })
    assert.equal(await offers(), false)
    assert.ok((await api.list()).find((one) => one.id === templateId)!.retiredAt)
    await api.restore({ id: templateId })
    assert.equal(await offers(), true)
  }))

test('a built-in template has no next version of its own; one makes a copy', () =>
  scenario(async (story) => {
    const { versionId } = await monthlyOf(story)
    await rejects(
      story.as(story.hr).templates.start({ from: { versionId, as: 'next' } }),
      refused('templates.builtInStays'),
    )
  }))

test('only HR administration designs; everybody may read how two versions differ', () =>
  scenario(async (story) => {
    const { id } = await copied(story)
    const { versionId, id: templateId } = await monthlyOf(story)
    for (const someone of [
      await story.hire('员工'),
      await story.hire('伙伴', { roles: ['hrbp'] }),
      await story.hire('审计', { roles: ['auditor'] }),
    ]) {
      const api = story.as(someone).templates
      for (const ask of [
        () => api.drafts(),
        () => api.draft({ id }),
        () => api.start({ from: { blank: true } }),
        () => api.discard({ id }),
        () => api.takeBack({ id }),
        () => api.retire({ id: templateId }),
        () => api.restore({ id: templateId }),
        () => api.exportFile({ id: templateId }),
      ])
        await rejects(ask(), refused('templates.onlyHr'))
      assert.deepEqual(
        (await api.diff({ id: templateId, from: versionId, to: versionId })).changes,
        [],
      )
    }
  }))
