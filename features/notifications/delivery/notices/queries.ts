import type { Db } from '../../../../platform/database.ts'
import type { EventTable } from '../../../../platform/events.ts'
import { contactsOf } from '../../../sealing/checkpoints/queries.ts'
import type { NoticeKind } from '../../kinds/rules.ts'
import { preferencesOf } from '../../reminders/preferences/queries.ts'
import { outOfQuiet } from '../../reminders/preferences/rules.ts'
import { enqueue, openWays, type Word } from '../queries.ts'
import { promptNotices, urgentNotices } from '../rules.ts'

export interface Told {
  personId: string
  kind: NoticeKind
  subjectId: string
}

const isUrgent = ({ kind }: Told) => (urgentNotices as readonly NoticeKind[]).includes(kind)
const isPrompt = ({ kind }: Told) => (promptNotices as readonly NoticeKind[]).includes(kind)

/**
 * Says outside what was said in the list of news: what is about the safety of an account to everybody
 * at once, the rest to whoever wants to hear of things as they happen, in their waking hours.
 */
export async function tellOutside(
  db: Db,
  { orgId, id, at }: Pick<EventTable, 'orgId' | 'id' | 'at'>,
  told: Told[],
): Promise<void> {
  const prompt = told.filter(isPrompt)
  const urgent = told.filter(isUrgent)
  if (prompt.length + urgent.length === 0) return
  if ((await openWays(db, orgId)).length === 0) return
  const org = await db
    .selectFrom('organization')
    .select('timezone')
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow()
  const preferenceOf = await preferencesOf(
    db,
    orgId,
    prompt.map(({ personId }) => personId),
  )
  const word = ({ personId, kind, subjectId }: Told): Word => ({
    personId,
    kind: 'notice',
    topic: kind,
    subjectId,
    dedupe: `notice:${kind}:${id}`,
  })
  await enqueue(db, { orgId, now: at }, [
    ...urgent.map((it) => ({ ...word(it), channels: ['mail'] as const })),
    ...prompt
      .map((it) => ({ it, preference: preferenceOf(it.personId) }))
      .filter(({ preference }) => preference.rhythm === 'immediate')
      .map(({ it, preference: { channels, quiet, timezone } }) => ({
        ...word(it),
        channels,
        notBefore: outOfQuiet(quiet, timezone ?? org.timezone, at),
      })),
  ])
}

/** Puts the receipt of a sealed version into the post of everybody who has one. */
export async function sendReceipts(db: Db, event: EventTable): Promise<void> {
  const version = Number(event.data.version)
  const receipts = await db
    .selectFrom('receipt')
    .select('personId')
    .where('orgId', '=', event.orgId)
    .where('recordId', '=', event.subjectId)
    .where('version', '=', version)
    .execute()
  await enqueue(
    db,
    { orgId: event.orgId, now: event.at },
    receipts.map(({ personId }) => ({
      personId,
      kind: 'receipt',
      topic: String(version),
      subjectId: event.subjectId,
      dedupe: `receipt:${event.subjectId}:${version}`,
      channels: ['mail'],
    })),
  )
}

/** Puts the checkpoint of a day into the post of everybody it is handed to. */
export async function sendCheckpoints(db: Db, { orgId, at, data }: EventTable): Promise<void> {
  const day = String(data.day)
  await enqueue(
    db,
    { orgId, now: at },
    (await contactsOf(db, orgId)).map((personId) => ({
      personId,
      kind: 'checkpoint',
      topic: day,
      dedupe: `checkpoint:${day}`,
      channels: ['mail'],
    })),
  )
}

/** Puts an invitation into the post of whom it lets in. */
export async function sendInvitation(db: Db, event: EventTable): Promise<void> {
  await enqueue(db, { orgId: event.orgId, now: event.at }, [
    {
      personId: event.personId!,
      kind: 'invitation',
      subjectId: event.subjectId,
      dedupe: `invitation:${event.subjectId}`,
      channels: ['mail'],
    },
  ])
}
