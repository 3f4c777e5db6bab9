import { createContext, useContext } from 'react'
import type { TemplateBody } from '../../contract.ts'
import type { Fault } from '../../drafts/contract.ts'
import type { Place } from '../../drafts/places/rules.ts'

/** What every part of the editor has at hand. */
export interface Desk {
  body: TemplateBody
  /** Writes the whole body anew; `act` names what is one step back. */
  change: (next: TemplateBody, act?: string) => void
  /** Writes one place of it, such as `sections.0.label.zh`; `undefined` takes the place away. */
  put: (path: string, value: unknown) => void
  /** What one has before oneself. */
  place: Place
  show: (place: Place) => void
  faults: readonly Fault[]
}

export const DeskContext = createContext<Desk | null>(null)

/** What every part of the editor shares. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('a part of the editor stands outside of it')
  return desk
}

const letters = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A key nobody has had: a stem and eight letters by chance. */
export const freshKey = (stem: string): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return `${stem}${[...bytes].map((byte) => letters[byte % letters.length]).join('')}`.slice(0, 40)
}
