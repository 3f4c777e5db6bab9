import { failureOf } from './failure.ts'
import { draftOf, dropDraft, keepDraft, minding } from './outbox.ts'

/** What the server answers to a save. */
interface Saved {
  version: number
}

/** What a 409 carries: the text that stands there now. */
interface Theirs<Value> {
  value: Value
  version: number
  /** Name of who wrote it; empty when it was oneself, in another window. */
  by?: string
}

export type SaveState = 'clean' | 'typing' | 'saving' | 'saved' | 'offline' | 'conflict' | 'refused'

export interface AutosaveOptions<Value, Input> {
  /** Unique per field in the whole product, e.g. `${conversationId}.minutes`. */
  id: string
  /** What the server holds now; a newer version flows in while nothing is unsaved here. */
  value: Value
  version: number
  /** The procedure that saves; its output must carry the new `version`. */
  procedure: {
    call: (input: Input) => Promise<Saved>
    key: () => readonly [readonly string[], ...unknown[]]
  }
  /** The procedure's input; `clientId` stays the same over all tries of one text. */
  input: (value: Value, version: number, clientId: string) => Input
  /** The field's name, for the list of texts that wait. */
  label?: string | undefined
  /** Pause after the last key, in milliseconds; at most 2,000. */
  delay?: number | undefined
  onSaved?: ((saved: Saved) => void) | undefined
}

/** What a field shows. */
export interface Shown<Value> {
  value: Value
  state: SaveState
  savedAt: Date | null
  /** Set after a 409: both texts are shown, nothing is lost. */
  theirs: Theirs<Value> | null
  error: unknown
}

const pause = (delay = 900) => Math.min(delay, 2_000)
const retryAfter = (tries: number) => Math.min(30_000, 2_000 * 2 ** tries)
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * One field that saves itself: after a pause, when it is left, when the page is hidden. Each change is
 * first kept in the browser, so a reload, a crash or a lost network costs nothing.
 */
export function openAutosave<Value, Input>(given: AutosaveOptions<Value, Input>) {
  const { id } = given
  const kept = draftOf(id)
  const watchers = new Set<() => void>()
  let options = given
  let version = kept?.version ?? given.version
  let clientId = kept?.clientId ?? ''
  let isDirty = kept !== null
  let tries = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<boolean> | null = null
  let shown: Shown<Value> = {
    value: kept ? (kept.value as Value) : given.value,
    state: kept ? 'typing' : 'clean',
    savedAt: null,
    theirs: null,
    error: null,
  }

  function show(change: Partial<Shown<Value>>): void {
    shown = { ...shown, ...change }
    watchers.forEach((watch) => watch())
  }

  function later(milliseconds: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), milliseconds)
  }

  function keep(): void {
    const { procedure, input, label } = options
    keepDraft({
      id,
      clientId,
      version,
      value: shown.value,
      path: procedure.key()[0],
      input: input(shown.value, version, clientId),
      url: location.pathname + location.search,
      label: label ?? '',
      at: Date.now(),
    })
  }

  function settle(now: number): true {
    version = now
    isDirty = false
    tries = 0
    dropDraft(id)
    show({ state: 'saved', savedAt: new Date(), error: null, theirs: null })
    return true
  }

  /** Sends at once. Resolves to whether everything is saved. */
  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    if (running) await running
    if (!isDirty) return true
    // Two texts stand side by side: nothing is sent before the person has chosen.
    if (shown.theirs) return false
    running = send()
    try {
      return await running
    } finally {
      running = null
    }
  }

  async function send(): Promise<boolean> {
    const [sentValue, sentAs] = [shown.value, clientId]
    show({ state: 'saving' })
    try {
      const saved = await options.procedure.call(options.input(sentValue, version, sentAs))
      options.onSaved?.(saved)
      if (clientId === sentAs) return settle(saved.version)
      // More was typed meanwhile, on top of what has just been saved.
      version = saved.version
      tries = 0
      keep()
      show({ state: 'typing', savedAt: new Date() })
      later(pause(options.delay))
      return false
    } catch (error) {
      return failed(error, sentValue, sentAs)
    }
  }

  function failed(error: unknown, sentValue: Value, sentAs: string): boolean {
    const { kind, data } = failureOf(error)
    if (kind === 'conflict') {
      const theirs = (data?.theirs as Theirs<Value> | undefined) ?? null
      // The same text stands there already: an earlier try arrived and only its answer was lost.
      if (theirs && clientId === sentAs && same(theirs.value, sentValue))
        return settle(theirs.version)
      show({ state: 'conflict', theirs, error })
    } else if (kind === 'offline' || kind === 'tooMany' || kind === 'broken') {
      show({ state: 'offline', error })
      later(retryAfter(tries++))
    } else show({ state: 'refused', error })
    return false
  }

  return {
    snapshot: () => shown,
    watch(tell: () => void) {
      watchers.add(tell)
      return () => void watchers.delete(tell)
    },
    flush,
    set(value: Value) {
      clientId = crypto.randomUUID()
      isDirty = true
      show({ value, state: shown.theirs ? 'conflict' : 'typing' })
      keep()
      if (!shown.theirs) later(pause(options.delay))
    },
    /** After a conflict: write mine over theirs. */
    keepMine() {
      version = shown.theirs?.version ?? version
      clientId = crypto.randomUUID()
      show({ theirs: null, state: 'typing' })
      keep()
      void flush()
    },
    /** After a conflict: take what stands there. */
    takeTheirs() {
      if (!shown.theirs) return
      version = shown.theirs.version
      isDirty = false
      dropDraft(id)
      show({ value: shown.theirs.value, theirs: null, state: 'clean', error: null })
    },
    /** The page has newer options; a newer text flows in only while nothing here is unsaved. */
    follow(next: AutosaveOptions<Value, Input>) {
      options = next
      if (isDirty || next.version <= version) return
      version = next.version
      if (!same(next.value, shown.value)) show({ value: next.value })
    },
    /** The field is on the page: what is left from before is sent, and whatever is open when it goes. */
    open() {
      const release = minding(id)
      const hidden = () => void (document.visibilityState === 'hidden' && flush())
      const online = () => {
        tries = 0
        void flush()
      }
      document.addEventListener('visibilitychange', hidden)
      addEventListener('online', online)
      void flush()
      return () => {
        document.removeEventListener('visibilitychange', hidden)
        removeEventListener('online', online)
        release()
        void flush()
      }
    },
  }
}
