import type { Actor, Role } from '../../features/accounts/policy.ts'
import type { Edges, Facts, StageFacts, Viewer } from '../../features/conversations/policy.ts'
import { stageKinds } from '../../features/flows/contract.ts'
import { roles } from '../../features/accounts/policy.ts'

/** A small made-up organization and one talk in it, as plain facts. */
export interface World {
  today: string
  now: Date
  departments: string[]
  people: { id: string; leftOn: string | null }[]
  posts: {
    personId: string
    departmentId: string
    managerId: string | null
    kind: 'primary' | 'dotted'
    fromOn: string
    toOn: string | null
  }[]
  grants: { personId: string; role: Role; departmentId: string | null }[]
  delegations: {
    fromId: string
    toId: string
    employeeIds: string[] | null
    fromOn: string
    untilOn: string
    isAccepted: boolean
    isWithdrawn: boolean
  }[]
  talk: Omit<Facts, keyof Edges | 'wasSealed' | 'amending' | 'restricted'> & {
    employeeId: string
    managerId: string | null
    lineManagerId: string | null
    departmentId: string
    sealedAt: Date | null
    closedAt: Date | null
    wasSealed: boolean
    restricted: boolean
    amending: string[] | null
    handedOverFrom: string[]
    glass: { askedBy: string; endsAt: Date; endedAt: Date | null }[]
  }
}

/** Random numbers one can have again: mulberry32. */
export function dice(seed: number) {
  let state = seed >>> 0
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    roll,
    maybe: (chance = 0.5) => roll() < chance,
    pick: <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)]!,
  }
}

const today = '2026-11-21'
const now = new Date('2026-11-21T04:00:00Z')
const days = [
  '2025-06-01',
  '2025-11-21',
  '2025-11-22',
  '2026-03-01',
  '2026-11-20',
  today,
  '2026-12-01',
]
const before = new Date('2026-11-20T00:00:00Z')

/** Departments by path; `a/b` lies below `a`. */
const departments = ['a', 'a/b', 'a/b/c', 'a/d', 'ab']

/** Seven people with one or two posts, transfers, leavers, rehires, offices, deputies, and a talk somewhere on its way. */
export function someWorld(seed: number): World {
  const { roll, maybe, pick } = dice(seed)
  const people = Array.from({ length: 7 }, (_, n) => ({
    id: `p${n}`,
    leftOn: maybe(0.12) ? pick(['2026-11-20', today, '2026-12-01']) : null,
  }))
  const ids = people.map(({ id }) => id)
  const someone = () => pick(ids)
  const managerFor = (id: string) => {
    const manager = maybe(0.12) ? null : someone()
    return manager === id ? null : manager
  }
  const posts: World['posts'] = []
  for (const id of ids) {
    const moves = maybe(0.5) ? [pick(days)] : []
    let fromOn = '2020-01-01'
    for (const toOn of [...moves, maybe(0.1) ? pick(days) : null]) {
      if (toOn !== null && toOn <= fromOn) continue
      posts.push({
        personId: id,
        departmentId: pick(departments),
        managerId: managerFor(id),
        kind: 'primary',
        fromOn,
        toOn,
      })
      if (toOn === null) break
      fromOn = toOn
    }
    if (maybe(0.3))
      posts.push({
        personId: id,
        departmentId: pick(departments),
        managerId: managerFor(id),
        kind: 'dotted',
        fromOn: pick(days),
        toOn: maybe() ? null : '2026-12-31',
      })
  }
  const grants = Array.from({ length: Math.floor(roll() * 6) }, () => ({
    personId: someone(),
    role: pick(roles),
    departmentId: maybe() ? null : pick(departments),
  }))
  const employeeId = someone()
  const line = posts.find(
    (post) => post.personId === employeeId && post.kind === 'primary' && post.toOn === null,
  )?.managerId
  const other = () => {
    const id = someone()
    return id === employeeId ? null : id
  }
  const managerId = maybe(0.6) ? (line ?? null) : other()
  const delegations = Array.from({ length: Math.floor(roll() * 5) }, () => ({
    fromId: maybe(0.8) && managerId ? managerId : someone(),
    toId: someone(),
    employeeIds: maybe(0.7) ? null : [someone(), someone()],
    fromOn: pick(['2026-11-10', today, '2026-11-22']),
    untilOn: pick(['2026-11-20', today, '2026-12-05']),
    isAccepted: maybe(0.85),
    isWithdrawn: maybe(0.15),
  })).filter(({ fromId, toId }) => fromId !== toId)
  const when = (chance = 0.5) => (maybe(chance) ? before : null)
  // Goals are aligned more than once here and there.
  const stages: StageFacts[] = [...stageKinds, ...Array<'goalAlignment'>(3).fill('goalAlignment')]
    .filter(() => maybe(0.8))
    .map((kind, at) => ({
      key: `${kind}${at}`,
      kind,
      actor: 'both',
      openedAt: when(),
      settledAt: when(),
      dueOn: maybe(0.3) ? null : pick(days),
      ...(maybe(0.15) && { beside: true }),
    }))
  return {
    today,
    now,
    departments,
    people,
    posts,
    grants,
    delegations,
    talk: {
      employeeId,
      managerId,
      lineManagerId: maybe(0.7) ? (line ?? null) : other(),
      departmentId: pick(departments),
      handedOverFrom: maybe(0.25) ? [someone()] : [],
      glass: maybe(0.4)
        ? [
            {
              askedBy: someone(),
              endsAt: new Date(now.getTime() + pick([-1, 0, 1, 3_600_000])),
              endedAt: when(0.2),
            },
          ]
        : [],
      selfSkippedAt: when(0.2),
      selfSubmittedAt: when(),
      managerSubmittedAt: when(),
      revealedAt: when(0.6),
      talkStartedAt: when(0.6),
      talkEndedAt: when(),
      presentedAt: when(0.4),
      managerSigned: maybe(),
      employeeSigned: maybe() ? null : pick(['agreed', 'refused']),
      refusalNotedAt: when(0.3),
      wasSealed: maybe(0.2),
      restricted: maybe(0.1),
      amending: maybe(0.2) ? ['manager', 'talk', 'agreement', 'plan'].filter(() => maybe()) : null,
      sealedAt: when(0.3),
      closedAt: when(0.15),
      stages,
    },
  }
}

const inForce = (world: World, personId: string) =>
  world.posts.find(
    (post) =>
      post.personId === personId &&
      post.kind === 'primary' &&
      post.fromOn <= world.today &&
      (post.toOn === null || post.toOn > world.today),
  )

function chainAbove(world: World, personId: string): string[] {
  const above: string[] = []
  let at = inForce(world, personId)?.managerId
  while (at && !above.includes(at)) {
    above.push(at)
    at = inForce(world, at)?.managerId
  }
  return above
}

/** Whether somebody has not left by today. */
export const isHere = ({ today: day, people }: World, id: string) => {
  const leftOn = people.find((person) => person.id === id)!.leftOn
  return leftOn === null || leftOn > day
}

/** The same world as the product's queries hand it to the policy. */
export function asked(world: World, viewerId: string, steppedUp: boolean) {
  const { talk } = world
  const actor: Actor = {
    accountId: viewerId,
    personId: viewerId,
    orgId: 'org',
    sessionId: 's',
    name: viewerId,
    locale: 'zh-CN',
    roles: world.grants
      .filter(({ personId }) => personId === viewerId)
      .map(({ role, departmentId }) => ({
        role,
        departmentId,
        departmentIds: departmentId
          ? departments.filter(
              (path) => path === departmentId || path.startsWith(`${departmentId}/`),
            )
          : [],
      })),
    ip: '',
    userAgent: '',
    steppedUpAt: steppedUp ? world.now : null,
  }
  const viewer: Viewer = { actor, now: world.now, today: world.today }
  const line = inForce(world, talk.employeeId)
  const { handedOverFrom, glass, ...rest } = talk
  const facts = {
    ...rest,
    isAboveViewer: chainAbove(world, viewerId).includes(talk.employeeId),
    wasViewers: handedOverFrom.includes(viewerId),
    currentLineId: line?.managerId ?? null,
    currentLineSince: line?.fromOn ?? null,
    secondLineId: talk.managerId ? (inForce(world, talk.managerId)?.managerId ?? null) : null,
    isDelegated: world.delegations.some(
      (one) =>
        one.toId === viewerId &&
        one.fromId === talk.managerId &&
        one.isAccepted &&
        !one.isWithdrawn &&
        one.fromOn <= world.today &&
        one.untilOn >= world.today &&
        (one.employeeIds === null || one.employeeIds.includes(talk.employeeId)) &&
        isHere(world, one.fromId),
    ),
    isGlassBroken: glass.some(
      ({ askedBy, endsAt, endedAt }) =>
        askedBy === viewerId && endedAt === null && endsAt > world.now,
    ),
  } as Facts
  return { viewer, facts }
}
