import { useRef, useState } from 'react'

/** How long typing in one place counts as one step back, in milliseconds. */
const sameAct = 1_500

/**
 * Steps back and forth through what was written. `act` names what belongs together: letters typed
 * into the same field one after another are taken back at once.
 */
export function useHistory<Value>(value: Value, set: (value: Value) => void) {
  const past = useRef<Value[]>([])
  const future = useRef<Value[]>([])
  const last = useRef({ act: '', at: 0 })
  const [, tell] = useState(0)
  const step = (from: typeof past, to: typeof past) => {
    const next = from.current.pop()
    if (next === undefined) return
    to.current.push(value)
    last.current = { act: '', at: 0 }
    set(next)
    tell((n) => n + 1)
  }
  return {
    change(next: Value, act = '') {
      const now = Date.now()
      const isSame = act !== '' && act === last.current.act && now - last.current.at < sameAct
      if (!isSame) past.current = [...past.current.slice(-99), value]
      last.current = { act, at: now }
      future.current = []
      set(next)
      tell((n) => n + 1)
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
    /** Asked while drawing; every change draws anew. */
    canUndo: () => past.current.length > 0,
    canRedo: () => future.current.length > 0,
  }
}
