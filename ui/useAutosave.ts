import { useCallback, useEffect, useRef, useState } from 'react'
import { failureOf } from './failure.ts'
import { draftOf, dropDraft, keepDraft, minding } from './outbox.ts'

/** What the server answers to a save. */
export interface Saved {
  version: number
}

/** What a 409 carries: the text that stands there now. */
export interface Theirs<Value> {
  value: Value
  version: number
  by?: string
}

export type SaveState = 'clean' | 'typing' | 'saving' | 'saved' | 'offline' | 'conflict' | 'refused'

interface Options<Value, Input> {
  /** Unique per field in the whole product, e.g. `${conversationId}.minutes`. */
  id: string
  /** What the server holds now; a newer version flows in while nothing is unsaved here. */
  value: Value
  version: number
  /** The procedure that saves; its output must carry the new `version`. */
  procedure: { call: (input: Input) => Promise<Saved>; key: () => readonly [readonly string[], ...unknown[]] }
  /** The procedure's input; `clientId` stays the same over all tries of one text. */
  input: (value: Value, version: number, clientId: string) => Input
  /** The field's name, for the list of texts that wait. */
  label?: string
  /** Pause after the last key, in milliseconds; at most 2,000. */
  delay?: number
  onSaved?: (saved: Saved) => void
}

export interface Autosave<Value> {
  value: Value
  set: (value: Value) => void
  state: SaveState
  savedAt: Date | null
  /** Set after a 409: both texts are shown, nothing is lost. */
  theirs: Theirs<Value> | null
  error: unknown
  /** After a conflict: write mine over theirs, or take theirs. */
  keepMine: () => void
  takeTheirs: () => void
  /** Sends at once, e.g. before submitting the form. Resolves to whether everything is saved. */
  flush: () => Promise<boolean>
}

const retryAfter = (tries: number) => Math.min(30_000, 2_000 * 2 ** tries)

/**
 * Saves while a person writes: after a pause, when the field is left, when the page is hidden. Each
 * change is first kept in this browser, so a reload, a crash or a lost network costs nothing.
 */
export function useAutosave<Value, Input>(options: Options<Value, Input>): Autosave<Value> {
  const latest = useRef(options)
  latest.current = options
  const { id } = options
  const [kept] = useState(() => draftOf(id))
  const [value, setValue] = useState<Value>(kept ? (kept.value as Value) : options.value)
  const [state, setState] = useState<SaveState>(kept ? 'typing' : 'clean')
  const [savedAt, setSavedAt] = useState<Date | null>(null)
  const [theirs, setTheirs] = useState<Theirs<Value> | null>(null)
  const [error, setError] = useState<unknown>(null)

  const now = useRef({ value, version: kept?.version ?? options.version, clientId: kept?.clientId ?? '', isDirty: kept !== null, isHeld: false, tries: 0 })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<boolean> | null>(null)

  const keep = useCallback(() => {
    const { value, version, clientId } = now.current
    const { procedure, input, label } = latest.current
    keepDraft({
      id, clientId, value, version, path: procedure.key()[0], input: input(value, version, clientId),
      url: location.pathname + location.search, label: label ?? '', at: Date.now(),
    })
  }, [id])

  const send = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    if (running.current) await running.current
    if (!now.current.isDirty) return true
    // Two texts stand side by side: nothing is sent before the person has chosen.
    if (now.current.isHeld) return false
    const work = (async () => {
      const { value, version, clientId } = now.current
      setState('saving')
      try {
        const saved = await latest.current.procedure.call(latest.current.input(value, version, clientId))
        now.current.version = saved.version
        now.current.tries = 0
        setSavedAt(new Date())
        setError(null)
        latest.current.onSaved?.(saved)
        if (now.current.clientId !== clientId) {
          // More was typed meanwhile: it was written on what has just been saved.
          keep()
          timer.current = setTimeout(() => void send(), pause(latest.current.delay))
          return false
        }
        now.current.isDirty = false
        dropDraft(id)
        setState('saved')
        return true
      } catch (thrown) {
        const failure = failureOf(thrown)
        setError(thrown)
        if (failure.kind === 'offline' || failure.kind === 'tooMany' || failure.kind === 'broken') {
          setState('offline')
          timer.current = setTimeout(() => void send(), retryAfter(now.current.tries++))
        } else if (failure.kind === 'conflict') {
          const standing = (failure.data?.theirs as Theirs<Value> | undefined) ?? null
          // The same text stands there already: an earlier try arrived and only its answer was lost.
          if (standing && JSON.stringify(standing.value) === JSON.stringify(value) && now.current.clientId === clientId) {
            now.current = { ...now.current, version: standing.version, isDirty: false }
            dropDraft(id)
            setSavedAt(new Date())
            setState('saved')
            return true
          }
          now.current.isHeld = true
          setTheirs(standing)
          setState('conflict')
        } else setState('refused')
        return false
      }
    })()
    running.current = work
    const result = await work
    running.current = null
    return result
  }, [id, keep])

  const set = useCallback((next: Value) => {
    now.current.value = next
    now.current.clientId = crypto.randomUUID()
    now.current.isDirty = true
    setValue(next)
    keep()
    if (now.current.isHeld) return
    setState('typing')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void send(), pause(latest.current.delay))
  }, [keep, send])

  // A newer text from the server flows in only while nothing here is unsaved.
  useEffect(() => {
    if (now.current.isDirty || options.version <= now.current.version) return
    now.current.version = options.version
    now.current.value = options.value
    setValue(options.value)
  }, [options.version, options.value])

  useEffect(() => {
    const release = minding(id)
    if (now.current.isDirty) void send()
    const hurry = () => void (document.visibilityState === 'hidden' && send())
    const online = () => void (now.current.tries = 0, send())
    document.addEventListener('visibilitychange', hurry)
    addEventListener('online', online)
    return () => {
      document.removeEventListener('visibilitychange', hurry)
      removeEventListener('online', online)
      clearTimeout(timer.current)
      release()
      if (now.current.isDirty) void send()
    }
  }, [id, send])

  const keepMine = useCallback(() => {
    if (theirs) now.current.version = theirs.version
    now.current.isHeld = false
    now.current.clientId = crypto.randomUUID()
    setTheirs(null)
    keep()
    setState('typing')
    void send()
  }, [theirs, keep, send])

  const takeTheirs = useCallback(() => {
    if (!theirs) return
    now.current = { ...now.current, value: theirs.value, version: theirs.version, isDirty: false, isHeld: false }
    setValue(theirs.value)
    setTheirs(null)
    dropDraft(id)
    setState('clean')
  }, [theirs, id])

  return { value, set, state, savedAt, theirs, error, keepMine, takeTheirs, flush: send }
}

const pause = (delay = 900) => Math.min(delay, 2_000)
