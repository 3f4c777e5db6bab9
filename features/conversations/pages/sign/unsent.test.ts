import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Workspace } from '../../contract.ts'
import { doneWith, keptAs, togetherWith, unsentOf } from './unsent.ts'

type Given = Omit<Partial<Workspace>, 'signing' | 'refusals'> & {
  signing?: Partial<Workspace['signing']>
  refusals?: Partial<Workspace['refusals']>
}

/** A page that lies there for signing, as the employee sees it. */
const page = ({ signing, refusals, ...rest }: Given = {}) =>
  ({
    id: 'talk',
    relation: 'employee',
    sealedAt: null,
    closedAt: null,
    refusals: { attachStatement: 'conversations.noRefusal', noteRefusal: null, ...refusals },
    ...rest,
    signing: { presentedAt: new Date(), shownHash: 'first', signatures: [], ...signing },
  }) as unknown as Workspace

const by = (role: string, outcome: string, statement: string | null = null) =>
  [{ role, outcome, statement }] as Workspace['signing']['signatures']
const words = '八月那两次夹具没到位'
const written = { [keptAs(page(), 'statement')]: words, [keptAs(page(), 'outcome')]: 'refused' }
const fateOf = (talk: Workspace, kept: Record<string, string> = written) =>
  unsentOf(talk, kept).map(({ fate }) => fate)

test('while the page can be signed, what is written stands in its own field', () => {
  assert.deepEqual(fateOf(page()), [])
  assert.deepEqual(fateOf(page({ signing: { signatures: by('manager', 'agreed') } })), [])
})

test('words beside a page that went on without them are told, with what had become of it', () => {
  const signed = page({ signing: { signatures: by('employee', 'readWithReservation', '别的话') } })
  assert.deepEqual(unsentOf(signed, written), [
    {
      id: keptAs(page(), 'statement'),
      writtenIn: 'statement',
      words,
      chosen: 'refused',
      fate: 'signed',
    },
  ])
  assert.deepEqual(fateOf(page({ sealedAt: new Date() })), ['sealed'], 'sealed in silence')
  assert.deepEqual(fateOf(page({ closedAt: new Date() })), ['over'])
  for (const shownHash of ['second', null])
    assert.deepEqual(fateOf(page({ signing: { shownHash } })), ['shownAnew'])
})

test('what arrived to the letter, what is blank, and what somebody else wrote here is not among it', () => {
  const sent = page({ signing: { signatures: by('employee', 'refused', words) } })
  assert.deepEqual(fateOf(sent, { [keptAs(sent, 'statement')]: `${words}\n` }), [])
  const signed = page({ signing: { signatures: by('employee', 'agreed') } })
  assert.deepEqual(fateOf(signed, { [keptAs(signed, 'statement')]: ' \n' }), [])
  assert.deepEqual(fateOf({ ...signed, relation: 'manager' }), [])
  assert.deepEqual(fateOf({ ...signed, id: 'another' }), [])
})

test('a manager’s note that was written in two windows is told in the second', () => {
  const manager = page({ relation: 'manager' })
  const kept = { [keptAs(manager, 'note')]: words }
  assert.deepEqual(fateOf(manager, kept), [])
  const refusalNote = { reason: '另一个窗口里写的' } as Workspace['signing']['refusalNote']
  const noted = page({
    relation: 'manager',
    signing: { refusalNote },
    refusals: { noteRefusal: 'conversations.refusalNoted' },
  })
  assert.deepEqual(fateOf(noted, kept), ['noted'])
})

test('what has arrived is let go of without an answer, and nothing that can be handed over or is yet to be told', () => {
  const idsOf = (talk: Workspace, kept: Record<string, string> = written) => doneWith(talk, kept)
  assert.deepEqual(idsOf(page()), [], 'it can still be signed')
  const signatures = by('employee', 'refused', words)
  assert.deepEqual(idsOf(page({ signing: { signatures } })), Object.keys(written))
  const sealed = page({ sealedAt: new Date(), signing: { signatures } })
  assert.deepEqual(idsOf(sealed), Object.keys(written))
  assert.deepEqual(idsOf(page({ sealedAt: new Date() })), [], 'sealed without these words')
  assert.deepEqual(idsOf({ ...sealed, id: 'another' }), [])

  const manager = page({ relation: 'manager' })
  const note = { [keptAs(manager, 'note')]: words, [keptAs(manager, 'witness')]: '{}' }
  assert.deepEqual(idsOf(manager, note), [])
  const noted = page({
    relation: 'manager',
    signing: { refusalNote: { reason: words } as Workspace['signing']['refusalNote'] },
    refusals: { noteRefusal: 'conversations.refusalNoted' },
  })
  assert.deepEqual(idsOf(noted, note), Object.keys(note))
})

test('what was chosen beside words goes with them, so that both come back', () => {
  assert.deepEqual(togetherWith(keptAs(page(), 'statement')), Object.keys(written))
  assert.deepEqual(togetherWith(keptAs(page(), 'own')), [keptAs(page(), 'own')])
})
