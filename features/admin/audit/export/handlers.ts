import { record } from '../../../../platform/events.ts'
import { demand, missing } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { ExportContents } from '../contract.ts'
import { chainFor } from '../handlers.ts'
import { seesExports, takeExport } from '../policy.ts'
import { chainOf, chainsAfter } from '../queries.ts'
import { beginTaking, endTaking, noteMoved } from '../takings/queries.ts'
import { exportFormats, frameOf, rowAs, type ExportFormat } from '../rules.ts'

/** A piece of a file that is written while it is read, and where the next begins. */
export interface Piece {
  data: string | Uint8Array
  next: string | null
}

/** How the handing over of such a file ended. */
export interface StreamEnd {
  /** Its last byte has left. */
  isWhole: boolean
  /** Behind which piece it stood: what came before has left at most. */
  reached: string | null
}

const formatOf = (asked: string | null): ExportFormat =>
  exportFormats.find((format) => format === asked) ?? 'csv'

const mediaTypes = { csv: 'text/csv; charset=utf-8', json: 'application/json' } as const

/** The chain of one record as a file; whoever takes it is noted like a look. */
export async function chainFile(
  context: Context,
  id: string,
  asked: { format: string | null; reason: string | null },
) {
  const format = formatOf(asked.format)
  const { found } = await chainFor(context, id, asked.reason)
  await record(context.db, context, 'chain.taken', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { records: 1 },
  })
  const { head, between, foot } = frameOf(format)
  const rows = (await chainOf(context, found.id))
    .toReversed()
    .map((row) => rowAs(format, { ...row, recordId: found.id }))
  return {
    name: `chain-${found.id}.${format}`,
    mediaType: mediaTypes[format],
    bytes: Buffer.from(head + rows.join(between) + foot),
  }
}

/** How many records a piece holds. */
const recordsAtOnce = 50

/**
 * The chains of many records, piece by piece. Every piece comes through the door anew: a right that
 * has gone ends the file where it is.
 */
export async function chainsFile(context: Context, id: string, asked: { format: string | null }) {
  const format = formatOf(asked.format)
  const { head, between, foot } = frameOf(format)
  await exportFor(context, id, 'chains')
  const taking = await beginTaking(context, id)
  await record(context.db, context, 'chain.exported', { subjectId: id })
  return {
    name: `chains-${id}.${format}`,
    mediaType: mediaTypes[format],
    async piece(inner: Context, after: string | null): Promise<Piece> {
      const { rows, next } = await chainsAfter(
        inner,
        await exportFor(inner, id, 'chains'),
        after,
        recordsAtOnce,
      )
      await noteMoved(inner, taking)
      const text = rows.map((row) => rowAs(format, row)).join(between)
      const isFirst = after === null
      return {
        data: `${isFirst ? head : text && between}${text}${next ? '' : foot}`,
        next,
      }
    },
    async ended(inner: Context, { isWhole }: StreamEnd) {
      await endTaking(inner, taking, isWhole)
      await record(inner.db, inner, isWhole ? 'chain.exportHandedOver' : 'chain.exportBrokenOff', {
        subjectId: id,
      })
    },
  }
}

/**
 * An export whoever asked for it may take now.
 * @throws NOT_FOUND, also when it holds something else; FORBIDDEN as `takeExport` says
 */
export async function exportFor(context: Context, id: string, contents: ExportContents) {
  const one = await context.db
    .selectFrom('chainExport')
    .selectAll()
    .where('orgId', '=', context.orgId)
    .where('id', '=', id)
    .where('contents', '=', contents)
    .executeTakeFirst()
  if (!one || !seesExports(context.actor)) throw missing()
  demand(takeExport(context.actor, one, context.now))
  return one
}
