import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { json } from '../../../../platform/database.ts'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { demand, missing } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { changePeople } from '../../policy.ts'
import { guessMapping } from '../columns/rules.ts'
import * as may from '../policy.ts'
import { importFor, reviewOf, rowsOf } from '../queries.ts'
import { readInto, unreadable, UnreadableRoster } from '../reading/queries.ts'
import { faultWords, safeCsv } from '../rules.ts'

/**
 * Reads an uploaded roster and opens its review. Nothing of the organization changes.
 * @returns the import's id.
 * @throws BAD_REQUEST with why the file cannot be read; then nothing is kept.
 */
export async function takeRoster(
  context: Context,
  bytes: Buffer,
  fileName: string,
): Promise<{ id: string }> {
  const { db, actor, orgId, now } = context
  demand(changePeople(actor))
  await forgetOld(context)
  const id = newId()
  const started = performance.now()
  let rowCount = 0
  let chunks = 0
  // What has been taken of a file that turns out to be broken goes with this transaction.
  await readInto(bytes, {
    async head({ encoding, titles, headerLine, header }) {
      const row = {
        orgId,
        id,
        fileName: fileNameOf(fileName),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        encoding,
        titles: json(titles.map((title) => title.slice(0, 200))),
        header: json(header.map((heading) => heading.slice(0, 100))),
        headerLine,
        rowCount,
        readMs: 0,
        mapping: json(guessMapping(header)),
        choices: json({ lines: {}, all: {} }),
        coverage: 'whole' as const,
        absent: 'keep' as const,
        revision: 1,
        createdBy: actor.personId,
        createdAt: now,
        progress: 0,
      }
      await db
        .insertInto('orgImport')
        .values(row as never)
        .execute()
    },
    async rows(rows) {
      rowCount += rows.length
      // jsonb holds no NUL; such a cell is reported as damaged, with a mark in its place.
      const text = JSON.stringify(rows.map((row) => [row.line, row.cells])).replaceAll(
        '\\u0000',
        '\\u0001',
      )
      await db
        .insertInto('orgImportChunk')
        .values({ orgId, importId: id, n: chunks++, rows: sql`${text}::jsonb` as never })
        .execute()
    },
  }).catch((error: unknown) => {
    if (error instanceof UnreadableRoster) throw unreadable(error, fileName, bytes)
    throw error
  })
  await db
    .updateTable('orgImport')
    .set({ rowCount, readMs: Math.round(performance.now() - started) })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
  await record(db, context, 'import.read', { subjectId: id, data: { rows: rowCount } })
  return { id }
}

const fileNameOf = (name: string) =>
  name
    .normalize('NFC')
    .replaceAll(/[\p{C}/\\]/gu, '')
    .slice(0, 200) || 'roster'

/** The rows of a file are kept while they are looked through, at most a week; what was done stays for its day. */
async function forgetOld({ db, orgId, now }: Context): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
  const old = db.selectFrom('orgImport').select('id').where('orgId', '=', orgId)
  await db
    .deleteFrom('orgImportChunk')
    .where('orgId', '=', orgId)
    .where(
      'importId',
      'in',
      old.where((is) => is.or([is('appliedAt', '<', ago(1)), is('createdAt', '<', ago(7))])),
    )
    .execute()
  await db
    .updateTable('orgImport')
    .set({ discardedAt: now })
    .where('orgId', '=', orgId)
    .where('appliedAt', 'is', null)
    .where('discardedAt', 'is', null)
    .where('createdAt', '<', ago(7))
    .execute()
  await db
    .deleteFrom('orgImportEffect')
    .where('orgId', '=', orgId)
    .where('importId', 'in', old.where('appliedAt', '<', ago(2)))
    .execute()
}

/** The rows that are not written, as a CSV that can be mended and imported again. */
export async function problemRows(context: Context, id: string) {
  const stored = await importFor(context, id)
  if (!may.readsRows(context.actor)) throw missing()
  const review = await reviewOf(context, stored)
  const cells = new Map(
    (await rowsOf(context.db, context.orgId, id)).map((row) => [row.line, row.cells]),
  )
  const words = context.actor.locale === 'en' ? faultWords.en : faultWords.zh
  const faulty = review.rows.filter((row) => row.verdict === 'fault')
  const table = [
    [...stored.header, words.line, words.problem],
    ...faulty.map((row) => [
      ...stored.header.map((_, column) => cells.get(row.line)?.[column] ?? ''),
      String(row.line),
      row.faults
        .map((fault) => `${words.of[fault.kind]}${fault.value ? ` ${fault.value}` : ''}`)
        .join('; '),
    ]),
  ]
  const name = stored.fileName.replace(/\.[a-z]+$/i, '')
  return {
    name: `${name}-${words.problem}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    bytes: Buffer.from(safeCsv(table)),
  }
}
