import type { ReactNode } from 'react'

/** What later features put into the workspace; each receives the conversation's id. */
export interface Slots {
  /** What the pair promised each other last time. */
  lastPromises?: ((id: string) => ReactNode) | undefined
  /** What was agreed now and how it goes. */
  follow?: ((id: string) => ReactNode) | undefined
  /** When and where they meet. */
  meeting?: ((id: string) => ReactNode) | undefined
}
