import { sql } from 'kysely'
import type { Context } from '../../../accounts/policy.ts'
import { commitmentsWhere } from '../../../commitments/queries.ts'
import { attachmentsFor } from '../../../conversations/attachments/queries.ts'
import { casesOf } from '../../../conversations/appeals/queries.ts'
import { conversationFor } from '../../../conversations/queries.ts'
import { writtenFor } from '../../../conversations/steps/reading/handlers.ts'
import { workspaceOf } from '../../../conversations/workspace/queries.ts'
import { receiptOf } from '../../../sealing/queries.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { accessesOf } from '../../access/queries.ts'
import { recordsOf, requestsOf } from '../queries.ts'

const everything = 100_000

/** What is kept about whoever asks apart from their talks, by kind; nobody else’s words. */
export async function ownData(context: Context) {
  const { db, orgId, actor, org } = context
  const me = actor.personId
  const rows = async (query: ReturnType<typeof sql>) => (await query.execute(db)).rows
  return {
    organization: org.name,
    profile: await rows(sql`
      select p.name, p.employee_no, p.gender, p.email, p.phone, p.hired_on, p.left_on, p.created_at, p.updated_at,
             a.locale, a.created_at as account_since,
             array(select n.name from sign_in_name n where n.org_id = p.org_id and n.account_id = p.account_id) as sign_in_names
        from person p left join account a on a.org_id = p.org_id and a.id = p.account_id
       where p.org_id = ${orgId} and p.id = ${me}`),
    posts: await rows(sql`
      select d.path as department, s.position, s.job_family, s.level, m.name as manager, s.kind, s.from_on, s.to_on
        from assignment s join department d on d.org_id = s.org_id and d.id = s.department_id
        left join person m on m.org_id = s.org_id and m.id = s.manager_id
       where s.org_id = ${orgId} and s.person_id = ${me} order by s.from_on`),
    roles: await rows(sql`
      select g.role, d.path as department, g.from_at, g.to_at, g.revoked_at
        from role_grant g left join department d on d.org_id = g.org_id and d.id = g.department_id
       where g.org_id = ${orgId} and g.person_id = ${me} order by g.from_at`),
    records: await recordsOf(context),
    commitments: await commitmentsWhere(context, sql`c.employee_id = ${me}`, { limit: everything }),
    signatures: await rows(sql`
      select c.title, s.version, s.role, s.outcome, s.statement, s.level, s.at, s.ip, s.user_agent, s.shown_hash
        from signature s left join conversation c on c.org_id = s.org_id and c.id = s.record_id
       where s.org_id = ${orgId} and s.person_id = any(persons_of(${orgId}, ${me})) order by s.at`),
    access: await accessesOf(context, { employeeId: me, limit: everything }),
    requests: await requestsOf(context, { personId: me }),
    // Who was asked and whether they have answered; what they answered is nobody's.
    surveys: await rows(sql`
      select s.opens_on, s.closes_on, i.side, d.path as department, i.answered
        from survey_invitee i join survey s on s.org_id = i.org_id and s.id = i.survey_id
        join department d on d.org_id = i.org_id and d.id = i.department_id
       where i.org_id = ${orgId} and i.person_id = any(persons_of(${orgId}, ${me})) order by s.opens_on`),
    notices: await rows(sql`
      select kind, created_at, read_at from notice where org_id = ${orgId} and person_id = ${me} order by id`),
    sessions: await rows(sql`
      select created_at, expires_at, ip_address, user_agent from session
       where org_id = ${orgId} and account_id = ${actor.accountId} order by created_at`),
  }
}

/** One’s own talks, the oldest first. */
export const ownTalks = ({ db, orgId, actor }: Context): Promise<{ id: string; title: string }[]> =>
  db
    .selectFrom('conversation')
    .select(['id', 'title'])
    .where('orgId', '=', orgId)
    .where('employeeId', '=', actor.personId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()

/** A talk of one’s own as one may read it, and what hangs on it: sealed versions and files. */
export async function ownTalk(context: Context, id: string) {
  const { db, orgId } = context
  const found = await conversationFor(db, context, id, 'read')
  const sealed = await db
    .selectFrom('sealedVersion')
    .select('version')
    .where('orgId', '=', orgId)
    .where('recordId', '=', id)
    .orderBy('version')
    .execute()
  const template = await templateVersion(db, orgId, found.templateVersionId)
  return {
    data: {
      talk: await workspaceOf(context, found),
      others: await writtenFor(context, found),
      cases: await casesOf(context, { conversationId: id }),
      commitments: await commitmentsWhere(context, sql`c.conversation_id = ${id}`),
    },
    versions: sealed.map(({ version }) => version),
    attachments: await attachmentsFor(context, found, template),
  }
}

/** One’s own receipt for one version; null when none was made. */
export async function ownReceipt(
  { db, orgId, actor }: Context,
  id: string,
  version: number,
): Promise<Uint8Array | null> {
  const receipt = await receiptOf(db, orgId, id, version, actor.personId)
  return receipt ? Buffer.from(receipt.proof) : null
}
