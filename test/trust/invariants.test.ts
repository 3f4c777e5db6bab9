import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { roles, type Role } from '../../features/accounts/policy.ts'
import { refusalOf } from '../../features/conversations/actions/policy.ts'
import { actions, partKinds, relations } from '../../features/conversations/contract.ts'
import { askGlass, decideGlass } from '../../features/conversations/glass/policy.ts'
import {
  cells,
  fieldVisible,
  may,
  partVisible,
  relationsOf,
  type Resource,
} from '../../features/conversations/policy.ts'
import { askDelegation } from '../../features/org/delegation/policy.ts'
import { excludes } from '../../features/org/grants/rules.ts'
import { decideGrant, proposeGrant } from '../../features/org/policy.ts'
import { asked, someWorld, type World } from './world.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })
const role = fc.constantFrom(...roles)
const resources = Object.keys(cells) as Resource[]
const content = resources.filter((resource) => resource !== 'status' && resource !== 'bundle')
const holds = (property: Parameters<typeof fc.assert>[0]) => fc.assert(property, { numRuns: 2000 })

/** Everybody of a made-up world with what they are to its talk. */
const everybody = (world: World) =>
  world.people.map(({ id }) => {
    const { viewer, facts } = asked(world, id, true)
    return { id, viewer, facts, is: relationsOf(viewer, facts) }
  })

const withRoles = (world: World, id: string, given: Role[]): World => ({
  ...world,
  grants: [
    ...world.grants,
    ...given.map((one) => ({ personId: id, role: one, departmentId: null })),
  ],
})

const standing = (world: World, id: string) => {
  const { viewer, facts } = asked(world, id, true)
  return relationsOf(viewer, facts)
}

test('I1 on one’s own record every role collapses to the employee', () =>
  holds(
    fc.property(seeds, fc.array(role), (seed, given) => {
      const world = someWorld(seed)
      const me = world.talk.employeeId
      assert.deepEqual(standing(withRoles(world, me, given), me), ['employee'])
    }),
  ))

test('I2 no combination of grants gives IT or security a word of others', () =>
  holds(
    fc.property(
      seeds,
      fc.array(role),
      fc.constantFrom<Role>('itAdmin', 'securityAdmin'),
      (seed, given, apart) => {
        const world = someWorld(seed)
        for (const { id } of world.people) {
          if (id === world.talk.employeeId) continue
          const plain = standing({ ...world, grants: [], delegations: [] }, id)
          // What remains is the line, never an office, a deputy's or an emergency's.
          assert.deepEqual(standing(withRoles(world, id, [...given, apart]), id), plain)
        }
      },
    ),
  ))

test('I2 security, IT and audit shut out each other and HR', () =>
  holds(
    fc.property(role, role, (one, other) => {
      const powers: Role[] = ['securityAdmin', 'itAdmin', 'auditor']
      const apart =
        one !== other &&
        ((powers.includes(one) &&
          (powers.includes(other) || ['hrAdmin', 'hrbp'].includes(other))) ||
          (powers.includes(other) && ['hrAdmin', 'hrbp'].includes(one)))
      assert.equal(excludes(one, other), apart)
    }),
  ))

test('I3 nobody writes or signs what is sealed', () =>
  holds(
    fc.property(seeds, (seed) => {
      const world = someWorld(seed)
      const sealed = { ...world, talk: { ...world.talk, sealedAt: world.now } }
      for (const { viewer, facts, is } of everybody(sealed))
        for (const action of actions)
          if (!['read', 'readSealed', 'export'].includes(action))
            assert.notEqual(refusalOf(action, viewer, is, facts), null, action)
      for (const relation of relations) assert.ok(!/[WS]/.test(cells.sealed[relation] ?? ''))
    }),
  ))

test('I4 nobody gives a role to themselves, nor decides what they proposed', () =>
  holds(
    fc.property(seeds, fc.array(role), role, fc.boolean(), (seed, given, wanted, isSecurity) => {
      const world = someWorld(seed)
      const me = world.people[0]!.id
      const { viewer } = asked(withRoles(world, me, given), me, true)
      assert.notEqual(proposeGrant(viewer.actor, me), null)
      const proposal = { proposerIsSecurity: isSecurity, role: wanted }
      assert.notEqual(
        decideGrant(viewer.actor, { ...proposal, personId: me, proposedBy: 'somebody' }),
        null,
      )
      assert.notEqual(
        decideGrant(viewer.actor, { ...proposal, personId: 'somebody', proposedBy: me }),
        null,
      )
    }),
  ))

test('I5 HR never reaches themselves or their own line, not in an emergency either', () =>
  holds(
    fc.property(seeds, (seed) => {
      const world = someWorld(seed)
      for (const { id } of world.people) {
        const { viewer, facts } = asked(withRoles(world, id, ['hrAdmin', 'hrbp']), id, true)
        if (!facts.isAboveViewer && facts.employeeId !== id) continue
        const is = relationsOf(viewer, facts)
        assert.ok(!is.some((one) => ['hrbp', 'hrAdmin', 'breakGlass'].includes(one)))
        const lines = {
          employeeId: facts.employeeId,
          aboveEmployee: [],
          aboveActor: facts.isAboveViewer ? [facts.employeeId] : [],
        }
        assert.notEqual(askGlass(viewer.actor, is, facts, lines, false), null)
        assert.notEqual(
          decideGlass(
            viewer.actor,
            { askedBy: 'somebody', isDecided: false, isWithdrawn: false },
            lines,
          ),
          null,
        )
      }
    }),
  ))

test('I6 whoever reads by right of an office only, needs a reason, an engagement or an emergency that is told', () =>
  holds(
    fc.property(seeds, (seed) => {
      for (const { is } of everybody(someWorld(seed)))
        if (is.length > 0 && is.every((one) => one === 'hrAdmin'))
          for (const resource of content)
            assert.ok(!may(is, 'R', resource) || (cells[resource].hrAdmin ?? '').includes('r'))
    }),
  ))

test('I7 from the day the line changes the manager before writes nothing, and reads for a year at most', () =>
  holds(
    fc.property(seeds, (seed) => {
      for (const { viewer, facts, is, id } of everybody(someWorld(seed))) {
        const others = facts.currentLineId !== null && facts.currentLineId !== id
        const changed = others && facts.currentLineId !== facts.lineManagerId
        if (facts.managerId !== id || !changed || facts.employeeId === id) continue
        assert.ok(!is.includes('manager'))
        for (const action of ['writeManager', 'startTalk', 'present', 'sign'] as const)
          assert.notEqual(refusalOf(action, viewer, is, facts), null)
        if (facts.currentLineSince! <= '2025-11-21') assert.ok(!is.includes('formerManager'))
      }
    }),
  ))

test('I8 whoever is nothing to a talk may nothing with it, whatever its state', () =>
  holds(
    fc.property(seeds, (seed) => {
      const world = someWorld(seed)
      for (const { viewer, facts, is, id } of everybody(world)) {
        if (is.length > 0) continue
        for (const action of actions)
          if (action !== 'read') assert.notEqual(refusalOf(action, viewer, is, facts), null, action)
        for (const resource of resources) assert.ok(!may(is, 'R', resource))
        for (const kind of partKinds) {
          const part = {
            kind,
            authorId: id === world.talk.employeeId ? null : world.talk.employeeId,
          }
          assert.ok(!partVisible(viewer, is, facts, part))
          for (const readers of ['pair', 'pairOnly', 'authorOnly', 'hr', 'record'] as const)
            assert.ok(
              !fieldVisible(viewer, is, facts, part, { type: 'rating', readers, writer: 'both' }),
            )
        }
      }
    }),
  ))

test('I9 no relation added takes the employee’s own access away', () =>
  holds(
    fc.property(seeds, fc.array(role), (seed, given) => {
      const world = someWorld(seed)
      const me = world.talk.employeeId
      const reads = (one: World) => {
        const { viewer, facts } = asked(one, me, true)
        const is = relationsOf(viewer, facts)
        return [
          ...resources.filter((resource) => may(is, 'R', resource)),
          ...actions.filter((action) => refusalOf(action, viewer, is, facts) === null),
        ]
      }
      const before = reads({ ...world, grants: [], delegations: [] })
      const after = reads({
        ...withRoles(world, me, given),
        delegations: [
          {
            fromId: world.talk.managerId ?? 'p0',
            toId: me,
            employeeIds: null,
            fromOn: world.today,
            untilOn: world.today,
            isAccepted: true,
            isWithdrawn: false,
          },
        ],
      })
      assert.deepEqual(after, before)
    }),
  ))

test('I10 a deputy has less than the manager, signs nothing, and hands nothing on', () =>
  holds(
    fc.property(seeds, (seed) => {
      for (const resource of resources)
        for (const letter of cells[resource].delegate ?? '')
          assert.ok((cells[resource].manager ?? '').includes(letter), `${resource} ${letter}`)
      const world = someWorld(seed)
      for (const { viewer, facts, is, id } of everybody(world)) {
        if (!is.includes('delegate')) continue
        assert.notEqual(refusalOf('sign', viewer, is, facts), null)
        for (const action of actions)
          if (refusalOf(action, viewer, ['delegate'], facts) === null)
            assert.equal(refusalOf(action, viewer, ['manager'], facts), null, action)
        assert.ok(!is.includes('manager'))
        // Somebody else's people are not a deputy's to hand on.
        assert.notEqual(
          askDelegation({
            managerId: id,
            reports: [],
            delegate: { id: 'x', leftOn: null, hasAccount: true, roles: [], above: [] },
            employeeIds: [facts.employeeId],
            fromOn: world.today,
            untilOn: world.today,
            today: world.today,
          }),
          null,
        )
        const later = { ...world, today: '2027-01-01' }
        assert.ok(!standing(later, id).includes('delegate'), 'it ends by itself')
      }
    }),
  ))
