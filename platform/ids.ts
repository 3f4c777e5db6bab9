import { v7, validate } from 'uuid'

/** A new UUIDv7: sorts by the time it was made, so keys stay local in every index. */
export const newId = (): string => v7()

/** Whether some text from outside can be an id at all. */
export const isId = (text: string): boolean => validate(text)
