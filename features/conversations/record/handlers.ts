import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import type { JsonObject } from '../../sealing/canonical/rules.ts'
import { openSealed, receiptOf } from '../../sealing/queries.ts'
import { openCaseOf } from '../appeals/queries.ts'
import { sealMark, shownHash, shownPart } from '../../sealing/rules.ts'
import { conversationsContract } from '../contract.ts'
import { refusalOf } from '../actions/policy.ts'
import { may, needsReason } from '../policy.ts'
import { conversationFor, type Found } from '../queries.ts'
import type { RecordPage, Sealed } from './contract.ts'
import { noteOpening } from './looks/queries.ts'
import { recordPage } from './page/rules.ts'
import { recorderOf } from './page/signatures/rules.ts'
import { differingParts } from './projection/queries.ts'
import { withDifferences } from './projection/rules.ts'
import { archiveFor } from './search/queries.ts'

const os = implement(conversationsContract).$context<Context>()

const sealedRecord = os.sealedRecord.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.id, 'readSealed')
  if (needsReason(found.is, 'R', 'sealed') && !input.reason)
    throw refuse('conversations.reasonFirst')
  await noteOpening(context, found, 'read', { reason: input.reason ?? null })
  return sealedOf(context, found, input.version ?? found.sealedVersion!)
})

const archive = os.archive.handler(async ({ input, context }) => {
  const { rows, more, total } = await archiveFor(context.db, context, input)
  const last = rows.at(-1)
  return {
    items: rows.map(({ sealHash, manager, ...row }) => ({
      ...row,
      manager: manager && { id: manager.id, name: manager.name },
      mark: sealMark(sealHash),
    })),
    next: more && last ? `${last.sealedAt.getTime()}_${last.id}` : null,
    total,
  }
})

export const recordHandlers = { sealedRecord, archive }

/** A sealed record as this person may see it: proof of signing is blanked where it is not theirs. */
async function sealedOf(context: Context, found: Found, version: number): Promise<Sealed> {
  const { db, orgId } = context
  const versions = await sealedVersions(db, orgId, found.id)
  const sealed = versions.find((each) => each.version === version)
  if (!sealed) throw missing()
  const opened = await openSealed(db, orgId, found.id, version)
  if (!opened) throw new Error(`conversation ${found.id} is sealed but not in the log`)
  const { document } = opened
  const differing = document ? await differingParts(db, context, found, { version, document }) : []
  const verification = withDifferences(opened.verification, differing)
  const { facts, verdict, findings, notChecked } = verification
  const seesProof = may(found.is, 'R', 'evidence')
  const shown = document && (seesProof ? document : withoutProof(document))
  const given = (shown?.signatures ?? []) as unknown as Signed[]
  const signatures = given.map(({ at, user_agent, ip, recorded_by_pid, ...signature }) => ({
    ...signature,
    recordedBy: recorderOf({ ...signature, recorded_by_pid }, given),
    at: new Date(at),
    ip: ip || null,
    userAgent: user_agent || null,
  }))
  return {
    id: found.id,
    employeeId: found.employeeId,
    version,
    newest: versions[0]!.version,
    versions: versions.map((each) => ({ version: each.version, sealedAt: each.sealedAt })),
    erased: document ? null : await erasureOf(db, orgId, found.id),
    amending: Boolean(found.facts.amending),
    openCase: (await openCaseOf(context, found.id))?.kind ?? null,
    page: shown ? recordPage(shown) : unreadable(found),
    document: shown ?? {},
    signatures,
    sealedAt: sealed.sealedAt,
    outcome: signatures.find(({ role }) => role === 'employee')?.outcome ?? found.outcome!,
    shownHash: document ? shownHash(shownPart(document)) : (found.presentedHash ?? ''),
    commit: sealed.commit,
    mark: sealMark(sealed.commit),
    leafIndex: facts?.leafIndex ?? -1,
    treeSize: facts?.treeSize ?? 0,
    origin: facts?.origin ?? '',
    keyId: facts?.keyId ?? '',
    verification: { verdict, findings, notChecked },
    exportRefusal: refusalOf('export', found.viewer, found.is, found.facts),
    ownAccess: found.is.includes('employee'),
    readsChain: found.is.includes('auditor') || found.is.includes('hrAdmin'),
    ownReceipt:
      (await receiptOf(db, orgId, found.id, version, found.viewer.actor.personId)) !== undefined,
    readings: found.is.includes('employee') ? await openingsOf(db, found) : [],
  }
}

interface Signed {
  person_pid: string
  recorded_by_pid: string | null
  name: string
  role: string
  outcome: string
  words: string
  statement: string | null
  at: string
  level: string
  ip: string
  user_agent: string
}

const withoutProof = (document: JsonObject): JsonObject => ({
  ...document,
  signatures: ((document.signatures ?? []) as unknown as JsonObject[]).map((signature) => ({
    ...signature,
    ip: '',
    user_agent: '',
    assertion: null,
  })),
})

const unreadable = ({ title }: Found): RecordPage => ({
  title,
  subtitle: '',
  locale: 'zh-CN',
  marks: [],
  groups: [],
})

/** Erasure is a later feature's; what became of a record stands on its page all the same. */
async function erasureOf(db: Context['db'], orgId: string, id: string): Promise<Sealed['erased']> {
  const { rows } = await sql<{ at: Date; basis: string }>`
    select erased_at as at, basis from erasure
     where org_id = ${orgId} and conversation_id = ${id} and erased_at is not null`.execute(db)
  return rows[0] ?? null
}

/** Every version in the log, the newest first. */
const sealedVersions = (db: Context['db'], orgId: string, recordId: string) =>
  db
    .selectFrom('sealedVersion')
    .select(['version', 'sealedAt', 'commit'])
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .orderBy('version', 'desc')
    .execute()

const openingsOf = (db: Context['db'], { orgId, id, viewer }: Found) =>
  db
    .selectFrom('opening')
    .innerJoin('person', (join) =>
      join.onRef('person.orgId', '=', 'opening.orgId').onRef('person.id', '=', 'opening.personId'),
    )
    .leftJoin('person as approver', (join) =>
      join
        .onRef('approver.orgId', '=', 'opening.orgId')
        .onRef('approver.id', '=', 'opening.approvedBy'),
    )
    .select([
      'person.name',
      'opening.at',
      'opening.kind',
      'opening.relation',
      'opening.reason',
      'opening.purpose',
      'approver.name as approvedBy',
    ])
    .where('opening.orgId', '=', orgId)
    .where('opening.conversationId', '=', id)
    .where((is) =>
      is.or([is('opening.shownFrom', 'is', null), is('opening.shownFrom', '<=', viewer.now)]),
    )
    .orderBy('opening.id', 'desc')
    .limit(100)
    .execute()
