import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zipSync } from 'fflate'
import { serve } from '../../app/server.ts'
import { annualResult } from '../../features/templates/library/annualResult/index.ts'
import { monthly } from '../../features/templates/library/monthly.ts'
import { fieldOf } from '../../features/templates/rules.ts'
import { stopPrinting } from '../../features/sealing/archive/handlers.ts'
import { signedInAt, type Visitor } from '../support/http.ts'
import { readAll } from '../support/reading.ts'
import { password, scenario, type Someone } from '../support/scenario.ts'
import { talkBetween } from '../support/talks.ts'
import { afterwards } from './later.ts'
import { canary, live, overheard, type Request } from './life.ts'

/** One word somebody wrote: who, in which talk if in one, and whether for one's own eyes. */
interface Written {
  by: Someone
  name: string
  talk: string | null
  own: boolean
}

const wordsIn = (text: string) => new Set(text.match(new RegExp(canary, 'g')) ?? [])

/** The words of a request, each with the field it stands in. */
function* writtenIn({ by, name, input }: Request): Generator<[string, Written]> {
  const given = (input ?? {}) as {
    id?: string
    conversationId?: string
    part?: string
    fieldKey?: string
    answers?: { fieldKey: string }[]
  }
  const isOfTalk = name.startsWith('conversations.') && name.split('.').length === 2
  const talk = given.conversationId ?? (isOfTalk ? (given.id ?? null) : null)
  for (const piece of given.answers ?? [given]) {
    const key = piece.fieldKey ?? ''
    const readers = [annualResult, monthly].map((form) => fieldOf(form, key)?.field.readers)
    const own =
      given.part === 'privateNote' ||
      readers.some((one) => one === 'authorOnly' || one === 'pairOnly')
    for (const word of wordsIn(JSON.stringify(piece)))
      yield [word, { by, name, talk, own: own || word.startsWith('GEHEIM') }]
  }
}

/** What is said of a talk after its page was sealed stands beside the record. */
const late =
  /^(commitments|scheduling|insights|admin)\.|^conversations\.(appeals|glass|intervention)\./

/** Words of two others, and of a workbook that hangs on the talk. */
const [foreign, attached] = ['KANARIE999999X', 'KANARIE888888X']
const workbook = zipSync({
  '[Content_Types].xml': Buffer.from('<Types/>'),
  'xl/workbook.xml': Buffer.from('<workbook/>'),
  'xl/sharedStrings.xml': Buffer.from(`<sst><si><t>${attached}</t></si></sst>`),
})

test('whoever may take a file finds in it what they may know, and not a word besides', (t) =>
  scenario(async (story) => {
    const serving = await serve(story.services, null)
    try {
      const written = new Map<string, Written>()
      const { story: heard } = overheard(story, async (request) => {
        for (const [word, where] of writtenIn(request)) written.set(word, where)
      })
      const manager = await story.hire('周晓岚')
      const employee = await story.hire('陈一鸣', { manager })
      const auditor = await story.hire('审计', { roles: ['auditor'] })
      const { open, sealed } = await live(heard, { employee, manager })
      const { exportId } = await afterwards(heard, { employee, manager }, { open, sealed })
      await talkBetween(story, 'sealed', { text: foreign, template: 'monthly', flow: 'monthly' })

      const at = async ({ employeeNo }: Someone) => {
        const visitor = await signedInAt(serving.url, employeeNo, password)
        await visitor.api.accounts.stepUp({ password })
        return visitor
      }
      const [asEmployee, asManager, asHr, asAuditor] = [
        await at(employee),
        await at(manager),
        await at(story.hr),
        await at(auditor),
      ]
      const sent = await asEmployee.send(
        `/api/files/conversation-attachment/${open}?part=talk&field=materials&name=a.xlsx`,
        { method: 'POST', body: workbook as Uint8Array<ArrayBuffer> },
      )
      assert.equal(sent.status, 200)
      const { json: file } = (await sent.json()) as { json: { id: string } }
      const [meeting] = (await asManager.api.scheduling.of({ conversationId: open })).meetings
      const { document } = await asEmployee.api.conversations.sealedRecord({ id: sealed })
      const fields = document.fields as object[]
      const leftAt = fields.findIndex((field) => wordsIn(JSON.stringify(field)).size > 0)
      const leftOut = wordsIn(JSON.stringify(fields[leftAt]))

      const wordsWhere = (holds: (where: Written) => boolean) =>
        new Set([...written].filter(([, where]) => holds(where)).map(([word]) => word))
      // What stands on the page of a sealed talk: said in it, for both.
      const record = wordsWhere(
        ({ talk, own, name }) => talk === sealed && !own && !late.test(name),
      )
      const records = wordsWhere(
        ({ talk, own, name }) =>
          name === 'admin.audit.exports.ask' ||
          (talk !== null && talk !== open && !own && !late.test(name)),
      )
      const excerpt = new Set([...record].filter((word) => !leftOut.has(word)))
      const booked = wordsWhere(({ name }) => name.startsWith('scheduling.'))
      const mine = wordsWhere(({ by, own }) => by.personId === employee.personId || !own)
      mine.add(attached)
      const reason = `reason=${encodeURIComponent('要看看两次之间的变化')}`
      /** Who takes what: the words they may find there, and how many they have to. */
      const takes: [who: string, Visitor, address: string, may: Set<string>, least: number][] = [
        ['employee', asEmployee, `record-pdf/${sealed}`, record, record.size],
        ['employee', asEmployee, `record-evidence/${sealed}`, record, record.size],
        ['employee', asEmployee, `record-pdf/${sealed}?without=fields/${leftAt}`, excerpt, 1],
        ['employee', asEmployee, `record-evidence/${sealed}?without=fields/${leftAt}`, excerpt, 1],
        ['employee', asEmployee, `receipt/${sealed}`, new Set(), 0],
        ['employee', asEmployee, `my-data/${employee.personId}`, mine, record.size],
        ['employee', asEmployee, `meeting-ics/${meeting!.id}`, booked, booked.size],
        ['manager', asManager, `meeting-ics/${meeting!.id}`, booked, booked.size],
        ['manager', asManager, `attachment/${file.id}`, new Set([attached]), 1],
        ['HR', asHr, `record-pdf/${sealed}?${reason}`, record, record.size],
        ['HR', asHr, `record-evidence/${sealed}?${reason}`, record, record.size],
        ['HR', asHr, `record-chain/${sealed}?format=json&${reason}`, new Set(), 0],
        ['HR', asHr, `records/${exportId}`, records, record.size],
        ['auditor', asAuditor, `record-pdf/${sealed}`, record, record.size],
      ]
      const tally = { files: 0, characters: 0, words: 0 }
      const wrong: string[] = []
      for (const [who, visitor, address, may, least] of takes) {
        const response = await visitor.send(`/api/files/${address}`)
        const bytes = new Uint8Array(await response.arrayBuffer())
        assert.equal(response.status, 200, `${who}: ${address} ${Buffer.from(bytes)}`)
        const { text, files } = readAll(bytes)
        const found = [...wordsIn(text)]
        tally.files += files
        tally.characters += text.length
        tally.words += found.length
        for (const word of found.filter((each) => !may.has(each)))
          wrong.push(`${who}, ${address}: ${word} of ${JSON.stringify(written.get(word))}`)
        if (found.length < least)
          wrong.push(`${who}, ${address}: ${found.length} of ${least} words`)
      }
      assert.deepEqual(wrong, [])
      t.diagnostic(
        `${takes.length} downloads, ${tally.files} files in them, ${tally.characters} characters read, ${tally.words} words found: 0 foreign`,
      )
    } finally {
      await serving.stop()
      stopPrinting()
    }
  }))
