import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { config } from '../../../platform/config.ts'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { stepUpFirst } from '../../accounts/rules.ts'
import type { Fault } from '../delivery/sending/rules.ts'
import { hookHosts } from '../delivery/ways/hooks/rules.ts'
import { baseOf } from '../delivery/ways/queries.ts'
import '../delivery/table.ts'
import { channelsContract, type Channel } from './contract.ts'
import { lettersHandlers } from './letters/handlers.ts'
import { configureChannel, seesWhere } from './policy.ts'
import { channelOf, closeSecret, demandSight, openSecret } from './queries.ts'
import {
  channelKinds,
  type ChannelKind,
  type ChannelSecret,
  type ChannelSettings,
  type HookSettings,
  type MailSettings,
} from './rules.ts'

const os = implement(channelsContract).$context<Context>()

const siteOf = ({ actor }: Context) => config().publicUrl ?? actor.origin ?? ''

const list = os.list.handler(async ({ context }) => {
  demandSight(context)
  const { db, orgId } = context
  const rows = await db
    .selectFrom('channel as c')
    .innerJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'c.orgId').onRef('p.id', '=', 'c.changedBy'),
    )
    .selectAll('c')
    .select('p.name')
    .where('c.orgId', '=', orgId)
    .execute()
  const counts = await countsOf(context)
  const known = new Map(rows.map((row) => [row.kind, row]))
  const [first] = rows
  return {
    channels: channelKinds.map((kind) => present(context, kind, known.get(kind), counts.get(kind))),
    site: first ? baseOf(first.settings) : siteOf(context),
    isSiteFixed: config().publicUrl !== null,
    allowedHosts: config().outboundAllowed,
  }
})

async function countsOf({ db, orgId }: Context) {
  const { rows } = await sql<{ channel: ChannelKind; waiting: number; dead: number }>`
    select channel, count(*) filter (where state = 'waiting')::int as waiting,
           count(*) filter (where state = 'dead')::int as dead
      from delivery where org_id = ${orgId} and state in ('waiting', 'dead') and kind <> 'test' group by channel`.execute(
    db,
  )
  return new Map(rows.map(({ channel, ...counts }) => [channel, counts]))
}

type Row = NonNullable<Awaited<ReturnType<typeof channelOf>>> & { name: string }

function present(
  { actor }: Context,
  kind: ChannelKind,
  row: Row | undefined,
  counts: { waiting: number; dead: number } = { waiting: 0, dead: 0 },
): Channel {
  const refusal = configureChannel(actor, kind)
  const mail = row && kind === 'mail' ? (row.settings as MailSettings) : null
  const hook = row && kind !== 'mail' ? (row.settings as HookSettings) : null
  return {
    kind,
    mail: mail && {
      host: mail.host,
      port: mail.port,
      security: mail.security,
      user: mail.user,
      from: mail.from,
      fromName: mail.fromName,
    },
    hook: hook && {
      host: seesWhere(actor, kind) ? hook.host : null,
      addressing: hook.addressing,
      hasKey: hook.isSigned,
    },
    isOn: Boolean(row?.enabledAt),
    hasSecret: Boolean(row?.secret),
    changedAt: row?.changedAt ?? null,
    changedBy: row?.name ?? null,
    health: {
      failures: row?.failures ?? 0,
      retryAt: row?.retryAt ?? null,
      lastSentAt: row?.lastSentAt ?? null,
      lastAnswer: row?.lastAnswer ?? null,
      ...counts,
    },
    refusals: { configure: refusal, test: refusal ?? (row ? null : 'delivery.saveFirst') },
  }
}

const saveMail = os.saveMail.handler(async ({ input, context }) => {
  demandSight(context)
  const { password, isOn, ...said } = input
  demandMay(context, 'mail')
  if (!/^[\w.:-]+$/.test(said.host)) throw invalid('delivery.hostUnusable', {}, 'host')
  const known = await channelOf(context.db, context.orgId, 'mail')
  const before = known && (await openSecret(known))
  const kept = password === undefined ? (before?.password ?? null) : password
  // A password goes only where it was meant to go: another server is told it anew.
  const isElsewhere = known && (known.settings as MailSettings).host !== said.host
  if (isElsewhere && password === undefined && kept !== null)
    throw invalid('delivery.passwordAnew', {}, 'password')
  const settings: MailSettings = { ...said, site: siteOf(context) }
  await save(context, 'mail', settings, kept === null ? null : { password: kept }, isOn)
})

const saveHook = os.saveHook.handler(async ({ input, context }) => {
  demandSight(context)
  const { kind, addressing, isOn } = input
  demandMay(context, kind)
  const known = await channelOf(context.db, context.orgId, kind)
  const before = known && (await openSecret(known))
  const url = input.url ?? before?.url
  if (!url) throw invalid('delivery.addressFirst', {}, 'url')
  const { host, protocol } = new URL(url)
  const isAllowed = config().outboundAllowed.some(
    (it) => it === host || it === new URL(url).hostname,
  )
  if (protocol !== 'https:' && !isAllowed) throw invalid('delivery.httpsOnly', {}, 'url')
  const hosts = hookHosts[kind]
  if (hosts && !hosts.includes(host) && !isAllowed)
    throw invalid('delivery.otherHost', { hosts: hosts.join(', ') }, 'url')
  if (kind === 'feishu' && addressing === 'phone')
    throw invalid('delivery.notByPhone', {}, 'addressing')
  const key = input.key === undefined ? before?.key : (input.key ?? undefined)
  const settings: HookSettings = {
    host,
    addressing,
    isSigned: key !== undefined,
    site: siteOf(context),
  }
  await save(context, kind, settings, { url, ...(key && { key }) }, isOn)
})

function demandMay({ actor, now }: Context, kind: ChannelKind) {
  demand(configureChannel(actor, kind))
  // Where words of everybody go is not changed from a desk somebody has just left.
  demand(stepUpFirst(actor, now))
}

async function save(
  context: Context,
  kind: ChannelKind,
  settings: ChannelSettings,
  secret: ChannelSecret | null,
  isOn: boolean,
) {
  const { db, orgId, actor, now } = context
  const known = await channelOf(db, orgId, kind)
  const values = {
    settings: json(settings),
    secret: secret && (await closeSecret(orgId, kind, secret)),
    enabledAt: isOn ? (known?.enabledAt ?? now) : null,
    changedAt: now,
    changedBy: actor.personId,
    failures: 0,
    retryAt: null,
  }
  await db
    .insertInto('channel')
    .values({ orgId, kind, lastSentAt: null, lastAnswer: null, ...values })
    .onConflict((row) => row.columns(['orgId', 'kind']).doUpdateSet(values))
    .execute()
  await record(db, context, 'channel.changed', {
    subjectId: orgId,
    data: { kind, on: isOn },
  })
}

const test = os.test.handler(async ({ input: { kind }, context }) => {
  demandSight(context)
  const { db, orgId, actor, now } = context
  demand(configureChannel(actor, kind))
  const channel = await channelOf(db, orgId, kind)
  if (!channel) throw invalid('delivery.saveFirst')
  const { email } = await db
    .selectFrom('person')
    .select('email')
    .where('orgId', '=', orgId)
    .where('id', '=', actor.personId)
    .executeTakeFirstOrThrow()
  if (kind === 'mail' && !email) throw invalid('delivery.noAddressOfOwn')
  const isToPerson = kind === 'mail' || (channel.settings as HookSettings).addressing !== 'nobody'
  const id = newId()
  await db
    .insertInto('delivery')
    .values({
      orgId,
      id,
      personId: isToPerson ? actor.personId : null,
      channel: kind,
      kind: 'test',
      topic: null,
      subjectId: actor.personId,
      dedupe: `test:${id}`,
      messageId: null,
      state: 'waiting',
      attempts: 0,
      notBefore: now,
      heldBy: null,
      heldUntil: null,
      lastError: null,
      lastAnswer: null,
      createdAt: now,
      settledAt: null,
    })
    .execute()
  return { id }
})

const testResult = os.testResult.handler(async ({ input: { id }, context }) => {
  demandSight(context)
  const { db, orgId, actor } = context
  const found = await db
    .selectFrom('delivery')
    .select(['state', 'lastError', 'lastAnswer'])
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .where('kind', '=', 'test')
    .where('subjectId', '=', actor.personId)
    .executeTakeFirst()
  if (!found) throw missing()
  return { state: found.state, fault: found.lastError as Fault | null, answer: found.lastAnswer }
})

export const channelsHandlers = os.router({
  list,
  saveMail,
  saveHook,
  test,
  testResult,
  ...lettersHandlers,
})
