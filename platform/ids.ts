import { v7 } from 'uuid'

/** A new UUIDv7: sorts by the time it was made, so keys stay local in every index. */
export const newId = (): string => v7()
