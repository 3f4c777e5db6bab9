import { sql } from 'kysely'
import { dayIn as localDay } from '../../../../platform/clock.ts'
import { type Db, openOrg, type OrganizationTable } from '../../../../platform/database.ts'
import { linkSecret } from '../../../org/joining/invitations/queries.ts'
import { checkpointFor } from '../../../sealing/checkpoints/queries.ts'
import { receiptOf } from '../../../sealing/queries.ts'
import { preferencesOf } from '../../reminders/preferences/queries.ts'
import { outOfQuiet, type Preference } from '../../reminders/preferences/rules.ts'
import { waitingFor, type Making } from '../../reminders/waiting/queries.ts'
import type { Waiting } from '../../reminders/rules.ts'
import type { DeliveryTable } from '../table.ts'
import { baseOf, type Outgoing, type Way } from '../ways/queries.ts'
import { isUrgent, supersedes } from '../rules.ts'
import { stopAddress } from '../stopping/queries.ts'
import { isStillAsked } from './asked/queries.ts'
import { dayIn, momentIn, sayIn, type Locale, type Message } from './rules.ts'

export type Composing = Making

/** What leaves; nothing, because nothing is to be said any more; or not yet. */
type Composed = Outgoing | { needless: true } | { later: Date }
const needless = { needless: true } as const

interface Recipient {
  name: string
  employeeNo: string
  email: string | null
  phone: string | null
  locale: Locale | null
  isDisabled: boolean
}

interface Doing {
  db: Db
  services: Composing
  org: OrganizationTable
  way: Way
  word: DeliveryTable
  now: Date
}

/** Writes one word from what is true at this moment. */
export async function compose(
  db: Db,
  services: Composing,
  org: OrganizationTable,
  way: Way,
  word: DeliveryTable,
  now: Date,
): Promise<Composed> {
  const doing = { db, services, org, way, word, now }
  if (word.personId === null) return composeForGroup(doing)
  const person = await recipientOf(db, org, word.personId, now)
  if (!person || (person.isDisabled && word.kind !== 'invitation')) return needless
  if (way.kind === 'mail' && !person.email) return needless
  const preference = (await preferencesOf(db, org.id, [word.personId]))(word.personId)
  if (!isUrgent(word)) {
    if (!preference.channels.includes(way.kind) || preference.rhythm === 'never') return needless
    const then = outOfQuiet(preference.quiet, preference.timezone ?? org.timezone, now)
    if (then > now) return { later: then }
  }
  const said = await messageFor(doing, person, preference)
  if (!said) return needless
  const { count, attachments, message } = said
  return {
    message,
    to: person,
    ...(count !== undefined && { count }),
    ...(attachments && { attachments }),
    foot: {
      locale: localeOf(person, org),
      organization: org.name,
      stopUrl: isUrgent(word)
        ? null
        : await stopAddress(baseOf(way.settings), org.id, word.personId, way.kind),
    },
  }
}

const localeOf = (person: Recipient, org: OrganizationTable): Locale => person.locale ?? org.locale

async function recipientOf(db: Db, org: OrganizationTable, id: string, now: Date) {
  const { rows } = await sql<Recipient>`
    select p.name, p.employee_no, p.email, p.phone, a.locale, a.disabled_at is not null as is_disabled
      from person p left join account a on a.org_id = p.org_id and a.id = p.account_id
     where p.org_id = ${org.id} and p.id = ${id}
       and (p.left_on is null or p.left_on > ${localDay(org.timezone, now)})`.execute(db)
  return rows[0] ?? null
}

type Said = Pick<Outgoing, 'count' | 'attachments'> & { message: Message }

/** What is said to a person; null when there is nothing to say any more. */
async function messageFor(
  doing: Doing,
  person: Recipient,
  { timezone }: Preference,
): Promise<Said | null> {
  const { db, services, org, way, word, now } = doing
  const locale = localeOf(person, org)
  const say = sayIn(locale)
  const base = baseOf(way.settings)
  const open = { label: say('open'), url: `${base}/` }
  switch (word.kind) {
    case 'reminder':
    case 'digest': {
      if (await isSuperseded(db, word)) return null
      const waiting = await waitingFor(db, services, org, word.personId!, now)
      await openOrg(db, org.id)
      if (waiting.open + waiting.others === 0 && !waiting.talk) return null
      const talkAt = waiting.talk && momentIn(locale, timezone ?? org.timezone, waiting.talk)
      return {
        message: waitingWords(say, locale, word.kind, { ...waiting, talkAt }, open),
        count: waiting.open,
      }
    }
    case 'notice': {
      if (!(await isStillAsked(db, services, org, word, now))) return null
      const at = momentIn(locale, timezone ?? org.timezone, word.createdAt)
      const line = (part: string) => say(`notice.${word.topic}.${part}`, { at })
      return {
        message: { subject: line('subject'), lines: [line('text'), line('act')], button: open },
      }
    }
    case 'receipt': {
      const receipt = await receiptOf(
        db,
        org.id,
        word.subjectId!,
        Number(word.topic),
        word.personId!,
      )
      if (!receipt) return null
      const lines = [say('receipt.text'), say('receipt.keep')]
      const url = `${base}/conversations/${word.subjectId}/record`
      return {
        message: {
          subject: say('receipt.subject'),
          lines,
          button: { label: say('receipt.button'), url },
        },
        attachments: [
          {
            name: 'receipt.tlog-proof',
            mediaType: 'text/plain; charset=utf-8',
            bytes: Buffer.from(receipt.proof),
          },
        ],
      }
    }
    case 'checkpoint': {
      const kept = await checkpointFor(db, org.id, word.personId!, word.topic!)
      if (!kept) return null
      const day = dayIn(locale, word.topic!)
      return {
        message: {
          subject: say('checkpoint.subject', { day }),
          lines: [say('checkpoint.text', { organization: org.name }), say('checkpoint.keep')],
          button: { label: say('checkpoint.button'), url: `${base}/verify` },
        },
        attachments: [
          {
            name: `${word.topic}.checkpoint`,
            mediaType: 'text/plain; charset=utf-8',
            bytes: Buffer.from(kept),
          },
        ],
      }
    }
    case 'invitation':
      return invitationWords(doing, say, locale)
    case 'test':
      return { message: { subject: say('test.subject'), lines: [say('test.text')], button: open } }
  }
}

/** The link that lets somebody in, while it does: the newest one, unused and not too old. */
async function invitationWords(
  { db, org, way, word, now }: Doing,
  say: ReturnType<typeof sayIn>,
  locale: Locale,
): Promise<Said | null> {
  const found = await db
    .selectFrom('invitation')
    .select(['id', 'expiresAt'])
    .where('orgId', '=', org.id)
    .where('id', '=', word.subjectId!)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  if (!found) return null
  const token = `${org.code}.${await linkSecret(org.id, found.id)}`
  const lines = [
    say('invitation.text', { organization: org.name }),
    say('invitation.until', { day: dayIn(locale, localDay(org.timezone, found.expiresAt)) }),
  ]
  const button = { label: say('invitation.button'), url: `${baseOf(way.settings)}/invite/${token}` }
  return { message: { subject: say('invitation.subject'), lines, button } }
}

/** A later word of the same kind stands there already: whoever was out of reach hears it once. */
async function isSuperseded(db: Db, { orgId, id, personId, channel }: DeliveryTable) {
  const later = await db
    .selectFrom('delivery')
    .select('id')
    .where('orgId', '=', orgId)
    .where('personId', 'is not distinct from', personId)
    .where('channel', '=', channel)
    .where('kind', 'in', supersedes)
    .where('id', '>', id)
    .limit(1)
    .executeTakeFirst()
  return later !== undefined
}

function waitingWords(
  say: ReturnType<typeof sayIn>,
  locale: Locale,
  kind: 'reminder' | 'digest',
  { open, late, next, others, talkAt }: Waiting & { talkAt: string | null },
  button: Message['button'],
): Message {
  const lines = [
    ...(open > 0 ? [say('reminder.open', { count: open })] : []),
    ...(late > 0 ? [say('reminder.late', { count: late })] : []),
    ...(next ? [say('reminder.next', { day: dayIn(locale, next) })] : []),
    ...(talkAt ? [say('reminder.talk', { at: talkAt })] : []),
    ...(others > 0 ? [say('reminder.others', { count: others })] : []),
  ]
  const subject =
    open > 0
      ? say(kind === 'digest' ? 'digest.subject' : 'reminder.subject', { count: open })
      : others > 0
        ? say('reminder.subjectOthers', { count: others })
        : say('reminder.subjectTalk')
  return { subject, lines, button }
}

/** Numbers for a group: how many people have how much to do, and nobody by name. */
async function composeForGroup({ db, org, way, word }: Doing): Promise<Composed> {
  const say = sayIn(org.locale)
  const button = { label: say('open'), url: `${baseOf(way.settings)}/` }
  const foot = { locale: org.locale, organization: org.name, stopUrl: null }
  if (word.kind === 'test') {
    const message = { subject: say('test.subject'), lines: [say('test.text')], button }
    return { message, to: null, foot }
  }
  if (await isSuperseded(db, word)) return needless
  const [people = 0, count = 0] = (word.topic ?? '').split('/').map(Number)
  if (people === 0) return needless
  const line = say('group.open', { people, count })
  return { message: { subject: line, lines: [line], button }, to: null, foot, count }
}
