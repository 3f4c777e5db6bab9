import type { FlowActor, OwnerReason, StageActor } from '../contract.ts'

/** One word for an actor, the same for equal actors: `manager`, `relation:hrbp`, `person:…`. */
export const actorKey = (actor: FlowActor): string => {
  if (typeof actor === 'string') return actor
  const [kind, name] = Object.entries(actor)[0] as [string, string]
  return `${kind}:${name}`
}

/** What an actor is in a run: one of the two, both, HR, the system, or somebody by name. */
export const actorKind = (actor: FlowActor): StageActor =>
  typeof actor === 'string' ? actor : 'person'

export interface Owner {
  actor: StageActor
  /** Null unless it is somebody by name. */
  ownerId: string | null
  ownerReason: OwnerReason | null
}

/** People found in the organization, by `actorKey`; and whom the run is about. */
export interface Finding {
  owners?: Readonly<Record<string, string | null>>
  employeeId?: string
}

/**
 * Whose a stage is when it opens. HR steps in where nobody stands, and where somebody would judge
 * themselves: a stage always has exactly one owner.
 */
export function ownerOf(actor: FlowActor, { owners, employeeId }: Finding): Owner {
  const kind = actorKind(actor)
  if (kind !== 'person') return { actor: kind, ownerId: null, ownerReason: null }
  const id = owners?.[actorKey(actor)] ?? null
  const hr = { actor: 'hr', ownerId: null } as const
  if (id === null) return { ...hr, ownerReason: 'nobodyThere' }
  if (id === employeeId) return { ...hr, ownerReason: 'neverOneself' }
  return { actor: 'person', ownerId: id, ownerReason: 'found' }
}
