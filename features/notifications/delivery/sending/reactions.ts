import { setTimeout as pause } from 'node:timers/promises'
import type { Database, Db, OrganizationTable } from '../../../../platform/database.ts'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { errorFacts, log } from '../../../../platform/log.ts'
import type { ChannelKind } from '../../channels/rules.ts'
import type { DeliveryTable } from '../table.ts'
import { compose, type Composing } from '../words/queries.ts'
import { openWay } from '../ways/opening/queries.ts'
import { siteOf, WordNotSent, type Way } from '../ways/queries.ts'
import {
  claim,
  failed,
  type Hold,
  released,
  settled,
  wayFails,
  waysDue,
  wayWorks,
} from './queries.ts'
import {
  isHopeless,
  isOfTheWay,
  type Patience,
  usualPatience,
  waitAfter,
  wayPatience,
} from './rules.ts'

export interface SendingOptions {
  clock: () => Date
  /** How often it is looked whether something is due, in milliseconds. */
  everyMs: number
  /** After so long a word somebody holds is taken for abandoned; longer than sending one may take. */
  holdMs: number
  patience: Patience
  wayPatience: Patience
  /** How many words are taken at a time. */
  atOnce: number
}

const usual: SendingOptions = {
  clock: () => new Date(),
  everyMs: 2000,
  holdMs: 180_000,
  patience: usualPatience,
  wayPatience,
  atOnce: 12,
}

/** The longest one word may take; what hangs longer has failed. */
const longestMs = 60_000

/**
 * Sends what waits, in this process and in any number of others. A word is held while it is sent;
 * when the process dies in between, somebody else sends it again under the same id.
 */
export function startSending(
  services: Composing & { database: Database },
  options: Partial<SendingOptions> = {},
) {
  const setting = { ...usual, ...options }
  const me = newId()
  let stopped = false
  let wake: () => void = () => {}
  const under = new Map<string, Promise<void>>()

  /** Each organization's ways are worked off by themselves: a dead server delays nobody else's. */
  async function look() {
    const organizations = await services.database.inOrg(null, (db) =>
      db.selectFrom('organization').selectAll().execute(),
    )
    for (const org of organizations) {
      if (stopped) return
      const due = await services.database.inOrg(org.id, (db) =>
        waysDue(db, org.id, setting.clock()),
      )
      for (const kind of due) {
        const lane = `${org.id} ${kind}`
        if (under.has(lane)) continue
        const work = sendAll(services, org, kind, { ...setting, me, isStopped: () => stopped })
          .catch((error) => log('delivery.failed', { channel: kind, ...errorFacts(error) }))
          .finally(() => under.delete(lane))
        under.set(lane, work)
      }
    }
  }

  const loop = (async () => {
    while (!stopped) {
      await look().catch((error) => stopped || log('delivery.unreachable', errorFacts(error)))
      if (stopped) break
      const timer = setTimeout(() => wake(), setting.everyMs)
      await new Promise<void>((resolve) => (wake = resolve))
      clearTimeout(timer)
    }
  })()

  return {
    /** Sends what is due now, and comes back when it has been tried; for tests. */
    async settle() {
      await look()
      await Promise.all(under.values())
    },
    async stop() {
      stopped = true
      wake()
      await loop
      // What hangs is left to whoever starts next: its hold ends by itself.
      await Promise.race([Promise.all(under.values()), pause(3000, null, { ref: false })])
    },
  }
}

type Running = SendingOptions & { me: string; isStopped: () => boolean }

/** Works off one way of one organization until nothing is due, or until the way itself fails. */
async function sendAll(
  services: Composing & { database: Database },
  org: OrganizationTable,
  kind: ChannelKind,
  running: Running,
) {
  const { database } = services
  const inOrg = <T>(work: (db: Db) => Promise<T>) => database.inOrg(org.id, work)
  const way = await inOrg((db) => openWay(db, org.id, kind))
  let isDoubtful = way.isDoubtful
  try {
    while (!running.isStopped()) {
      const hold = holdNow(running)
      const taken = await inOrg((db) =>
        claim(
          db,
          { orgId: org.id, kind, site: siteOf(way) },
          hold,
          isDoubtful ? 1 : Math.min(running.atOnce, way.atOnce),
        ),
      )
      if (taken.length === 0) return
      const fares = await Promise.all(
        taken.map((word) => sendOne(services, org, way, word, hold, running)),
      )
      const broken = fares.find((fare) => fare !== null)
      if (broken) {
        const rest = (failures: number) => waitAfter(failures, running.wayPatience, Math.random())
        return await inOrg((db) => wayFails(db, org.id, kind, broken, rest))
      }
      isDoubtful = false
      if (way.restMs) await pause(way.restMs)
    }
  } finally {
    way.close()
  }
}

const holdNow = ({ me, clock, holdMs }: Running): Hold => {
  const now = clock()
  return { by: me, now, until: new Date(now.getTime() + holdMs) }
}

/** @returns what is wrong with the way itself, if something is; null however the word fared. */
async function sendOne(
  services: Composing & { database: Database },
  org: OrganizationTable,
  way: Way,
  word: DeliveryTable,
  hold: Hold,
  { clock, patience }: Running,
): Promise<string | null> {
  const inOrg = <T>(work: (db: Db) => Promise<T>) => services.database.inOrg(org.id, work)
  try {
    const said = await inOrg((db) => compose(db, services, org, way, word, hold.now))
    if ('later' in said) {
      await inOrg((db) => released(db, word, hold, said.later))
      return null
    }
    if ('needless' in said) {
      await inOrg((db) => settled(db, word, hold, 'needless', null))
      return null
    }
    const answer = await within(longestMs, way.send(said, word))
    await inOrg(async (db) => {
      const now = clock()
      const isOurs = await settled(db, word, { ...hold, now }, 'sent', answer)
      if (word.kind === 'checkpoint' && isOurs) await noteHandedOut(db, word, now)
      await wayWorks(db, org.id, way.kind, now, answer)
    })
    return null
  } catch (error) {
    const fault = error instanceof WordNotSent ? error.fault : 'failed'
    if (fault === 'failed') log('delivery.broke', { id: word.id, ...errorFacts(error) })
    const answer = error instanceof WordNotSent ? error.answer : ''
    const attempts = word.attempts + 1
    // A test is tried once: whoever asked waits for the answer.
    const isLast = word.kind === 'test' || isHopeless(fault, attempts, patience)
    const again = isLast
      ? null
      : new Date(clock().getTime() + waitAfter(attempts, patience, Math.random()))
    await inOrg((db) => failed(db, word, { ...hold, now: clock() }, { fault, answer, again }))
    log('delivery.notSent', { id: word.id, channel: way.kind, fault, attempts })
    return isOfTheWay(fault) && word.kind !== 'test' ? answer || fault : null
  }
}

/** To whom the checkpoint of a day was handed is said in the log once it has left, and not before. */
const noteHandedOut = (db: Db, { orgId, personId, topic }: DeliveryTable, now: Date) =>
  record(db, { orgId, actorId: null, now }, 'checkpoint.handedOut', {
    subjectId: personId!,
    personId: personId!,
    data: { day: topic },
  })

/** @throws WordNotSent `timeout` when it takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WordNotSent('timeout', '')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
