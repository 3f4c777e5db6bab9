import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
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
import * as answers from '../../features/conversations/answers/policy.ts'
import * as appeals from '../../features/conversations/appeals/policy.ts'
import * as attachments from '../../features/conversations/attachments/policy.ts'
import * as duties from '../../features/conversations/duties/policy.ts'
import * as glass from '../../features/conversations/glass/policy.ts'
import * as intervention from '../../features/conversations/intervention/policy.ts'
import * as previewing from '../../features/conversations/previewing/policy.ts'
import * as witness from '../../features/conversations/signing/witness/policy.ts'
import * as steps from '../../features/conversations/steps/policy.ts'
import * as flows from '../../features/flows/policy.ts'
import * as history from '../../features/insights/history/policy.ts'
import * as surveys from '../../features/surveys/policy.ts'
import * as channels from '../../features/notifications/channels/policy.ts'
import * as nudging from '../../features/notifications/nudging/policy.ts'
import * as scheduling from '../../features/scheduling/policy.ts'
import * as rooms from '../../features/scheduling/rooms/policy.ts'
import { differencesAtDoors, type Doors } from './doors.ts'
import { load, mutantsOf } from './mutants.ts'
import { someWorld, type World } from './world.ts'

const doors: Doors = {
  'conversations/steps': steps,
  'conversations/amending': amending,
  'notifications/channels': channels,
  'notifications/nudging': nudging,
  scheduling,
  'scheduling/rooms': rooms,
  flows,
  surveys,
  'conversations/answers': answers,
  'conversations/attachments': attachments,
  'conversations/previewing': previewing,
  'conversations/appeals': appeals,
  'conversations/glass': glass,
  'conversations/intervention': intervention,
  'conversations/duties': duties,
  'conversations/signing/witness': witness,
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

const features = join(import.meta.dirname, '..', '..', 'features')

test('every file of rules is turned round, here or in mutants.test.ts', () => {
  const files = globSync('**/policy.ts', { cwd: features }).map((file) => dirname(file))
  const there = ['conversations', 'conversations/actions']
  assert.deepEqual(files.sort(), [...Object.keys(doors), ...there].sort())
})

const wanted = Number(process.env.CUXI_TRUST_DECISIONS ?? 20_000)
/** More than twice what the turn that hides best takes to be found. */
const worlds: World[] = Array.from({ length: 300 }, (_, seed) => someWorld(seed))

// All the worlds the turns are looked for in: what differs here would hide one that is not noticed.
test('doors beside the talk’s open as the table says', (t) => {
  const tally = { decisions: 0 }
  for (let seed = 0; seed < worlds.length || tally.decisions < wanted; seed++)
    for (const difference of differencesAtDoors(doors, someWorld(seed), seed, tally))
      assert.fail(`world ${seed}: ${difference}`)
  t.diagnostic(`${tally.decisions.toLocaleString('en')} decisions, 0 differences`)
})

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

const sealedAnyway =
  'what is sealed is read as the record, and written by nobody, however it came there'
const endOfTalk = 'no right to a field hangs on when the talk ended'
/** Turns that change nothing anybody could notice, each with the reason. */
const harmless: Record<string, string> = {
  "return open.some((resource) => needsReason(is, 'R', resource)) ? 'reason' : 'read'":
    'nobody reads one thing with a reason and another beside it without',
  "const opened = since('opened', 'talk', 'agree', 'nobody')": sealedAnyway,
  "presentedAt: since('nobody'),": sealedAnyway,
  "sealedAt: since('nobody'),": 'a page put forward is read and written as a sealed one is',
  "talkEndedAt: since('nobody', 'sealed'),": endOfTalk,
  "talkEndedAt: since('agree', 'nobody'),": endOfTalk,
}

for (const name of Object.keys(doors) as (keyof Doors)[])
  test(`every rule of ${name}/policy.ts, turned round in turn, is noticed`, async (t) => {
    const file = join(features, name, 'policy.ts')
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
