import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { JsonObject, JsonValue } from '../../../sealing/canonical/rules.ts'
import { signaturesOf } from '../../../sealing/handlers.ts'
import { sealedVersionOf } from '../../../sealing/signing/handlers.ts'
import { shownHash, shownPart, type SealedSignature } from '../../../sealing/rules.ts'
import type { Conversation } from '../../queries.ts'
import { recordOf } from '../queries.ts'
import type { SealedField } from '../material/rules.ts'
import { differences, type Comparable, type Projected } from './rules.ts'

type Asking = Pick<Context, 'orgId' | 'org' | 'now' | 'today'>

/**
 * Builds the record once more from the tables and compares it with what was sealed.
 * @returns the parts that differ; empty for a version that is not the conversation's own any more
 */
export async function differingParts(
  db: Db,
  asking: Asking,
  conversation: Conversation,
  sealed: { version: number; document: JsonObject },
): Promise<Projected[]> {
  const { document, version } = sealed
  if (conversation.recordVersion !== version) return []
  const locale = document['locale'] === 'en' ? 'en' : 'zh-CN'
  const inItsLanguage = { ...asking, org: { ...asking.org, locale } as Asking['org'] }
  const { sealedAt, sealHash, presentedHash, outcome } = conversation
  const id = { recordId: conversation.id, version }
  const row = await sealedVersionOf(db, asking.orgId, id)
  const given = await signaturesOf(db, asking.orgId, id)
  const said = (document['signatures'] ?? []) as unknown as SealedSignature[]
  const own = said.find(({ role }) => role === 'employee')
  const numbers = document['contributions'] ? await numbersNow(db, asking.orgId) : new Map()
  const known = {
    ...contentOf(document, numbers),
    signatures: byRole(said),
    seal: {
      hash: row?.commit ?? null,
      at: row?.sealedAt.toISOString() ?? null,
      shown: shownHash(shownPart(document)),
      outcome: own?.outcome ?? outcome,
    },
  }
  let now: JsonObject
  try {
    now = await recordOf(db, inItsLanguage, conversation, { withHidden: true })
  } catch (error) {
    // An answer that is no longer of its field's kind cannot even be read as one.
    if (!(error instanceof TypeError)) throw error
    now = {}
  }
  return differences(known, {
    ...contentOf(now, numbers),
    signatures: byRole(
      given.map((each) => ({
        name: each.name,
        role: each.role,
        level: each.level,
        outcome: each.outcome,
        statement: each.statement,
        at: each.at.toISOString(),
        ip: each.ip,
        user_agent: each.userAgent,
        shown_hash: each.shownHash,
      })),
    ),
    seal: {
      hash: sealHash,
      at: sealedAt?.toISOString() ?? null,
      shown: presentedHash,
      outcome,
    },
  })
}

/** Of accounts joined with another: the employee number each has now, by the one it had. */
async function numbersNow(db: Db, orgId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ was: string; now: string }>`
    select gone.employee_no as was, kept.employee_no as now
    from person gone join person kept on kept.org_id = gone.org_id and kept.id = gone.merged_into
    where gone.org_id = ${orgId} and gone.merged_into is not null`.execute(db)
  return new Map(rows.map(({ was, now }) => [was, now]))
}

type Contributed = { stage: string; author: { employee_no: string }; fields: SealedField[] }

/** What people wrote, without what may rightly change: names, departments, the words around answers. */
function contentOf(
  document: JsonObject,
  numbers: Map<string, string>,
): Omit<Comparable, 'signatures' | 'seal'> {
  const fields = (document['fields'] ?? []) as unknown as SealedField[]
  const contributions = document['contributions'] as unknown as Contributed[] | undefined
  const plan = (document['plan'] ?? []) as JsonObject[]
  const score = document['score'] as JsonObject | null | undefined
  return {
    fields: Object.fromEntries(fields.map(({ part, key, value }) => [`${part}.${key}`, value])),
    contributions: contributions
      ? Object.fromEntries(
          contributions.map(({ stage, author: { employee_no: no }, fields: theirs }) => [
            `${stage}.${numbers.get(no) ?? no}`,
            Object.fromEntries(theirs.map(({ key, value }) => [key, value])),
          ]),
        )
      : null,
    minutes: document['minutes'] ?? '',
    plan: plan.map(({ owner: _owner, ...line }) => line),
    score: score?.['value'] ?? null,
  }
}

const byRole = (signatures: { role: string }[]): Record<string, JsonValue> =>
  Object.fromEntries(signatures.map((each) => [each.role, each as unknown as JsonValue]))
