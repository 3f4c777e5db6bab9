import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { demand, missing } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { stepUpFirst } from '../../../accounts/rules.ts'
import { attachmentFile } from '../../../conversations/attachments/handlers.ts'
import { evidenceFile, recordPdf } from '../../../conversations/record/export/handlers.ts'
import { exactTime } from '../../../conversations/record/page/times/rules.ts'
import { offlineVerifier } from '../../../sealing/offline/build.ts'
import type { Piece } from '../../audit/export/handlers.ts'
import { openArchive, type Entry } from '../../archive/handlers.ts'
import { numbered, safeName } from '../../archive/rules.ts'
import { ownData, ownReceipt, ownTalk, ownTalks } from './queries.ts'

/**
 * 我的数据 as one ZIP: everything kept about whoever asks, as they may read it, with a page that says what
 * each file is. Written while it is read; every file comes through the door anew, so that a right which
 * has gone ends it where it is.
 * @throws NOT_FOUND for anybody else’s; FORBIDDEN `accounts.stepUpFirst`
 */
export async function myDataFile(context: Context, personId: string) {
  const { db, actor, now, org } = context
  if (personId !== actor.personId) throw missing()
  demand(stepUpFirst(actor, now))
  await record(db, context, 'privacy.taken', { subjectId: personId, personId })
  const at = exactTime(now.toISOString(), org.timezone)
  const archive = openArchive(now, 'privacy.archive')
  // With one key the export of a record is noted once, whatever forms of it are taken along.
  const queue = entriesFor(await ownTalks(context), newId())
  return {
    name: `${safeName(`${actor.name}-${at.slice(0, 10)}`)}.zip`,
    mediaType: 'application/zip',
    async piece(inner: Context, after: string | null): Promise<Piece> {
      const entry = queue.shift()
      if (entry) {
        queue.unshift(...(await archive.take(inner, entry)).then)
        return { data: archive.written(), next: String(Number(after ?? 0) + 1) }
      }
      const employeeNo = await employeeNoOf(inner)
      archive.end({ name: actor.name, employeeNo, organization: org.name, at })
      return { data: archive.written(), next: null }
    },
  }
}

function entriesFor(talks: { id: string; title: string }[], key: string): Entry[] {
  return [
    {
      name: 'data.json',
      kind: 'data',
      make: async (context) => ({ bytes: asJson(await ownData(context)) }),
    },
    ...talks.map(({ id, title }, n): Entry => {
      const folder = `talks/${numbered(n)}-${safeName(title)}`
      return {
        name: `${folder}/talk.json`,
        kind: 'talk',
        async make(context) {
          const { data, versions, attachments } = await ownTalk(context, id)
          return {
            bytes: asJson(data),
            then: [
              ...versions.flatMap((version) => versionOf(folder, id, version, key)),
              ...attachments.flatMap((each, at) =>
                each.file ? [attachmentOf(folder, at, each.id, each.file.name)] : [],
              ),
            ],
          }
        },
      }
    }),
    {
      name: 'verify.html',
      kind: 'verifier',
      make: async () => ({ bytes: Buffer.from(await offlineVerifier()) }),
    },
  ]
}

const versionOf = (folder: string, id: string, version: number, key: string): Entry[] => [
  {
    name: `${folder}/record-v${version}.pdf`,
    kind: 'pdf',
    make: (context) => recordPdf(context, id, { version, key: `${key}.${id}` }),
  },
  {
    name: `${folder}/record-v${version}.cuxi.json`,
    kind: 'evidence',
    make: (context) => evidenceFile(context, id, { version, key: `${key}.${id}` }),
  },
  {
    name: `${folder}/receipt-v${version}.tlog-proof`,
    kind: 'receipt',
    async make(context) {
      const bytes = await ownReceipt(context, id, version)
      return bytes && { bytes }
    },
  },
]

const attachmentOf = (folder: string, at: number, id: string, name: string): Entry => ({
  name: `${folder}/attachments/${numbered(at)}-${safeName(name)}`,
  kind: 'attachment',
  make: (context) => attachmentFile(context, id),
})

const asJson = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

async function employeeNoOf({ db, orgId, actor }: Context): Promise<string> {
  const { employeeNo } = await db
    .selectFrom('person')
    .select('employeeNo')
    .where('orgId', '=', orgId)
    .where('id', '=', actor.personId)
    .executeTakeFirstOrThrow()
  return employeeNo
}
