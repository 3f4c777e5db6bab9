import { verify } from '../../features/sealing/verifier/rules.ts'
import type { Visitor } from '../support/http.ts'
import type { Entry } from './ledger.ts'
import type { Pair } from './pairs.ts'

/** What was acknowledged and is not there any more, or is there differently; a sentence each. */
export async function missingOf(entries: Entry[], pairs: Pair[]): Promise<string[]> {
  const pairOf = new Map(pairs.flatMap((pair) => pair.talks.map((talk) => [talk, pair] as const)))
  const lost: string[] = []
  for (const [talk, own] of Map.groupBy(entries, (entry) => entry.talk)) {
    const pair = pairOf.get(talk)!
    const [forEmployee, forManager] = await Promise.all([
      pair.employee.api.conversations.get({ id: talk }),
      pair.manager.api.conversations.get({ id: talk }),
    ])
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

/** Every sealed talk as its employee can take it home: verified without the product. @returns leaf indexes in order. */
export async function verifiedSeals(
  talks: { talk: string; employee: Visitor }[],
): Promise<{ leaves: number[]; flaws: string[] }> {
  const leaves: number[] = []
  const flaws: string[] = []
  let key: string | null = null
  for (const { talk, employee } of talks) {
    const file = await employee.send(`/api/files/record-evidence/${talk}`)
    if (!file.ok) {
      flaws.push(`${talk}: no evidence, ${file.status}`)
      continue
    }
    const bytes = new Uint8Array(await file.arrayBuffer())
    key ??= (JSON.parse(new TextDecoder().decode(bytes)) as { key: string }).key
    const { verdict, facts, findings } = await verify(bytes, { trustedKeys: [key] })
    if (verdict !== 'intact')
      flaws.push(`${talk}: ${verdict} ${JSON.stringify(findings.filter(({ ok }) => !ok))}`)
    if (facts) leaves.push(facts.leafIndex)
  }
  return { leaves: leaves.sort((a, b) => a - b), flaws }
}
