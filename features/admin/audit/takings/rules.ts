/** One time an export, or one archive of it, was taken. */
export interface Taking {
  begunAt: Date
  /** When its last piece was written. */
  movedAt: Date
  handedOverAt: Date | null
  brokenOffAt: Date | null
}

/** A taking that has not moved for so long ended with the process that wrote it, which could not say so. */
const silence = 60_000

export interface Standing {
  isBeingTaken: boolean
  /** When its last byte left, the last time one did. Whether it was saved only the browser knows. */
  handedOverAt: Date | null
  /** When the newest taking broke off before its last byte; null once one went through. */
  brokenOffAt: Date | null
}

/** How far an archive has got into the hands of whoever takes it. */
export function standingOf(takings: readonly Taking[], now: Date): Standing {
  const [last, ...earlier] = takings.toSorted((a, b) => b.begunAt.getTime() - a.begunAt.getTime())
  if (!last) return { isBeingTaken: false, handedOverAt: null, brokenOffAt: null }
  const isUnended = !last.handedOverAt && !last.brokenOffAt
  const isBeingTaken = isUnended && now.getTime() - last.movedAt.getTime() < silence
  const isBroken = !last.handedOverAt && !isBeingTaken
  return {
    isBeingTaken,
    handedOverAt: latest([last, ...earlier].map(({ handedOverAt }) => handedOverAt)),
    brokenOffAt: isBroken ? (last.brokenOffAt ?? last.movedAt) : null,
  }
}

/** How the whole export stands: taken once each of its archives was handed over. */
export const standingOfAll = (archives: readonly Standing[]): Standing => ({
  isBeingTaken: archives.some(({ isBeingTaken }) => isBeingTaken),
  handedOverAt: archives.every(({ handedOverAt }) => handedOverAt)
    ? latest(archives.map(({ handedOverAt }) => handedOverAt))
    : null,
  brokenOffAt: latest(archives.map(({ brokenOffAt }) => brokenOffAt)),
})

const latest = (moments: readonly (Date | null)[]): Date | null =>
  moments.reduce((a, b) => (a && (!b || a > b) ? a : b), null)
