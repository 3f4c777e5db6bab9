import { type RefObject, useEffect, useRef, useState } from 'react'
import { applyUpdate, Doc, encodeStateVector, mergeUpdates, UndoManager } from 'yjs'
import { client } from '../../../../ui/api.ts'
import { failureOf } from '../../../../ui/failure.ts'
import { useLive } from '../../../../ui/live.ts'
import { draftOf, dropDraft, keepDraft, minding } from '../../../../ui/outbox.ts'
import type { SaveState } from '../../../../ui/useAutosave.ts'
import { minutesField } from '../../contract.ts'
import { caretAfter, changeBetween, piecesOf } from './caret.ts'

/** One request carries at most this much; the server's limit is 64 kB. */
const largest = 48_000
const local = Symbol('typed here')

const toBase64 = (bytes: Uint8Array) => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

export interface Minutes {
  isReady: boolean
  state: SaveState
  savedAt: Date | null
  error: unknown
}

/**
 * Binds a textarea to the minutes that both write at once. What is typed merges letter by letter, the
 * caret keeps its place, and what has not arrived yet waits in this browser over reload and dead networks.
 */
export function useMinutes(
  id: string,
  box: RefObject<HTMLTextAreaElement | null>,
  label: string,
): Minutes {
  const [shown, setShown] = useState<Minutes>({
    isReady: false,
    state: 'clean',
    savedAt: null,
    error: null,
  })
  const pullNow = useRef<() => void>(() => {})

  useEffect(() => {
    const doc = new Doc()
    const text = doc.getText(minutesField)
    const undo = new UndoManager(text, { trackedOrigins: new Set([local]) })
    const draftId = `${id}.${minutesField}`
    const release = minding(draftId)
    let waiting: Uint8Array[] = []
    let isSending = false
    let isOver = false
    let isComposing = false
    let held: Uint8Array[] = []
    let tries = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const say = (change: Partial<Minutes>) =>
      void (!isOver && setShown((before) => ({ ...before, ...change })))

    const keep = () => {
      if (waiting.length === 0) return dropDraft(draftId)
      const update = toBase64(mergeUpdates(waiting))
      keepDraft({
        id: draftId,
        clientId: crypto.randomUUID(),
        path: ['conversations', 'minutes', 'push'],
        input: { id, update },
        value: update,
        version: 0,
        url: location.pathname + location.search,
        label,
        at: Date.now(),
      })
    }

    const send = async () => {
      clearTimeout(timer)
      if (isSending || waiting.length === 0) return
      isSending = true
      // As many waiting edits as one request may carry.
      let count = 1
      while (
        count < waiting.length &&
        waiting.slice(0, count + 1).reduce((sum, one) => sum + one.length, 0) < largest
      )
        count++
      say({ state: 'saving' })
      try {
        const { savedAt } = await client.conversations.minutes.push({
          id,
          update: toBase64(mergeUpdates(waiting.slice(0, count))),
        })
        waiting = waiting.slice(count)
        tries = 0
        keep()
        say({ state: waiting.length ? 'typing' : 'saved', savedAt, error: null })
        if (waiting.length) plan(0)
      } catch (error) {
        const { kind } = failureOf(error)
        const passes = kind === 'offline' || kind === 'broken' || kind === 'tooMany'
        say({ state: passes ? 'offline' : 'refused', error })
        if (passes) plan(Math.min(30_000, 2_000 * 2 ** tries++))
      } finally {
        isSending = false
      }
    }
    const plan = (delay: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => void send(), delay)
    }

    const take = (update: Uint8Array) =>
      isComposing ? held.push(update) : applyUpdate(doc, update, 'server')
    const pull = async () => {
      try {
        const { update } = await client.conversations.minutes.get({
          id,
          stateVector: toBase64(encodeStateVector(doc)),
        })
        take(fromBase64(update))
        say({ isReady: true })
      } catch (error) {
        if (failureOf(error).kind === 'offline') setTimeout(() => !isOver && void pull(), 4_000)
        else say({ error })
      }
    }
    pullNow.current = () => void pull()

    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'server' || origin === 'kept') return
      waiting.push(update)
      keep()
      say({ state: 'typing' })
      plan(350)
    })
    text.observe((event, transaction) => {
      const area = box.current
      if (!area || transaction.origin === local) return
      const [from, to] = [
        caretAfter(area.selectionStart, event.delta),
        caretAfter(area.selectionEnd, event.delta),
      ]
      const hasFocus = document.activeElement === area
      area.value = text.toString()
      if (hasFocus) area.setSelectionRange(from, to)
      area.dispatchEvent(new Event('cuxi-grown'))
    })

    const typed = () => {
      const area = box.current
      if (!area || isComposing) return
      const change = changeBetween(text.toString(), area.value)
      if (!change) return
      if (change.removed) doc.transact(() => text.delete(change.at, change.removed), local)
      let at = change.at
      for (const piece of piecesOf(change.added, 8_000)) {
        doc.transact(() => text.insert(at, piece), local)
        at += piece.length
      }
    }
    const composing = () => void (isComposing = true)
    const composed = () => {
      isComposing = false
      typed()
      for (const update of held.splice(0)) applyUpdate(doc, update, 'server')
    }
    // The browser's own undo would bring back the other's words too.
    const keys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || event.isComposing)
        return
      event.preventDefault()
      if (event.shiftKey) undo.redo()
      else undo.undo()
    }
    const area = box.current
    area?.addEventListener('input', typed)
    area?.addEventListener('compositionstart', composing)
    area?.addEventListener('compositionend', composed)
    area?.addEventListener('keydown', keys)
    const online = () => void send()
    addEventListener('online', online)

    const kept = draftOf(draftId)
    if (kept) {
      const update = fromBase64(kept.value as string)
      waiting.push(update)
      applyUpdate(doc, update, 'kept')
      plan(0)
    }
    void pull()
    return () => {
      void send()
      isOver = true
      clearTimeout(timer)
      removeEventListener('online', online)
      area?.removeEventListener('input', typed)
      area?.removeEventListener('compositionstart', composing)
      area?.removeEventListener('compositionend', composed)
      area?.removeEventListener('keydown', keys)
      release()
      undo.destroy()
      doc.destroy()
    }
  }, [id, box, label])

  const [hear] = useState(
    () =>
      ({ kind }: { kind: string }) =>
        void (kind === 'conversation.minutes' && pullNow.current()),
  )
  useLive(id, [], hear)
  return shown
}
