import type * as Accounts from '../../features/accounts/policy.ts'
import { roles, type Role } from '../../features/accounts/policy.ts'
import type * as Modules from '../../features/admin/modules/policy.ts'
import type * as Packs from '../../features/admin/packs/policy.ts'
import type * as SelfCheck from '../../features/admin/selfcheck/policy.ts'
import type * as Goals from '../../features/goals/policy.ts'
import type * as Checkpoints from '../../features/sealing/checkpoints/policy.ts'
import type * as Sealing from '../../features/sealing/policy.ts'
import type * as Templates from '../../features/templates/policy.ts'
import { diceFor } from './hr.ts'
import { first, holdsWide, type Said } from './offices.ts'
import { asked, type World } from './world.ts'

/** Where offices have their desks: rows 1 and 26, and what signing takes. */
export interface DeskDoors {
  accounts: Pick<typeof Accounts, 'isTechnical' | 'isHr' | 'holds'>
  'admin/modules': Omit<typeof Modules, 'default'>
  'admin/packs': Omit<typeof Packs, 'default'>
  'admin/selfcheck': Omit<typeof SelfCheck, 'default'>
  goals: Omit<typeof Goals, 'default'>
  sealing: Omit<typeof Sealing, 'default'>
  'sealing/checkpoints': Omit<typeof Checkpoints, 'default'>
  templates: Omit<typeof Templates, 'default'>
}

/** What the product says at each desk, beside what the rows say. */
export function* atDesks(
  doors: DeskDoors,
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  yield* atRoles(doors.accounts, world, me, seed)
  yield* atTemplates(doors.templates, world, me, seed)
  const { maybe, pick } = diceFor(world, me, seed, 41)
  const { actor } = asked(world, me, false).viewer
  const isHr = holdsWide(world, me, 'hrAdmin')
  yield ['switching modules', doors['admin/modules'].switchesModules(actor), isHr]
  yield ['choosing packs', doors['admin/packs'].choosesPacks(actor), isHr]
  yield [
    'what the night found',
    doors['admin/selfcheck'].mayReadSelfCheck(actor),
    isHr || holdsWide(world, me, 'auditor') ? null : 'admin.selfCheckNotYours',
  ]
  const reads = world.grants.some(
    ({ personId, role }) =>
      personId === me && ['hrAdmin', 'hrbp', 'executive', 'auditor'].includes(role),
  )
  yield ['indicators', doors.goals.seesIndicators(actor), reads]
  yield ['writing them', doors.goals.mayWriteIndicators(actor), isHr ? null : 'goals.onlyHr']
  yield [
    'who is handed checkpoints',
    doors['sealing/checkpoints'].managePolicy(actor),
    isHr ? null : 'sealing.contactsNotYours',
  ]
  const ago = maybe(0.2) ? null : pick([0, 5 * 60_000, 5 * 60_000 + 1])
  const steppedUpAt = ago === null ? null : new Date(world.now.getTime() - ago)
  yield [
    'signing after the password',
    doors.sealing.signPolicy({ steppedUpAt }, world.now),
    ago !== null && ago <= 300_000 ? null : 'sealing.stepUpNeeded',
  ]
}

function* atRoles(
  rules: DeskDoors['accounts'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 43)
  const { actor } = asked(world, me, false).viewer
  const held = roles.filter(() => maybe(0.2))
  const technical = held.includes('securityAdmin') || held.includes('itAdmin')
  yield ['keeping the machine', rules.isTechnical(held), technical]
  const mine = world.grants.filter(({ personId }) => personId === me)
  const has = (role: Role) => mine.some((one) => one.role === role)
  const isHr = (has('hrAdmin') || has('hrbp')) && !has('securityAdmin') && !has('itAdmin')
  yield ['being HR', rules.isHr(actor), isHr]
  const [role, department] = [pick(roles), maybe(0.3) ? null : pick(world.departments)]
  const covers = mine.some(
    (one) =>
      one.role === role &&
      (one.departmentId === null ||
        (department !== null && `${department}/`.startsWith(`${one.departmentId}/`))),
  )
  yield [`${role} for ${department}`, rules.holds(actor, role, department), covers]
}

/** Row 1: everybody reads templates but accounts that keep the system only; HR administration shapes them. */
function* atTemplates(
  { templatesPolicy: rules }: DeskDoors['templates'],
  world: World,
  me: string,
  seed: number,
): Generator<Said> {
  const { maybe, pick } = diceFor(world, me, seed, 61)
  const { actor } = asked(world, me, false).viewer
  const mine = world.grants.filter(({ personId }) => personId === me).map(({ role }) => role)
  const others = mine.filter((role) => role !== 'securityAdmin' && role !== 'itAdmin')
  const isSystem = mine.length > 0 && others.length === 0
  yield ['templates', rules.read(actor), isSystem ? 'templates.notForSystemRoles' : null]
  const isHr = holdsWide(world, me, 'hrAdmin')
  yield ['shaping them', rules.design(actor), isHr ? null : 'templates.onlyHr']
  const askedBy = maybe(0.4) ? me : pick(world.people).id
  const decision = pick(['waiting', 'approved', 'declined'] as const)
  const isNewest = maybe(0.7)
  const { approve, decline } = rules.decideAdoption(actor, {
    askedBy,
    decision: decision as 'waiting',
    isNewest,
  })
  const either: [unknown, string][] = [
    [!isHr, 'templates.onlyHr'],
    [decision !== 'waiting', 'templates.adoption.decided'],
  ]
  yield ['declining a version', decline, first(either)]
  yield [
    'agreeing to a version',
    approve,
    first([
      ...either,
      [!isNewest, 'templates.adoption.overtaken'],
      [askedBy === me, 'templates.adoption.notYourOwn'],
    ]),
  ]
}
