import { useMemo, useRef, useState } from 'react'
import type { Answers } from '../../contract.ts'
import type { Saving } from '../form/FieldBlock.tsx'

interface Tried {
  part: string
  fieldKey: string
  value: unknown
  version: number
}

type Held = Record<string, Record<string, { value: unknown; version: number }>>

/**
 * What somebody writes into a form to try it. It is kept on this page only, so that the same words
 * can be looked at through other eyes.
 */
export function useTrying(id: string) {
  const [held, setHeld] = useState<Held>({})
  const current = useRef<Held>({})
  const saving = useMemo(
    () =>
      (part: string): Saving<Tried> => ({
        procedure: {
          key: () => [['templates', 'try', id]] as const,
          call: ({ fieldKey, value, version }: Tried) => {
            const saved = { value, version: version + 1 }
            current.current = {
              ...current.current,
              [part]: { ...current.current[part], [fieldKey]: saved },
            }
            setHeld(current.current)
            return Promise.resolve(saved)
          },
        },
        input: (fieldKey, value, version) => ({ part, fieldKey, value, version }),
      }),
    [id],
  )
  return {
    saving,
    answers: (part: string) => held[part] ?? {},
    values: (part: string): Answers =>
      Object.fromEntries(Object.entries(held[part] ?? {}).map(([key, { value }]) => [key, value])),
  }
}

export type Trying = ReturnType<typeof useTrying>
