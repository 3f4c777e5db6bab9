import { createContext } from 'react'

/**
 * What already stands around a page: nothing, what a page with the whole screen has, or everything. What
 * says that a page cannot be shown adds the rest, so that nobody is left without a way on.
 */
export const Surroundings = createContext<'nothing' | 'whole' | 'everything'>('nothing')
