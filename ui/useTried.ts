import { type FormEvent, useState } from 'react'
import { flushSync } from 'react-dom'

/** Puts the focus on the first field of a form that is marked wrong. @returns whether there is one. */
export function turnToFault(form: HTMLFormElement | null): boolean {
  const faulty = form?.querySelector<HTMLElement>('[aria-invalid=true]')
  faulty?.focus()
  return Boolean(faulty)
}

/**
 * For a form that marks by itself what is missing (`noValidate`): `tried` since it was sent for the first time.
 * With anything marked it is not sent; the first field that is takes the focus.
 */
export function useTried(send: () => void) {
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    // Marked before it is looked for.
    flushSync(() => setTried(true))
    if (!turnToFault(form)) send()
  }
  return { tried, submit }
}
