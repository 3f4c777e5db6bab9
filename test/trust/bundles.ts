import { epoch } from '../../app/operate/epoch.ts'
import { meetDeadlines } from '../../features/conversations/reactions.ts'
import { evidenceFile } from '../../features/conversations/record/export/handlers.ts'
import { choicesIn } from '../../features/conversations/record/export/redaction/rules.ts'
import { timestampNewest, witnessNewest } from '../../features/sealing/attesting/handlers.ts'
import type { JsonObject } from '../../features/sealing/canonical/rules.ts'
import { newId } from '../../platform/ids.ts'
import { laterPromise } from '../support/plan.ts'
import type { openAuthority } from '../support/authority.ts'
import { newAuthenticator } from '../support/authenticator.ts'
import { withPasskey } from '../support/passkeys.ts'
import type { Someone, Story } from '../support/scenario.ts'
import { talkBetween, type Talk } from '../support/talks.ts'
import type { openWitness } from '../support/witness.ts'

/** What somebody takes along: its name says what kind of record it is. */
export type Bundle = [what: string, bytes: Uint8Array]

const brief = { template: 'monthly', flow: 'monthly' } as const
const inDays = ({ clock }: Story, days: number) => new Date(clock.now.getTime() + days * 86_400_000)

/** Everything the two of a talk may end with, told in one company: twenty files as the product hands them out. */
export async function twentyBundles(
  story: Story,
  outside: {
    authority: Awaited<ReturnType<typeof openAuthority>> | null
    witness: Awaited<ReturnType<typeof openWitness>>
  },
): Promise<Bundle[]> {
  const manager = await story.hire('阿卜杜热合曼·买买提')
  const employee = await story.hire('王𠮷', { manager })
  const pair = { manager, employee }
  const take = async (what: string, { id }: Pick<Talk, 'id'>, asked = {}): Promise<Bundle> => [
    what,
    (await story.behind(employee, (context) => evidenceFile(context, id, asked))).bytes,
  ]
  const found: Bundle[] = []

  const monthly = await talkBetween(story, 'sealed', { ...pair, ...brief })
  found.push(await take('the first of a log', monthly))
  const annual = await talkBetween(story, 'sealed', { ...pair, text: '“迁移”\n👨‍👩‍👧 ① ﷽' })
  found.push(await take('a year, rated', annual))
  for (const template of ['whatHowNext', 'threeCores', 'midReview'] as const)
    found.push(await take(template, await talkBetween(story, 'sealed', { ...pair, template })))
  found.push(await take('the first again, in a longer log', monthly))

  const reserved = await talkBetween(story, 'managerSigned', { ...pair, ...brief })
  await story.as(employee, { steppedUp: true }).conversations.sign({
    id: reserved.id,
    shownHash: reserved.shownHash,
    outcome: 'readWithReservation',
    statement: '客户响应一项我保留意见',
  })
  found.push(await take('with a reservation', reserved))
  found.push(await take('refused', await refused(story, pair)))
  const silent = await talkBetween(story, 'managerSigned', { ...pair, ...brief })
  await meetDeadlines(story.services.database, inDays(story, 46))
  found.push(await take('not answered', silent))

  const [his, hers] = [
    (await withPasskey(story, manager)).device,
    (await withPasskey(story, employee, newAuthenticator({ kind: 'EdDSA', synced: true }))).device,
  ]
  const own = await talkBetween(story, 'presented', { ...pair, ...brief })
  await signWith(story, manager, his, own)
  await signWith(story, employee, hers, own)
  found.push(await take('signed with keys of their own', own))
  const mixed = await talkBetween(story, 'managerSigned', { ...pair, ...brief })
  await signWith(story, employee, hers, mixed)
  found.push(await take('one key, one password', mixed))

  found.push(...(await amended(story, pair, take)))

  const { document } = await story.as(employee).conversations.sealedRecord({ id: annual.id })
  const paths = choicesIn(document as JsonObject).map(({ path }) => path)
  found.push(await take('all left out that may be', annual, { without: paths }))
  found.push(await take('one part left out', annual, { without: paths.slice(0, 1) }))

  const { database } = story.services
  await witnessNewest(
    database,
    story.orgId,
    { authority: null, witness: outside.witness, checkpointDir: null },
    story.clock.now,
  )
  found.push(await take('cosigned by a witness', mixed))
  if (outside.authority) {
    const { url, root } = outside.authority
    const authority = { url, policy: null, trusted: root }
    await timestampNewest(
      database,
      story.orgId,
      { authority, witness: null, checkpointDir: null },
      inDays(story, 1),
    )
  }
  found.push(await take('with the time of an authority', own))
  const { document: signed } = await story.as(employee).conversations.sealedRecord({ id: own.id })
  const [first] = choicesIn(signed as JsonObject)
  found.push(
    await take('of what was signed with keys, without a part', own, { without: [first!.path] }),
  )
  const code = await epoch(database, { act: 'rotate', org: story.orgId }, () => {})
  if (code !== 0) throw new Error('the log kept its key')
  found.push(await take('from before the log changed its key', reserved))
  const later = await talkBetween(story, 'sealed', { ...pair, ...brief })
  found.push(await take('sealed under two keys', later))
  return found
}

async function signWith(
  story: Story,
  someone: Someone,
  device: ReturnType<typeof newAuthenticator>,
  { id, shownHash }: Talk,
) {
  const { conversations } = story.as(someone)
  const input = { id, shownHash, outcome: 'agreed' as const }
  await conversations.sign({
    ...input,
    answer: device.get(await conversations.signOptions(input)),
  })
}

type Pair = { manager: Someone; employee: Someone }

async function refused(story: Story, pair: Pair): Promise<Talk> {
  const talk = await talkBetween(story, 'managerSigned', { ...pair, ...brief })
  const witness = await story.hire('见证人')
  const { id } = talk
  await story
    .as(pair.manager, { steppedUp: true })
    .conversations.noteRefusal({ id, reason: '他说等工会的意见', witnessId: witness.personId })
  const asWitness = story.as(witness, { steppedUp: true }).conversations
  await asWitness.countersign({ id, shownHash: talk.shownHash })
  return talk
}

/** A record and the next version of it, both as they are taken along afterwards. */
async function amended(
  story: Story,
  pair: Pair,
  take: (what: string, talk: Talk, asked?: { version: number }) => Promise<Bundle>,
): Promise<Bundle[]> {
  const talk = await talkBetween(story, 'sealed', { ...pair, ...brief })
  const second = await story.hire('第二位人事', { roles: ['hrAdmin'] })
  const { id } = talk
  const asked = await story.as(story.hr).conversations.amending.ask({
    conversationId: id,
    reason: '漏记了公司要给的支持',
    parts: ['plan'],
  })
  await story.as(second).conversations.amending.decide({ id: asked.id, approve: true })
  const asManager = story.as(pair.manager, { steppedUp: true }).conversations
  await asManager.addPlanLine({
    id,
    line: laterPromise,
    clientId: newId(),
  })
  const { shownHash } = await asManager.present({ id })
  await asManager.sign({ id, shownHash, outcome: 'agreed' })
  await story
    .as(pair.employee, { steppedUp: true })
    .conversations.sign({ id, shownHash, outcome: 'agreed' })
  return [
    await take('amended: the version before', talk, { version: 1 }),
    await take('amended: the version now', talk, { version: 2 }),
  ]
}
