import type { PartKind } from '../../features/conversations/contract.ts'
import { isHere, type World } from './world.ts'

/** The columns of trust.md §4, and beside them what domain.md adds: E01, E10, E23. */
export const columns = [
  'EMP',
  'PEER',
  'DM',
  'FDM',
  'M2',
  'BP',
  'HRA',
  'SEC',
  'ITA',
  'AUD',
  'HAND',
  'NEXT',
  'DEL',
  'GLASS',
] as const
export type Column = (typeof columns)[number]

/**
 * trust.md §4, rows 2 to 11, 15 and 16, copied by hand. `P` is what the person took part in: on a
 * sealed record it reads, for a year (I7); on an open talk it is not one's any more, but for the page
 * one was to sign (E02); NEXT reads that page as soon as one has signed it. `-` stands for `·`. HAND: HR gave the talk to another (E01); NEXT: the new
 * manager; DEL: a deputy (row 22, E10); GLASS: an approved emergency (row 4 G, E23).
 */
export const table = {
  //                                    EMP PEER DM FDM M2 BP HRA SEC ITA AUD HAND NEXT DEL GLASS
  '2 schedule, status': /*           */ 'R   -    W  L   L  L  L   -   -   L   L    L    W   L',
  '3 self-assessment, draft': /*     */ 'RW  -    -  -   -  -  -   -   -   -   -    -    -   -',
  '4 self-assessment, submitted': /* */ 'R   -    R  -   -  R  -   -   -   -   -    -    R   R',
  '6 manager, draft': /*             */ '-   -    RW -   -  -  -   -   -   -   -    -    -   -',
  '9 manager, released': /*          */ 'R   -    RW -   -  R  -   -   -   -   -    -    R   -',
  '9 rating, released': /*           */ 'R   -    RW -   R  R  -   -   -   -   -    -    R   -',
  '6 joint record, draft': /*        */ 'RW  -    RW -   -  -  -   -   -   -   -    -    RW  -',
  '7 awaiting confirmation': /*      */ 'RS  -    RS R   L  R  L   -   -   L   -    -    R   L',
  '7 signed by one': /*              */ 'RS  -    RS R   L  R  L   -   -   L   -    R    R   L',
  '8 sealed record': /*              */ 'R   -    R  R   R  R  Rr  -   -   R   -    R    -   -',
  '10 HR-only note': /*              */ '-   -    -  -   -  R  -   -   -   -   -    -    -   -',
  '15 signature evidence': /*        */ 'R   -    -  -   -  -  Rr  -   -   R   -    -    -   -',
  '16 evidence bundle': /*           */ 'E   -    -  -   -  Er Er  -   -   E   -    -    -   -',
} as const
export type Row = keyof typeof table

export const letters = Object.fromEntries(
  Object.entries(table).map(([row, line]) => [
    row,
    Object.fromEntries(line.split(/\s+/).map((cell, n) => [columns[n]!, cell === '-' ? '' : cell])),
  ]),
) as Record<Row, Record<Column, string>>

/** Which columns somebody stands in: told from the organization, in the words of the page. */
export function columnsOf(world: World, me: string): Column[] {
  const { talk, today } = world
  // I1: one's own record makes everybody an employee.
  if (talk.employeeId === me) return ['EMP']
  const office = (...names: string[]) =>
    world.grants.some(
      ({ personId, role, departmentId }) =>
        personId === me &&
        names.includes(role) &&
        (departmentId === null || `${talk.departmentId}/`.startsWith(`${departmentId}/`)),
    )
  const holdsAnywhere = (...names: string[]) =>
    world.grants.some(({ personId, role }) => personId === me && names.includes(role))
  // I2: who watches or keeps the machine gets nothing from any office besides.
  const isApart = holdsAnywhere('securityAdmin', 'itAdmin')
  const reportsTo = bossesOf(world, me).includes(talk.employeeId)
  const boss = bossOf(world, talk.employeeId)
  const isOthersNow = boss !== null && boss.id !== talk.lineManagerId && boss.id !== talk.managerId
  const over = talk.sealedAt !== null || talk.closedAt !== null
  const found: Column[] = []
  if (talk.managerId === me && !isOthersNow) found.push('DM')
  if (talk.managerId === me && isOthersNow && boss.since > `2025${today.slice(4)}`)
    found.push('FDM')
  if (talk.managerId !== me && talk.handedOverFrom.includes(me)) found.push('HAND')
  if (talk.managerId !== me && boss?.id === me) found.push('NEXT')
  if (talk.managerId !== null && bossOf(world, talk.managerId)?.id === me) found.push('M2')
  if (!isApart && !reportsTo && office('hrbp')) found.push('BP')
  if (!isApart && !reportsTo && office('hrAdmin')) found.push('HRA')
  if (!isApart && office('auditor')) found.push('AUD')
  const looks = talk.glass.some(
    ({ askedBy, endsAt, endedAt }) => askedBy === me && !endedAt && endsAt > world.now,
  )
  if (found.includes('HRA') && looks && !over) found.push('GLASS')
  const stands = world.delegations.some(
    (one) =>
      one.toId === me &&
      one.fromId === talk.managerId &&
      isHere(world, one.fromId) &&
      one.isAccepted &&
      !one.isWithdrawn &&
      one.fromOn <= today &&
      today <= one.untilOn &&
      (!one.employeeIds || one.employeeIds.includes(talk.employeeId)),
  )
  const hasOffice = office('hrbp', 'hrAdmin', 'auditor')
  if (
    stands &&
    talk.managerId !== me &&
    !isOthersNow &&
    !over &&
    !isApart &&
    !hasOffice &&
    !reportsTo
  )
    found.push('DEL')
  return found
}

function bossOf({ posts, today }: World, id: string): { id: string; since: string } | null {
  for (const post of posts)
    if (post.personId === id && post.kind === 'primary' && post.managerId)
      if (post.fromOn <= today && !(post.toOn !== null && post.toOn <= today))
        return { id: post.managerId, since: post.fromOn }
  return null
}

/** Everybody above somebody, as of today. */
export function bossesOf(world: World, id: string): string[] {
  const found = new Set<string>()
  let at = bossOf(world, id)?.id
  while (at && !found.has(at)) {
    found.add(at)
    at = bossOf(world, at)?.id
  }
  return [...found]
}

/** Whether anybody standing in these columns has the letter in a row. */
export const has = (standing: readonly Column[], letter: string, row: Row) =>
  standing.some((column) => letters[row][column].includes(letter))

/** Whether every column that has the letter has it with a reason only. */
export const onlyWithReason = (standing: readonly Column[], letter: string, row: Row) =>
  standing.every(
    (column) => !letters[row][column].includes(letter) || letters[row][column].includes('r'),
  )

/** The row a part falls under. */
export function rowOf(kind: PartKind, { talk }: World): Row | null {
  if (kind === 'privateNote') return null
  if (kind === 'self' && talk.selfSkippedAt) return '3 self-assessment, draft'
  if (talk.sealedAt) return '8 sealed record'
  const open = talk.revealedAt !== null
  if (kind === 'self') return open ? '4 self-assessment, submitted' : '3 self-assessment, draft'
  if (kind === 'manager') return open ? '9 manager, released' : '6 manager, draft'
  if (!talk.presentedAt) return '6 joint record, draft'
  const signatures = Number(talk.managerSigned) + Number(talk.employeeSigned !== null)
  return signatures > 0 ? '7 signed by one' : '7 awaiting confirmation'
}

/** Whether one field of a part is read by somebody standing there. */
export function reads(
  world: World,
  me: string,
  standing: readonly Column[],
  part: { kind: PartKind; authorId: string | null },
  field: { type: string; readers: string; writer: string } | null,
): boolean {
  // Row 27: a restricted record is only kept; its person still reads it.
  if (world.talk.restricted && !standing.includes('EMP')) return false
  const own = part.authorId === me
  const row = rowOf(part.kind, world)
  const opens =
    own ||
    (row !== null &&
      has(standing, 'R', row) &&
      !(row === '8 sealed record' && onlyWithReason(standing, 'R', row)))
  if (!field) return opens
  if (field.readers === 'hr') return own || has(standing, 'R', '10 HR-only note')
  const isOfTheTwo = standing.includes('EMP') || standing.includes('DM')
  if (field.readers === 'pairOnly') return own || (isOfTheTwo && opens)
  if (field.readers === 'authorOnly') {
    if (part.authorId !== null) return own
    if (standing.includes('DEL')) return false
    return (
      (field.writer === 'employee' && standing.includes('EMP')) ||
      (field.writer === 'manager' && standing.includes('DM'))
    )
  }
  const isRating = part.kind === 'manager' && field.type === 'rating'
  const released = world.talk.revealedAt !== null && world.talk.sealedAt === null
  return opens || (isRating && released && has(standing, 'R', '9 rating, released'))
}
