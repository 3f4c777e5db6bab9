import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unzipSync } from 'fflate'
import { serve } from '../../../../app/server.ts'
import { newId } from '../../../../platform/ids.ts'
import { signedInAt } from '../../../../test/support/http.ts'
import { password, scenario, type Story } from '../../../../test/support/scenario.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { verify } from '../../../sealing/verifier/rules.ts'
import { addAttachment } from '../../../conversations/attachments/handlers.ts'
import { myDataFile } from './handlers.ts'

const words = '评审清单增加一项'
const theirs = '主管还没打开的一句话'

/** A sealed talk, and one in which the manager's words are not open yet; with a file of each of the two. */
async function house(story: Story) {
  const sealed = await talkBetween(story, 'sealed', { text: words })
  const { employee, manager } = sealed
  const open = await talkBetween(story, 'selfIn', { employee, manager, text: words })
  const field = open.template.sections
    .filter(({ part }) => part === 'manager')
    .flatMap(({ fields }) => fields)
    .find(({ type, readers }) => type === 'longText' && readers !== 'authorOnly')!
  const write = { id: open.id, part: 'manager' as const, fieldKey: field.key, version: 0 }
  await story.as(manager).conversations.saveAnswer({ ...write, value: theirs, clientId: newId() })
  return { ...sealed, open }
}

test('我的数据 is one ZIP with everything one may read, each file explained in both languages and verifiable', () =>
  scenario(async (story) => {
    const { employee, manager, id } = await house(story)
    const early = await talkBetween(story, 'prepare', { employee, manager })
    await story.behind(employee, (context) =>
      addAttachment(context, {
        conversationId: early.id,
        part: 'self',
        fieldKey: 'materials',
        name: '值班记录.txt',
        bytes: Buffer.from('九月一日，零点到八点'),
      }),
    )
    const serving = await serve(story.services, null)
    try {
      const visitor = await signedInAt(serving.url, employee.employeeNo, password)
      const address = `/api/files/my-data/${employee.personId}`
      assert.equal((await visitor.send(address)).status, 403)
      await visitor.api.accounts.stepUp({ password })
      assert.equal((await visitor.send(`/api/files/my-data/${manager.personId}`)).status, 404)
      const response = await visitor.send(address)
      assert.equal(response.headers.get('content-type'), 'application/zip')
      const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
      const text = (name: string) => Buffer.from(files[name]!).toString()
      const names = Object.keys(files)
      const inFolder = (end: string) => names.filter((name) => name.endsWith(end))
      assert.equal(inFolder('talk.json').length, 3)
      assert.equal(inFolder('record-v1.pdf').length, 1)
      assert.equal(inFolder('receipt-v1.tlog-proof').length, 1)
      assert.equal(text(inFolder('001-值班记录.txt')[0]!), '九月一日，零点到八点')
      const [evidence] = inFolder('record-v1.cuxi.json')
      assert.equal((await verify(files[evidence!]!)).verdict, 'intact')
      const index = text('index.html')
      for (const name of names.filter((each) => each !== 'index.html'))
        assert.ok(index.includes(name.split('/').map(encodeURIComponent).join('/')), name)
      assert.match(
        index,
        /一次面谈里你读得到的全部内容[^]*Everything of one talk that you may read/,
      )
      const data = JSON.parse(text('data.json')) as Record<string, unknown[]>
      assert.ok(data.signatures!.length === 1 && data.posts!.length === 1)
      assert.ok(!names.some((name) => text(name).includes(theirs)), 'what is not open to them yet')
      assert.equal(text('verify.html').slice(0, 15).toLowerCase(), '<!doctype html>')
      const noted = await story.services.database.inOrg(story.orgId, (db) =>
        db
          .selectFrom('event')
          .select(['kind', 'subjectId'])
          .where('kind', 'in', ['privacy.taken', 'conversation.exported'])
          .orderBy('kind')
          .execute(),
      )
      assert.deepEqual(
        noted.map(({ kind, subjectId }) => [kind, subjectId]),
        [
          ['conversation.exported', id],
          ['privacy.taken', employee.personId],
        ],
      )
    } finally {
      await serving.stop()
    }
  }))

test('each file comes through the door anew, one at a time, and an erased record is named with the reason', () =>
  scenario(async (story) => {
    const { employee, id } = await house(story)
    const { privacy } = story.as(story.hr).admin
    const security = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const basis = '个人信息保护法第四十七条：目的已实现'
    const erasure = await privacy.askErasure({ conversationId: id, basis })
    await story
      .as(security, { steppedUp: true })
      .admin.privacy.decideErasure({ id: erasure.id, approve: true })
    await story.settle()
    const archive = await story.behind(
      employee,
      (context) => myDataFile(context, employee.personId),
      { steppedUp: true },
    )
    const pieces: Uint8Array[] = []
    for (let after: string | null = null, n = 0; n === 0 || after !== null; n++) {
      const piece = await story.behind(employee, (context) => archive.piece(context, after))
      pieces.push(piece.data as Uint8Array)
      after = piece.next
    }
    assert.ok(pieces.length >= 8, 'a piece for each file')
    const files = unzipSync(Buffer.concat(pieces))
    const index = Buffer.from(files['index.html']!).toString()
    assert.match(index, /没能放进来的[^]*record-v1\.pdf/)
    for (const [name, bytes] of Object.entries(files))
      assert.ok(!name.includes('/001-') || !Buffer.from(bytes).toString().includes(words), name)
  }))
