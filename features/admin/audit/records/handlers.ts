import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { demand, missing } from '../../../../platform/refusal.ts'
import { catalogue } from '../../../../platform/words.ts'
import type { Context } from '../../../accounts/policy.ts'
import { stepUpFirst } from '../../../accounts/rules.ts'
import {
  evidenceFile,
  recordPdf,
  type ExportedEvidence,
} from '../../../conversations/record/export/handlers.ts'
import { noteOpening } from '../../../conversations/record/looks/queries.ts'
import { exactTime } from '../../../conversations/record/page/times/rules.ts'
import type { Found } from '../../../conversations/queries.ts'
import { wordsIn } from '../../../conversations/record/words/rules.ts'
import { offlineVerifier } from '../../../sealing/offline/build.ts'
import { logKeysOf } from '../../../sealing/queries.ts'
import { verify } from '../../../sealing/verifier/rules.ts'
import { say } from '../../../sealing/verifier/words/rules.ts'
import { openArchive, wordsOfRefusal, type Archive, type Entry } from '../../archive/handlers.ts'
import { safeName } from '../../archive/rules.ts'
import { exportFor, type Piece, type StreamEnd } from '../export/handlers.ts'
import { sealedFor } from '../handlers.ts'
import { takeWith } from '../policy.ts'
import { chainOf } from '../queries.ts'
import { frameOf, rowAs } from '../rules.ts'
import { beginTaking, endTaking, noteMoved } from '../takings/queries.ts'
import { archivesOf, beginArchive, listedIn, noteWritten, type Listed } from './queries.ts'
import { listColumns, listLine, type ListRow } from './rules.ts'

/**
 * The sealed records of an approved export as a ZIP: of each every version as evidence and as PDF, as a
 * single export gives them, their course, and a list of what is in it and what is not. Nothing of it is
 * kept: it is written while it is read, every record comes through the door anew, and a right that has gone
 * ends it where it is. Taken again, an archive begins anew.
 * @param asked which archive, from 1
 * @throws NOT_FOUND; FORBIDDEN `accounts.stepUpFirst` and those of `takeExport`
 */
export async function recordsFile(context: Context, id: string, asked: { archive: number }) {
  const { db, actor, now, org } = context
  const one = await exportFor(context, id, 'records')
  demand(stepUpFirst(actor, now))
  const archives = await archivesOf(context, id)
  if (!Number.isInteger(asked.archive) || asked.archive < 1 || asked.archive > archives)
    throw missing()
  const records = await listedIn(context, id, asked.archive)
  await beginArchive(context, id, asked.archive)
  const taking = await beginTaking(context, id, asked.archive)
  // What is taken of each record is noted as part of this.
  const within = await record(db, context, 'chain.recordsTaken', {
    subjectId: id,
    data: { records: records.length },
  })
  const [at, of] = [String(asked.archive), String(archives)]
  const archive = openArchive(now, 'audit.records')
  const books = openBooks(context)
  const queue = [...records]
  let leftOutInAll = 0
  // With one key the export of a record is noted once, whatever forms of it are taken along.
  const key = newId()
  return {
    name: `${safeName(`${org.name}-${one.fromOn}-${one.untilOn}-${at}-${of}`)}.zip`,
    mediaType: 'application/zip',
    async piece(inner: Context, after: string | null): Promise<Piece> {
      await exportFor(inner, id, 'records')
      const listed = queue.shift()
      if (listed) {
        const { found, refusal } = await sought(archive, inner, listed, one.decidedBy)
        let leftOut = refusal
        let isGiven = false
        for (const version of found ? listed.versions : []) {
          let file: ExportedEvidence | null = null
          let refused: string | null = null
          for (const entry of entriesOf(
            listed,
            version,
            { reason: one.reason, key, within, approvedBy: one.decidedBy },
            (made) => {
              file = made
            },
          ))
            refused = (await archive.take(inner, entry)).refusal ?? refused
          await books.list(inner, listed, version, file, refused)
          isGiven ||= file !== null
          leftOut ??= refused
        }
        if (found) await books.course(inner, listed)
        else if (refusal) books.unnamed(listed, refusal)
        if (leftOut) leftOutInAll++
        // Whatever went along of it, its person reads of it: the export of a record notes itself.
        if (found && !isGiven)
          await noteOpening(inner, found, 'chain', {
            reason: one.reason,
            within,
            approvedBy: one.decidedBy,
          })
        await noteWritten(inner, { exportId: id, id: listed.id, leftOut })
        await noteMoved(inner, taking)
        return { data: archive.written(), next: String(Number(after ?? 0) + 1) }
      }
      for (const entry of books.closed()) await archive.take(inner, entry)
      archive.end({
        name: actor.name,
        organization: org.name,
        at: exactTime(now.toISOString(), org.timezone),
        number: at,
        of,
        records: String(records.length),
        leftOut: String(leftOutInAll),
        reason: one.reason,
      })
      await noteMoved(inner, taking)
      return { data: archive.written(), next: null }
    },
    async ended(inner: Context, { isWhole, reached }: StreamEnd) {
      await endTaking(inner, taking, isWhole)
      await record(
        inner.db,
        inner,
        isWhole ? 'chain.recordsHandedOver' : 'chain.recordsBrokenOff',
        {
          subjectId: id,
          data: {
            records: records.length - (isWhole ? leftOutInAll : 0),
            written: Number(reached ?? 0),
            ...(isWhole && { leftOut: leftOutInAll }),
          },
        },
      )
    },
  }
}

/**
 * The record as far as the office of whoever takes it reaches now; where it does not any more, or it is
 * theirs who agreed, nothing but its number gets into the archive.
 */
async function sought(
  archive: Archive,
  context: Context,
  listed: Listed,
  decidedBy: string | null,
) {
  let found: Found | null = null
  const { refusal } = await archive.take(context, {
    name: placeOf(listed),
    kind: 'record',
    async make(inner) {
      const sealed = await sealedFor(inner, listed.id)
      demand(takeWith(sealed.employeeId, decidedBy))
      found = sealed
      return null
    },
  })
  return { found: found as Found | null, refusal }
}

const placeOf = ({ position }: Listed) => `records/${String(position).padStart(4, '0')}`

const folderOf = (listed: Listed) =>
  `${placeOf(listed)}-${safeName(`${listed.name}-${listed.employeeNo}-${listed.title}`)}`

/** One version in both its forms; the second is only tried where the first was given. */
function* entriesOf(
  listed: Listed,
  version: number,
  { key, ...why }: { reason: string; key: string; within: string; approvedBy: string | null },
  made: (file: ExportedEvidence) => void,
): Generator<Entry> {
  const asked = { ...why, version, key: `${key}.${listed.id}` }
  let isGiven = false
  yield {
    name: `${folderOf(listed)}/record-v${version}.cuxi.json`,
    kind: 'evidence',
    async make(context) {
      const file = await evidenceFile(context, listed.id, asked)
      made(file)
      isGiven = true
      return file
    },
  }
  if (isGiven)
    yield {
      name: `${folderOf(listed)}/record-v${version}.pdf`,
      kind: 'pdf',
      make: (context) => recordPdf(context, listed.id, asked),
    }
}

/** What goes behind the records: the list of them and their course, in the organization's language. */
function openBooks({ org }: Pick<Context, 'org'>) {
  const admin = catalogue(org.locale, 'admin')
  const sealing = catalogue(org.locale, 'sealing')
  const conversations = catalogue(org.locale, 'conversations')
  const printed = wordsIn(org.locale)
  const heading = Object.fromEntries(
    listColumns.map((column) => [column, say(admin, `audit.records.column.${column}`)]),
  ) as ListRow
  const blank = Object.fromEntries(listColumns.map((column) => [column, ''])) as ListRow
  const { head } = frameOf('csv')
  const lines = [`\ufeff${listLine(heading)}`]
  const course = [head]
  return {
    /** A line for a version, judged from the very bytes that went into the archive. */
    async list(
      context: Context,
      listed: Listed,
      version: number,
      file: ExportedEvidence | null,
      leftOut: string | null,
    ) {
      const trustedKeys = await logKeysOf(context.db, context.orgId)
      const judged = file && (await verify(file.bytes, { trustedKeys }))
      const facts = judged?.facts
      const remarks = [
        ...(file?.flags ?? []).map((flag) => printed(`short.${flag}`)),
        ...listed.holds.map((kind) => say(admin, `privacy.hold.${kind}`)),
        ...(listed.erased ? [say(admin, 'audit.records.erased', listed.erased)] : []),
        ...(leftOut && !listed.erased ? [wordsOfRefusal(org.locale, leftOut)] : []),
      ]
      lines.push(
        listLine({
          position: String(listed.position),
          name: listed.name,
          employeeNo: listed.employeeNo,
          department: listed.department.replaceAll('/', ' / '),
          cycle: listed.cycle ?? '',
          title: listed.title,
          version: String(version),
          sealedAt: facts ? exactTime(facts.sealedAt, org.timezone) : '',
          outcome: say(conversations, `outcomeShort.${listed.outcome}`),
          mark: facts?.mark ?? '',
          commit: facts?.commit ?? '',
          place: facts ? `${facts.origin} #${facts.leafIndex + 1}` : '',
          signing: (facts?.signatures ?? [])
            .map(({ name, level }) => `${name} ${say(sealing, `level.${level}`)}`)
            .join(' · '),
          witness: facts ? say(sealing, `level.${facts.level}`) : '',
          verdict: judged ? say(sealing, `verdict.${judged.verdict}`) : '',
          remarks: remarks.join(' · '),
          files: file ? folderOf(listed) : '',
          // As the course names it.
          record: listed.id,
        }),
      )
    },
    /** A line for a record that is told by its number alone. */
    unnamed({ position }: Listed, leftOut: string) {
      lines.push(
        listLine({
          ...blank,
          position: String(position),
          remarks: wordsOfRefusal(org.locale, leftOut),
        }),
      )
    },
    /** What happened with a record, step by step; without a word of it, so also of one that is not in here. */
    async course(context: Context, { id }: Listed) {
      for (const row of (await chainOf(context, id)).toReversed())
        course.push(rowAs('csv', { ...row, recordId: id }))
    },
    closed: (): Entry[] => [
      {
        name: 'list.csv',
        kind: 'list',
        make: async () => ({ bytes: Buffer.from(lines.join('')) }),
      },
      {
        name: 'course.csv',
        kind: 'course',
        make: async () => ({ bytes: Buffer.from(course.join('')) }),
      },
      {
        name: 'verify.html',
        kind: 'verifier',
        make: async () => ({ bytes: Buffer.from(await offlineVerifier()) }),
      },
    ],
  }
}
