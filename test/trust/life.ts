import { addDays } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import type { Api } from '../../app/router.ts'
import { todayOf } from '../support/days.ts'
import type { Someone, Story } from '../support/scenario.ts'
import { talkBetween } from '../support/talks.ts'

/** One request of the life: who asks what. */
export interface Request {
  by: Someone
  name: string
  input: unknown
}

/** What people write is this; every occurrence becomes a word of its own before it is sent. */
export const word = 'KANARIE'
/** The same for what is one person's alone. */
export const secret = 'GEHEIM'
/** The same for why somebody looks or wants to: whoever has to agree reads it. */
export const why = 'GRUND'
/** Any of them, once it is a word of its own. */
export const canary = /(KANARIE|GEHEIM|GRUND)\d+X/

/** The story with somebody who hears every request before it is made, each text in it unlike any other. */
export function overheard(story: Story, hear: (request: Request) => Promise<void>) {
  let count = 0
  const unlike = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replaceAll(/(KANARIE|GEHEIM|GRUND)(?![0-9])/g, (found) => `${found}${++count}X`)
    if (Array.isArray(value)) return value.map(unlike)
    if (value && typeof value === 'object' && !(value instanceof Date))
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, unlike(child)]))
    return value
  }
  const as: Story['as'] = (by, options) => {
    const real = story.as(by, options)
    const at = (path: string[]): unknown =>
      new Proxy(() => {}, {
        get: (_, key) =>
          typeof key === 'string' && key !== 'then' ? at([...path, key]) : undefined,
        apply: async (_, __, [given]: unknown[]) => {
          const input = unlike(given)
          await hear({ by, name: path.join('.'), input })
          let target = real as unknown as Record<string, unknown>
          for (const key of path.slice(0, -1)) target = target[key] as Record<string, unknown>
          return (target[path.at(-1)!] as (input: unknown) => unknown)(input)
        },
      })
    return at([]) as Api
  }
  return { story: { ...story, as }, words: () => count }
}

/** A year of two people: a rated talk from its first word to its promises, and one that was refused. */
export async function live(story: Story, pair: { employee: Someone; manager: Someone }) {
  const { employee, manager } = pair
  const today = todayOf(story)
  const talk = await talkBetween(story, 'open', { ...pair, text: word })
  const { id } = talk
  const asManager = story.as(manager, { steppedUp: true })
  const asEmployee = story.as(employee, { steppedUp: true })
  for (const api of [asManager, asEmployee]) {
    await api.conversations.saveAnswer({
      id,
      part: 'privateNote',
      fieldKey: 'note',
      value: secret,
      version: 0,
      clientId: newId(),
    })
    await api.conversations.get({ id })
    await api.conversations.list({})
    await api.notifications.today()
  }
  await asManager.scheduling.book({
    conversationId: id,
    startsAt: new Date(story.clock.now.getTime() + 3_600_000),
    minutes: 60,
    place: word,
    channel: 'inPerson',
    agenda: [word],
    clientId: newId(),
  })
  await asManager.conversations.startTalk({ id, channel: 'inPerson' })
  await asEmployee.conversations.beat({ id })
  await asManager.conversations.addPlanLine({
    id,
    line: {
      layer: 'result',
      ownerKind: 'employee',
      what: word,
      how: word,
      measure: word,
      dueOn: addDays(today, 20),
    },
    clientId: newId(),
  })
  await asEmployee.conversations.minutes.get({ id })
  await asManager.conversations.endTalk({ id })
  await asManager.conversations.get({ id })
  const sealed = await talkBetween(story, 'sealed', {
    ...pair,
    text: word,
    template: 'monthly',
    flow: 'monthly',
  })
  for (const api of [asManager, asEmployee]) await api.conversations.sealedRecord({ id: sealed.id })
  await refuse(story, pair)
  const [promise] = await asEmployee.commitments.of({ conversationId: sealed.id })
  await asEmployee.commitments.checkIn({ id: promise!.id, note: word })
  await asManager.commitments.list({ view: 'toMe' })
  await asEmployee.admin.access.mine({})
  await asEmployee.admin.access.of({ conversationId: sealed.id })
  return { open: id, sealed: sealed.id }
}

/** A page the employee does not sign: noted by the manager, answered by the employee, countersigned by a third. */
async function refuse(story: Story, pair: { employee: Someone; manager: Someone }) {
  const { id } = await talkBetween(story, 'managerSigned', {
    ...pair,
    text: word,
    template: 'monthly',
    flow: 'monthly',
  })
  const witness = await story.hire('见证人')
  const asWitness = story.as(witness, { steppedUp: true }).conversations
  await story.as(pair.employee).conversations.readPage({ id })
  await story
    .as(pair.manager, { steppedUp: true })
    .conversations.noteRefusal({ id, reason: word, witnessId: witness.personId })
  await story.as(pair.employee).conversations.attachStatement({ id, statement: word })
  const [asked] = await asWitness.toCountersign()
  await asWitness.countersign({ id, shownHash: asked!.shownHash! })
  await story.as(pair.employee).conversations.sealedRecord({ id })
}
