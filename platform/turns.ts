/** Work that only a few may do at the same time; the others wait in a line of limited length. */
export interface Turns {
  /** Does `work` when its turn has come. @throws what `full` makes when the line is full. */
  take<T>(work: () => Promise<T>): Promise<T>
  /** @throws what `full` makes when one more would not be let into the line. */
  demandRoom(): void
}

/**
 * Opens turns for `atOnce` pieces of work and a line of `waiting` more. Beyond that nobody waits in
 * vain: they are told at once, and memory stays bounded whatever is sent.
 */
export function openTurns(atOnce: number, waiting: number, full: () => Error): Turns {
  let running = 0
  const line: (() => void)[] = []
  const demandRoom = () => {
    if (running >= atOnce && line.length >= waiting) throw full()
  }
  return {
    demandRoom,
    async take(work) {
      demandRoom()
      if (running >= atOnce) await new Promise<void>((begin) => line.push(begin))
      else running++
      try {
        return await work()
      } finally {
        // The turn is handed on rather than given back: nobody who comes now slips in between.
        const next = line.shift()
        if (next) next()
        else running--
      }
    },
  }
}
