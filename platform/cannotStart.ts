/** Why the product does not start, in words for the person at the terminal; no bug, so no stack. */
export class CannotStart extends Error {
  /** Told by this mark: an assembled program has a class of its own. */
  readonly cannotStart = true
}
