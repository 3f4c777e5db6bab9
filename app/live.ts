import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Actor } from '../features/accounts/policy.ts'
import type { OrganizationTable } from '../platform/database.ts'
import { listen, type Notice } from '../platform/events.ts'
import { isId } from '../platform/ids.ts'
import { log } from '../platform/log.ts'
import { actorOf, throughDoor, type Arrival } from './door.ts'
import { mayWatch } from './router.ts'
import type { Services } from './services.ts'

interface Listener {
  orgId: string
  subjects: Set<string>
  send(notice: Notice): void
  end(): void
}

/**
 * Tells open pages that something they show has changed: `{kind, subject}`, never content. A page
 * names its subjects in `?subjects=id,id`; those its person may not see are silently left out.
 */
export function openLive(services: Services) {
  const listeners = new Set<Listener>()
  const stopListening = listen(
    services.database.url,
    (notice) => {
      for (const listener of listeners)
        if (listener.orgId === notice.org && listener.subjects.has(notice.subject))
          listener.send(notice)
    },
    log,
  )

  return {
    async join(
      request: IncomingMessage,
      response: ServerResponse,
      who: { actor: Actor; org: OrganizationTable },
      arrival: Arrival,
    ) {
      const asked = new URL(request.url ?? '/', 'http://local').searchParams.get('subjects') ?? ''
      const ids = asked.split(',').filter(isId).slice(0, 20)
      const subjects = new Set(
        await throughDoor(services, who, new Date(), (context) => mayWatch(context, ids)),
      )
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      // What comes between the end of an answer and its closing has nobody to hear it.
      const say = (text: string) => response.writableEnded || response.write(text)
      say('retry: 1000\n\n')
      const listener: Listener = {
        orgId: who.org.id,
        subjects,
        send: ({ kind, subject }) => void say(`data: ${JSON.stringify({ kind, subject })}\n\n`),
        end: () => response.end(),
      }
      listeners.add(listener)
      // A session that ended elsewhere stops hearing within seconds.
      const beat = setInterval(async () => {
        const still = await actorOf(services.database, arrival, new Date()).catch(() => who)
        if (still) say(': still here\n\n')
        else response.end()
      }, 15_000)
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
