import { asksReason, keepsOut } from './failure.ts'

/**
 * What a page reached by its address is about: `admitted(useQuery(…))`. What keeps somebody out is thrown, for
 * the site's own page that says so, before anything is shown that could be filled in. The query's own
 * `throwOnError` would not do: it never asks again when somebody comes back, though a right may have been given.
 * @param why the words in which the server wants a reason first, where the page asks for one
 */
export function admitted<Asked extends { error: unknown }>(asked: Asked, why?: string): Asked {
  const { error } = asked
  if (keepsOut(error) && !(why && asksReason(error, why))) throw error
  return asked
}

/**
 * Why a page has nothing to show; null while it has. A page that stands stays when only asking again has failed:
 * somebody may be writing there.
 */
export const failureIn = (...all: { data: unknown; error: unknown }[]): unknown =>
  all.find(({ data, error }) => error && (data === undefined || keepsOut(error)))?.error ?? null

/** Asks once more for what failed, and for that alone. */
export const askAgain = (...all: { isError: boolean; refetch: () => unknown }[]): void =>
  all.forEach(({ isError, refetch }) => void (isError && refetch()))
