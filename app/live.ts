import type { IncomingMessage, ServerResponse } from 'node:http'
import { ORPCError } from '@orpc/server'
import { listen, type Notice } from '../platform/events.ts'
import { isId } from '../platform/ids.ts'
import { log } from '../platform/log.ts'
import { throughDoor, type Entrance } from './door.ts'
import { mayWatch } from './router.ts'
import type { Services } from './services.ts'

interface Listener {
  /** Account and person at the other end. */
  whose: string[]
  orgId: string
  subjects: Set<string>
  send(notice: Notice): void
  end(): void
  /** Looks whether the session is still open and what it may hear, and ends if it is not. */
  look(): Promise<void>
}

// A page shows what it fetched, or has had for up to 15 seconds, before it begins to listen.
const rememberedMs = 20_000
const rememberedMost = 5_000

// What may have ended a session or changed its rights, by the account or person it concerns.
const endings = new Set(['session.ended', 'person.left'])

// The two who write together pull the other's keystrokes at once; everything else is asked for anew, and what
// kind of thing has happened may be less than all who watch may know yet.
const outward = ({ org, kind, subject }: Notice): Notice => ({
  org,
  kind: kind === 'conversation.minutes' ? kind : 'changed',
  subject,
})

const concerns = ({ orgId, subjects }: Listener, { org, subject }: Notice) =>
  orgId === org && subjects.has(subject)

/**
 * Tells open pages that something they show has changed: `{kind, subject}`, never what it was. A page
 * names its subjects in `?subjects=id,id`; those its person may not see are silently left out.
 */
export function openLive(services: Services) {
  const listeners = new Set<Listener>()
  const recent = new Map<string, { notice: Notice; at: number }>()
  const remember = (notice: Notice) => {
    const [key, now] = [Object.values(notice).join(' '), performance.now()]
    recent.delete(key)
    recent.set(key, { notice, at: now })
    for (const [oldest, { at }] of recent)
      if (now - at > rememberedMs || recent.size > rememberedMost) recent.delete(oldest)
      else break
  }
  const stopListening = listen(
    services.database.url,
    (notice) => {
      const news = outward(notice)
      remember(news)
      for (const listener of listeners) {
        if (concerns(listener, news)) listener.send(news)
        if (endings.has(notice.kind) && listener.whose.includes(notice.subject))
          void listener.look()
      }
    },
    // A page that is cut off comes back and asks for everything again.
    () => {
      for (const listener of listeners) listener.end()
    },
    log,
  )

  return {
    async join(request: IncomingMessage, response: ServerResponse, entrance: Entrance) {
      const asked = new URL(request.url ?? '/', 'http://local').searchParams.get('subjects') ?? ''
      const ids = asked.split(',').filter(isId).slice(0, 20)
      const look = () =>
        throughDoor(services, entrance, new Date(), async (context) => ({
          orgId: context.orgId,
          whose: [context.actor.accountId, context.actor.personId],
          subjects: new Set(await mayWatch(context, ids)),
        }))
      const seen = await look()
      // Gone while being let in: the closing has been said already, and will not be said again.
      if (response.destroyed) return
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      // What comes between the end of an answer and its closing has nobody to hear it.
      const say = (text: string) => response.writableEnded || response.write(text)
      say('retry: 1000\n\n')
      const listener: Listener = {
        ...seen,
        send: ({ kind, subject }) => void say(`data: ${JSON.stringify({ kind, subject })}\n\n`),
        end: () => response.end(),
        async look() {
          try {
            Object.assign(listener, await look())
            say(': still here\n\n')
          } catch (error) {
            // While the database is away nobody is sent off.
            if (error instanceof ORPCError) response.end()
          }
        },
      }
      listeners.add(listener)
      for (const { notice, at } of recent.values())
        if (performance.now() - at <= rememberedMs && concerns(listener, notice))
          listener.send(notice)
      // What ends by the clock, such as an idle session, a role or a post, stops hearing within seconds.
      const beat = setInterval(() => void listener.look(), 15_000)
      response.on('close', () => {
        clearInterval(beat)
        listeners.delete(listener)
      })
    },
    async stop() {
      for (const listener of listeners) listener.end()
      await stopListening()
    },
  }
}
