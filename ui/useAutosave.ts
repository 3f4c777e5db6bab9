import { useEffect, useState, useSyncExternalStore } from 'react'
import { type AutosaveOptions, openAutosave, type Shown } from './autosave.ts'

export type { SaveState } from './autosave.ts'

/** What a page holds of a field that saves itself; see `autosave.ts`. */
export interface Autosave<Value> extends Shown<Value> {
  set: (value: Value) => void
  /** After a conflict: write mine over theirs, or take theirs. */
  keepMine: () => void
  takeTheirs: () => void
  /** Sends at once, e.g. before submitting the form. Resolves to whether everything is saved. */
  flush: () => Promise<boolean>
}

/**
 * Saves while a person writes.
 * @example const title = useAutosave({ id: `${plan.id}.title`, value, version, procedure: api.plans.saveTitle, input })
 */
export function useAutosave<Value, Input>(options: AutosaveOptions<Value, Input>): Autosave<Value> {
  const [held, hold] = useState(() => ({ id: options.id, field: openAutosave(options) }))
  if (held.id !== options.id) hold({ id: options.id, field: openAutosave(options) })
  const { field } = held
  const shown = useSyncExternalStore(field.watch, field.snapshot)
  useEffect(() => field.open(), [field])
  useEffect(() => field.follow(options))
  return {
    ...shown,
    set: field.set,
    keepMine: field.keepMine,
    takeTheirs: field.takeTheirs,
    flush: field.flush,
  }
}
