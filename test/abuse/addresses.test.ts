import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { wordsOf, type Visitor } from '../support/http.ts'
import { assertHasWords, newSite, type Site } from '../support/site.ts'
import { talkBetween, type Talk } from '../support/talks.ts'

let site: Site & { close(): Promise<void> }
let talk: Talk
let employee: Visitor
before(async () => {
  site = await newSite()
  talk = await talkBetween(site, 'sealed')
  employee = await site.visit(talk.employee)
})
after(() => site.close())

const take = async (what: string, query: string, id = talk.id) =>
  wordsOf(await employee.send(`/api/files/${what}/${id}?${query}`))

test('a version nobody could mean is refused in words, one that is not there is missing', async () => {
  for (const what of ['record-evidence', 'record-pdf']) {
    for (const version of [
      '1.5',
      '0',
      '-1',
      '1e3',
      '',
      '%201',
      '１',
      '0x1',
      'NaN',
      '9'.repeat(40),
    ]) {
      const { status, reason } = await take(what, `version=${version}`)
      assert.deepEqual([version, status, reason], [version, 400, 'app.notACount'])
      assertHasWords(reason)
    }
    for (const version of ['2', '999999999'])
      assert.equal((await take(what, `version=${version}`)).status, 404, version)
    assert.equal((await employee.send(`/api/files/${what}/${talk.id}?version=1`)).status, 200)
  }
  for (const archive of ['1.5', '1e3', '0'])
    assert.equal((await take('records', `archive=${archive}`, newId())).reason, 'app.notACount')
})

test('what is said twice in an address is refused, whatever it is', async () => {
  for (const query of [
    'version=1&version=1',
    'version=1&version=2',
    'reason=a&reason=b',
    'x=1&x=2',
  ]) {
    const { status, reason } = await take('record-evidence', query)
    assert.deepEqual([query, status, reason], [query, 400, 'app.askedTwice'])
    assertHasWords(reason)
  }
  const sent = await employee.send(
    `/api/files/conversation-attachment/${talk.id}?part=self&part=manager&name=a.pdf`,
    { method: 'POST', body: Buffer.from('%PDF-1.4') },
  )
  assert.equal((await wordsOf(sent)).reason, 'app.askedTwice')
})
