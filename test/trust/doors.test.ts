import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import * as accounts from '../../features/accounts/policy.ts'
import * as access from '../../features/admin/access/policy.ts'
import * as modules from '../../features/admin/modules/policy.ts'
import * as packs from '../../features/admin/packs/policy.ts'
import * as selfCheck from '../../features/admin/selfcheck/policy.ts'
import * as commitments from '../../features/commitments/policy.ts'
import * as cycles from '../../features/cycles/policy.ts'
import * as goals from '../../features/goals/policy.ts'
import * as delegation from '../../features/org/delegation/policy.ts'
import * as rosters from '../../features/org/import/policy.ts'
import * as org from '../../features/org/policy.ts'
import * as checkpoints from '../../features/sealing/checkpoints/policy.ts'
import * as sealing from '../../features/sealing/policy.ts'
import * as templates from '../../features/templates/policy.ts'
import * as audit from '../../features/admin/audit/policy.ts'
import * as merges from '../../features/admin/merges/policy.ts'
import * as privacy from '../../features/admin/privacy/policy.ts'
import * as amending from '../../features/conversations/amending/policy.ts'
import * as appeals from '../../features/conversations/appeals/policy.ts'
import * as duties from '../../features/conversations/duties/policy.ts'
import * as glass from '../../features/conversations/glass/policy.ts'
import * as intervention from '../../features/conversations/intervention/policy.ts'
import * as steps from '../../features/conversations/steps/policy.ts'
import * as flows from '../../features/flows/policy.ts'
import * as history from '../../features/insights/history/policy.ts'
import * as surveys from '../../features/surveys/policy.ts'
import * as channels from '../../features/notifications/channels/policy.ts'
import * as nudging from '../../features/notifications/nudging/policy.ts'
import * as rooms from '../../features/scheduling/rooms/policy.ts'
import { differencesAtDoors, type Doors } from './doors.ts'
import { load, mutantsOf } from './mutants.ts'
import { someWorld, type World } from './world.ts'

const doors: Doors = {
  'conversations/steps': steps,
  'conversations/amending': amending,
  'notifications/channels': channels,
  'notifications/nudging': nudging,
  'scheduling/rooms': rooms,
  flows,
  surveys,
  'conversations/appeals': appeals,
  'conversations/glass': glass,
  'conversations/intervention': intervention,
  'conversations/duties': duties,
  'admin/privacy': privacy,
  'admin/merges': merges,
  'admin/audit': audit,
  'insights/history': history,
  accounts,
  'admin/access': access,
  'admin/modules': modules,
  'admin/packs': packs,
  'admin/selfcheck': selfCheck,
  commitments,
  cycles,
  goals,
  org,
  'org/delegation': delegation,
  'org/import': rosters,
  sealing,
  'sealing/checkpoints': checkpoints,
  templates,
}

const wanted = Number(process.env.CUXI_TRUST_DECISIONS ?? 20_000)

test(`doors beside the talk’s open as the table says, in ${wanted.toLocaleString('en')} decisions`, (t) => {
  const tally = { decisions: 0 }
  let seed = 0
  for (; tally.decisions < wanted; seed++)
    for (const difference of differencesAtDoors(doors, someWorld(seed), seed, tally))
      assert.fail(`world ${seed}: ${difference}`)
  t.diagnostic(`${tally.decisions.toLocaleString('en')} decisions, 0 differences`)
})

const worlds: World[] = Array.from({ length: 1500 }, (_, seed) => someWorld(seed))

/** Whether the copy says anything against these rules. */
function isNoticed(wrong: Doors): boolean {
  for (const [seed, world] of worlds.entries())
    try {
      for (const _ of differencesAtDoors(wrong, world, seed, { decisions: 0 })) return true
    } catch {
      return true
    }
  return false
}

/** Turns that change nothing anybody could notice, each with the reason. */
const harmless: Record<string, string> = {
  "return open.some((resource) => needsReason(is, 'R', resource)) ? 'reason' : 'read'":
    'nobody reads one thing with a reason and another beside it without',
}

for (const name of Object.keys(doors) as (keyof Doors)[])
  test(`every rule of ${name}/policy.ts, turned round in turn, is noticed`, async (t) => {
    const file = join(import.meta.dirname, '..', '..', 'features', name, 'policy.ts')
    const mutants = mutantsOf(file)
    const unnoticed: string[] = []
    for (const [n, mutant] of mutants.entries()) {
      const wrong = await load<Partial<Doors[typeof name]>>(file, mutant, n).catch(() => null)
      const isWrong = wrong && !harmless[mutant.is.trim()]
      if (isWrong && !isNoticed({ ...doors, [name]: { ...doors[name], ...wrong } }))
        unnoticed.push(`${mutant.line}: ${mutant.was}  →  ${mutant.is.trim()}`)
    }
    assert.deepEqual(unnoticed, [])
    t.diagnostic(`${mutants.length} rules turned, all noticed`)
  })
