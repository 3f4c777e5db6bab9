import { useRef } from 'react'

/** How long typing in one field is one step back, in milliseconds. */
const sameAct = 1_500

/** Steps back and forth through what was written; `act` names what belongs together, such as one text field. */
export function useHistory<Value>(value: Value, set: (value: Value) => void) {
  const past = useRef<Value[]>([])
  const future = useRef<Value[]>([])
  const last = useRef({ act: '', at: 0 })
  const step = (from: typeof past, to: typeof past) => {
    const next = from.current.pop()
    if (next === undefined) return
    to.current.push(value)
    last.current = { act: '', at: 0 }
    set(next)
  }
  return {
    change(next: Value, act = '') {
      const isSame =
        act !== '' && act === last.current.act && Date.now() - last.current.at < sameAct
      if (!isSame) past.current.push(value)
      last.current = { act, at: Date.now() }
      future.current = []
      set(next)
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
    canUndo: () => past.current.length > 0,
    canRedo: () => future.current.length > 0,
  }
}
