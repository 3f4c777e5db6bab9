import { dayIn } from '../../../../platform/clock.ts'
import type { Db, OrganizationTable } from '../../../../platform/database.ts'
import { record } from '../../../../platform/events.ts'
import { noteSilence } from '../../../sealing/handlers.ts'
import { exactTime } from '../../record/page/times/rules.ts'
import { holdConversation } from '../../queries.ts'
import { sealConversation, unanswered } from '../queries.ts'
import { declinedOf, noteOf } from '../witness/queries.ts'
import { unseenRefusal } from '../witness/rules.ts'

/** Conversations of an organization to be sealed as 已送达未答 today; each in a transaction of its own. */
export const silentOnes = (db: Db, org: OrganizationTable, now: Date): Promise<string[]> =>
  unanswered(db, org.id, dayIn(org.timezone, now))

/**
 * The day for signing has passed and the employee has said nothing: sealed as 已送达未答 with the times
 * at which the page was opened, never as agreed. Run again, or meanwhile answered, it changes nothing.
 * @returns whether it was sealed now.
 */
export async function sealNotAnswered(
  db: Db,
  org: OrganizationTable,
  now: Date,
  id: string,
): Promise<boolean> {
  const today = dayIn(org.timezone, now)
  await holdConversation(db, org.id, id, 'decide')
  if ((await unanswered(db, org.id, today, id)).length === 0) return false
  const conversation = await db
    .selectFrom('conversation')
    .selectAll()
    .where('orgId', '=', org.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const readings = await db
    .selectFrom('reading')
    .select('at')
    .where('orgId', '=', org.id)
    .where('conversationId', '=', id)
    .where('recordVersion', '=', conversation.recordVersion)
    .where('personId', '=', conversation.employeeId)
    .orderBy('at')
    .limit(50)
    .execute()
  const doing = { orgId: org.id, actorId: null, now }
  const note = await noteOf(db, org.id, id, conversation.recordVersion)
  const declined = note ? await declinedOf(db, org, id, conversation.recordVersion) : []
  await noteSilence(db, doing, {
    recordId: id,
    version: conversation.recordVersion,
    shownHash: conversation.presentedHash!,
    role: 'employee',
    person: { id: conversation.employeeId, name: conversation.snapshot.name },
    statement: [
      delivery(
        org,
        readings.map(({ at }) => at),
      ),
      // Neither a witness's words nor their own are lost with a refusal that nobody else saw.
      ...(note ? unseenRefusal(org.locale, dayIn(org.timezone, note.notedAt), declined) : []),
      note?.statement,
    ]
      .filter(Boolean)
      .join('\n'),
  })
  await record(db, doing, 'conversation.notAnswered', {
    subjectId: id,
    personId: conversation.employeeId,
    data: { readings: readings.length },
  })
  await sealConversation(db, doing, conversation, 'notAnswered', (stage) => ({
    type: 'overdue',
    stage,
    today,
  }))
  return true
}

/** When the page was opened, in the words of the record. */
function delivery({ locale, timezone }: OrganizationTable, times: Date[]): string {
  const opened = times
    .map((at) => exactTime(at.toISOString(), timezone))
    .join(locale === 'en' ? '; ' : '；')
  if (locale === 'en')
    return times.length > 0 ? `Opened at ${opened}` : 'Delivered in the system; never opened'
  return times.length > 0 ? `本人打开时间：${opened}` : '系统已送达，本人未打开'
}
