import { documentIn, readEvidence } from '../../features/sealing/evidence/rules.ts'
import type { SealedSignature } from '../../features/sealing/rules.ts'
import { verify } from '../../features/sealing/verifier/rules.ts'
import type { Visitor } from '../support/http.ts'
import type { Entry } from './ledger.ts'
import { isSignedOut, type Pair } from './pairs.ts'

/** What was acknowledged and is not there any more, or is there differently; a sentence each. */
export async function missingOf(entries: Entry[], pairs: Pair[]): Promise<string[]> {
  const pairOf = new Map(pairs.flatMap((pair) => pair.talks.map((talk) => [talk, pair] as const)))
  const lost: string[] = []
  for (const [talk, own] of Map.groupBy(entries, (entry) => entry.talk)) {
    const pair = pairOf.get(talk)!
    const views = () =>
      Promise.all([
        pair.employee.api.conversations.get({ id: talk }),
        pair.manager.api.conversations.get({ id: talk }),
      ])
    const [forEmployee, forManager] = await views().catch(async (error: unknown) => {
      if (!isSignedOut(error)) throw error
      await pair.signInAgain()
      return views()
    })
    const reached = own.flatMap((entry) => (entry.kind === 'reopened' ? entry.version : []))
    // What an amendment has taken the place of is looked at with its evidence, at the end.
    const newest = Math.max(1, forEmployee.amending?.version ?? 1, ...reached)
    const isSuperseded = (entry: { version: number }) => entry.version < newest
    const sayLost = (entry: Entry, what: unknown) =>
      lost.push(`${JSON.stringify(entry)} → ${JSON.stringify(what)}`)
    for (const entry of own) {
      if (entry.kind === 'draft') {
        const view = entry.by === 'employee' ? forEmployee : forManager
        const answer = view.parts.find(({ kind, own: isOwn }) => kind === entry.part && isOwn)
          ?.answers[entry.fieldKey]
        const isThere =
          answer &&
          (answer.version > entry.version ||
            (answer.version === entry.version &&
              (typeof answer.value !== 'string' || answer.value === entry.text)))
        if (!isThere) sayLost(entry, answer)
      } else if (entry.kind === 'submitted') {
        const view = entry.part === 'self' ? forEmployee : forManager
        if (!view.parts.find(({ kind }) => kind === entry.part)?.submittedAt)
          sayLost(
            entry,
            view.parts.map(({ kind }) => kind),
          )
      } else if (entry.kind === 'planned') {
        if (
          forManager.plan.length !== 1 ||
          forManager.plan[0]!.id !== entry.lineId ||
          forManager.plan[0]!.what !== entry.text
        )
          sayLost(entry, forManager.plan)
      } else if (entry.kind === 'amended') {
        if (forManager.plan.find(({ id }) => id === entry.lineId)?.measure !== entry.text)
          sayLost(entry, forManager.plan)
      } else if (entry.kind === 'reopened') {
        if (!forEmployee.amending && !forEmployee.sealedAt) sayLost(entry, null)
      } else if (isSuperseded(entry)) {
        continue
      } else if (entry.kind === 'presented') {
        if (forEmployee.signing.shownHash !== entry.shownHash) sayLost(entry, forEmployee.signing)
      } else if (entry.kind === 'signed') {
        const given = forEmployee.signing.signatures.filter(({ role }) => role === entry.role)
        if (given.length !== 1 || given[0]!.at.getTime() !== entry.at.getTime())
          sayLost(entry, given)
      } else if (forEmployee.sealedAt?.getTime() !== entry.at.getTime())
        sayLost(entry, forEmployee.sealedAt)
    }
  }
  return lost
}

/** A sealed version as its employee can take it home. */
export interface TakenHome {
  talk: string
  version: number
  employee: Visitor
}

/**
 * Every sealed version verified without the product, and its signatures held against the ledger.
 * @returns leaf indexes in order
 */
export async function verifiedSeals(
  sealed: TakenHome[],
  entries: Entry[],
): Promise<{ leaves: number[]; flaws: string[] }> {
  const signed = Map.groupBy(
    entries.filter((entry) => entry.kind === 'signed'),
    ({ talk, version }) => `${talk} ${version}`,
  )
  const leaves: number[] = []
  const flaws: string[] = []
  let key: string | null = null
  for (const { talk, version, employee } of sealed) {
    const name = `${talk} ${version}`
    const file = await employee.send(`/api/files/record-evidence/${talk}?version=${version}`)
    if (!file.ok) {
      flaws.push(`${name}: no evidence, ${file.status}`)
      continue
    }
    const bytes = new Uint8Array(await file.arrayBuffer())
    const evidence = readEvidence(bytes)!
    key ??= evidence.key
    const { verdict, facts, findings } = await verify(bytes, { trustedKeys: [key] })
    if (verdict !== 'intact')
      flaws.push(`${name}: ${verdict} ${JSON.stringify(findings.filter(({ ok }) => !ok))}`)
    const signatures = (documentIn(evidence).record?.['signatures'] ??
      []) as unknown as SealedSignature[]
    for (const { role, at } of signed.get(name) ?? [])
      if (
        signatures.filter((each) => each.role === role && each.at === at.toISOString()).length !== 1
      )
        flaws.push(
          `${name}: ${role} signed at ${at.toISOString()}, sealed ${JSON.stringify(signatures)}`,
        )
    if (facts?.version !== version) flaws.push(`${name}: the seal says ${facts?.version}`)
    if (facts) leaves.push(facts.leafIndex)
  }
  return { leaves: leaves.sort((a, b) => a - b), flaws }
}
