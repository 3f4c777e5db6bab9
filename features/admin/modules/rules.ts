import { flowDraftsContract } from '../../flows/drafts/contract.ts'
import { draftsContract } from '../../templates/drafts/contract.ts'
import { switchedOff } from '../../accounts/modules/rules.ts'
import { modules, type Module } from './contract.ts'

const below = (feature: string, contract: object) =>
  Object.keys(contract).map((procedure) => `${feature}.${procedure}`)

/** What belongs to each module: procedures with everything below them, and places of the site. */
const belongings: Record<Module, { procedures: string[]; places: string[] }> = {
  cycles: {
    procedures: ['cycles', 'conversations.fullness', 'notifications.nudging'],
    places: ['cycles', 'cycleDrafts'],
  },
  year: { procedures: ['cycles.year'], places: ['year'] },
  design: {
    procedures: [...below('templates', draftsContract), ...below('flows', flowDraftsContract)],
    places: ['design'],
  },
  surveys: { procedures: ['surveys'], places: ['surveys'] },
  delegation: { procedures: ['org.delegation'], places: ['delegation'] },
}

/** Nothing is off until somebody switches it off. */
export const modulesOff = (settings: Record<string, unknown>): Module[] => {
  const off = switchedOff(settings)
  return modules.filter((module) => off.includes(module))
}

/** Whether a procedure belongs to a module that is off. @param path its names from the root. */
export function isSwitchedOff(settings: Record<string, unknown>, path: readonly string[]): boolean {
  const off = modulesOff(settings)
  if (off.length === 0) return false
  const name = `${path.join('.')}.`
  return off.some((module) =>
    belongings[module].procedures.some((procedure) => name.startsWith(`${procedure}.`)),
  )
}

/** The places of a site whose modules are on. */
export function placesOn(settings: Record<string, unknown>, places: readonly string[]): string[] {
  const off = new Set(modulesOff(settings).flatMap((module) => belongings[module].places))
  return places.filter((place) => !off.has(place))
}
