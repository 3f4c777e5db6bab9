import { useSyncExternalStore } from 'react'
import { callByPath } from './api.ts'
import { failureOf } from './failure.ts'

/** A text on its way to the server. It stays in the browser until the server has said that it is saved. */
export interface Draft {
  /** Which field this is, e.g. `${conversationId}.selfReview.best`. */
  id: string
  /** Made by the browser, the same on every try: a second arrival changes nothing. */
  clientId: string
  /** Procedure path and input, enough to send it without the page that wrote it. */
  path: readonly string[]
  input: unknown
  value: unknown
  /** The version the text was written on. */
  version: number
  /** Where the text was written, and what the field is called. */
  url: string
  label: string
  /** Milliseconds since 1970. */
  at: number
  /** Message key of why the server will not take it; it then waits for the person. */
  stuck?: string
}

let owner = ''
/** Fields on the page send for themselves; the rest is sent from here. */
const open = new Set<string>()
const watchers = new Set<() => void>()
const prefix = () => `cuxi.draft.${owner}.`

/** Drafts belong to one account: another person on the same browser neither sees nor sends them. */
export function draftsBelongTo(accountId: string): void {
  owner = accountId
  tell()
}

function tell(): void {
  remembered = null
  watchers.forEach((watch) => watch())
}

/** Keeps a draft. A full or forbidden storage loses only the safety net, not the text on the page. */
export function keepDraft(draft: Draft): void {
  try {
    localStorage.setItem(prefix() + draft.id, JSON.stringify(draft))
  } catch {
    return
  }
  tell()
}

/** What is kept of a field that has not arrived yet; null when all has. */
export function draftOf(id: string): Draft | null {
  const text = localStorage.getItem(prefix() + id)
  return text ? (JSON.parse(text) as Draft) : null
}

/** It has arrived, or is not wanted any more. */
export function dropDraft(id: string): void {
  localStorage.removeItem(prefix() + id)
  tell()
}

/** A field says that it is on the page and will send its own draft; the answer takes that back. */
export function minding(id: string): () => void {
  open.add(id)
  return () => open.delete(id)
}

function drafts(): Draft[] {
  const found: Draft[] = []
  for (let at = 0; at < localStorage.length; at++) {
    const key = localStorage.key(at)
    if (key?.startsWith(prefix()))
      found.push(JSON.parse(localStorage.getItem(key) ?? 'null') as Draft)
  }
  return found.sort((a, b) => a.at - b.at)
}

let sending = false

/** Sends what waits from earlier pages, oldest first. Stops at the first sign that the network is gone. */
export async function sendDrafts(): Promise<void> {
  if (sending || !owner) return
  sending = true
  try {
    for (const draft of drafts()) {
      if (open.has(draft.id) || draft.stuck) continue
      try {
        await callByPath(draft.path, draft.input)
        if (draftOf(draft.id)?.clientId === draft.clientId) dropDraft(draft.id)
      } catch (error) {
        const failure = failureOf(error)
        if (failure.kind === 'offline' || failure.kind === 'session') return
        keepDraft({ ...draft, stuck: failure.reason ?? `ui.${failure.kind}` })
      }
    }
  } finally {
    sending = false
  }
}

let remembered: Draft[] | null = null

/** Drafts written on other pages that have not arrived yet. */
export function useWaitingDrafts(): Draft[] {
  return useSyncExternalStore(
    (watch) => (watchers.add(watch), () => watchers.delete(watch)),
    () => (remembered ??= drafts().filter((draft) => !open.has(draft.id))),
  )
}
