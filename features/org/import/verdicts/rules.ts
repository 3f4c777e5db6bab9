import { type Day, loopsIn, treeSizes } from '../../rules.ts'
import { numberKey } from '../cells/rules.ts'
import type { Choices, Fault, FaultKind, Field, Loop, Verdict } from '../contract.ts'
import type { KnownPerson, Question } from './contract.ts'
import { type Draft, drafter } from './drafts/rules.ts'
import { returners } from './returning/rules.ts'

export interface Judged {
  line: number
  verdict: Verdict
  faults: Fault[]
  /** The fields an update changes. */
  changes: Field[]
  draft: Draft
  known: KnownPerson | null
  /** The manager's own row is not written, so the manager stays as it is or open. */
  managerHeld: boolean
}

export interface Review {
  rows: Judged[]
  loops: Loop[]
  counts: Record<Verdict, number>
  faults: Partial<Record<FaultKind, number>>
  /** Active people who are not in the file, the importer never among them. */
  absent: KnownPerson[]
  /** People who were active and would not be after this import, or are missing from a whole roster. */
  vanishing: number
  active: number
  needsSecondPerson: boolean
  heldManagers: number
}

/** The share of active people that may vanish on one person's word. */
export const vanishingShare = 0.05

const isActive = (person: KnownPerson, today: Day) => !person.leftOn || person.leftOn > today

/**
 * The verdict on every row of a roster: pure, one pass over the rows and one over the reporting
 * graph. A fault stays with the people it belongs to; whoever reports to them is not faulted.
 */
export function judge(question: Question): Review {
  const { rows, people, joined = new Map<string, string>() } = question
  const known = new Map(people.map((person) => [numberKey(person.employeeNo), person]))
  const read = drafter(question)
  const judged = rows.map((row): Judged => {
    const { draft, faults, dropped } = read(row)
    const verdict = dropped ? 'dropped' : 'same'
    const person = draft.employeeNo ? (known.get(numberKey(draft.employeeNo)) ?? null) : null
    if (draft.managerNo) draft.managerNo = joined.get(numberKey(draft.managerNo)) ?? draft.managerNo
    return {
      line: row.line,
      verdict,
      faults,
      changes: [],
      draft,
      known: person,
      managerHeld: false,
    }
  })
  recognize(judged, question, known)
  const graph = graphOf(judged, question)
  faultTwins(graph)
  const loops = question.mapping.managerNo ? faultManagers(graph, question) : []
  decide(graph, question)
  return summary(judged, loops, question)
}

// A number nobody has: joined to another, or perhaps somebody's who is back. A person decides which (E28).
function recognize(
  judged: Judged[],
  { people, joined, choices, today }: Question,
  known: ReadonlyMap<string, KnownPerson>,
): void {
  const returner = returners(people, today)
  const taken = new Set(judged.flatMap((row) => row.known?.id ?? []))
  for (const row of judged) {
    const { draft, verdict } = row
    if (verdict === 'dropped' || row.known || !draft.employeeNo) continue
    const blamed = (kind: FaultKind, value: string, suggestion: string) =>
      row.faults.push({ kind, field: 'employeeNo', value, suggestion })
    const other = joined?.get(numberKey(draft.employeeNo))
    if (other) {
      blamed('numberJoined', draft.employeeNo, other)
      continue
    }
    if (!draft.active) continue
    const { continues, accept } = choices.lines[String(row.line)] ?? {}
    const former = continues ? known.get(numberKey(continues)) : null
    if (former && !isActive(former, today) && !taken.has(former.id)) {
      taken.add(former.id)
      row.known = former
      continue
    }
    if (accept?.includes('perhapsReturned') || choices.all.perhapsReturned === 'accept') continue
    const found = returner(draft)
    if (found) blamed('perhapsReturned', `${found.name}（${found.employeeNo}）`, found.employeeNo)
  }
}

interface Graph {
  judged: Judged[]
  /** The people, file rows first, then those of the organization the file does not mention. */
  nodes: { row: Judged | null; person: KnownPerson | null; active: boolean }[]
  byKey: Map<string, number>
  twins: Map<string, Judged[]>
}

function graphOf(judged: Judged[], { people, today, coverage, absent }: Question): Graph {
  const graph: Graph = { judged, nodes: [], byKey: new Map(), twins: new Map() }
  for (const row of judged) {
    if (row.verdict === 'dropped' || !row.draft.employeeNo) continue
    const key = numberKey(row.draft.employeeNo)
    const first = graph.byKey.get(key)
    if (first === undefined) {
      graph.byKey.set(key, graph.nodes.length)
      graph.nodes.push({ row, person: row.known, active: row.draft.active })
    } else {
      const twins = graph.twins.get(key) ?? [graph.nodes[first]!.row!]
      graph.twins.set(key, [...twins, row])
    }
  }
  const absentLeave = coverage === 'whole' && absent === 'leave'
  for (const person of people) {
    const key = numberKey(person.employeeNo)
    if (graph.byKey.has(key)) continue
    graph.byKey.set(key, graph.nodes.length)
    graph.nodes.push({ row: null, person, active: isActive(person, today) && !absentLeave })
  }
  return graph
}

function faultTwins({ twins }: Graph): void {
  for (const rows of twins.values()) {
    const lines = rows.map((row) => row.line)
    for (const row of rows)
      row.faults.push({
        kind: 'numberTwice',
        field: 'employeeNo',
        value: row.draft.employeeNo,
        lines: lines.filter((line) => line !== row.line),
        names: rows.filter((twin) => twin !== row).map((twin) => twin.draft.name),
      })
  }
}

// One pass for everybody: who has no manager on paper, whose manager cannot be one, and the loops.
function faultManagers(graph: Graph, question: Question): Loop[] {
  const { choices } = question
  const { nodes, byKey } = graph
  const managerOf = new Int32Array(nodes.length).fill(-1)
  const tops: number[] = []
  nodes.forEach(({ row, person, active }, node) => {
    if (!active) return
    const managerNo = row ? row.draft.managerNo : person!.managerNo
    if (!managerNo) return void (row && !row.draft.deliberate.has('managerNo') && tops.push(node))
    const manager = byKey.get(numberKey(managerNo))
    if (manager === node) return void (row && blame(row, 'managerSelf', managerNo))
    if (manager === undefined) return void (row && blame(row, 'managerMissing', managerNo))
    if (!nodes[manager]!.active) return void (row && blame(row, 'managerLeft', managerNo))
    managerOf[node] = manager
  })
  const sizes = treeSizes(managerOf)
  const loops = loopsIn(managerOf).filter((loop) => loop.some((node) => nodes[node]!.row))
  for (const loop of loops)
    for (const node of loop) {
      const row = nodes[node]!.row
      if (row) blame(row, 'managerLoop', row.draft.managerNo!)
    }
  faultSecondTops(graph, managerOf, tops, sizes, question)
  for (const node of nodes) if (node.row) forgive(node.row, choices)
  return loops
    .map((loop) => loop.map((node) => nodes[node]!))
    .map((members) => ({
      members: members.map(({ row, person }) => ({
        employeeNo: row?.draft.employeeNo ?? person!.employeeNo,
        name: row?.draft.name || person?.name || '',
        line: row?.line ?? null,
      })),
    }))
}

// The general manager is whom the organization already knows at the top, else the top with the largest
// tree. Whoever imports the first roster stands alone at the top by being first: that is no line yet.
// Somebody whom the organization already knows without a manager is no news.
function faultSecondTops(
  graph: Graph,
  managerOf: Int32Array,
  tops: number[],
  sizes: Int32Array,
  { today, importerNo }: Question,
) {
  const isKnownTop = (node: number) => {
    const { person } = graph.nodes[node]!
    return person !== null && isActive(person, today) && !person.managerNo
  }
  const leads = (node: number) =>
    isKnownTop(node) && (sizes[node]! > 1 || graph.nodes[node]!.person!.employeeNo !== importerNo)
  let general = -1
  managerOf.forEach((manager, node) => {
    const { row, person, active } = graph.nodes[node]!
    const stated = row ? row.draft.managerNo : person!.managerNo
    if (!active || manager !== -1 || stated) return
    const isAhead =
      general === -1 || leads(node) !== leads(general)
        ? general === -1 || leads(node)
        : sizes[node]! > sizes[general]!
    if (isAhead) general = node
  })
  for (const node of tops) {
    const { row } = graph.nodes[node]!
    if (row && node !== general && !isKnownTop(node)) blame(row, 'secondTop', '')
  }
}

const blame = (row: Judged, kind: FaultKind, value: string) =>
  row.faults.push({ kind, field: 'managerNo', value })

// "Leave the manager open for all of these" cures each row once its fault is known.
function forgive(row: Judged, choices: Choices): void {
  if (row.faults.length === 0) return
  row.faults = row.faults.filter(({ kind, field }) => {
    if (field !== 'managerNo' || choices.all[kind] !== 'empty') return true
    row.draft.managerNo = null
    row.draft.deliberate.add('managerNo')
    return false
  })
}

function decide({ judged, nodes, byKey }: Graph, { mapping, today }: Question): void {
  const checksManagers = Boolean(mapping.managerNo)
  for (const row of judged)
    if (row.verdict !== 'dropped' && row.faults.length) row.verdict = 'fault'
  for (const row of judged) {
    if (row.verdict === 'dropped' || row.verdict === 'fault') continue
    const { draft, known } = row
    if (checksManagers && draft.active && draft.managerNo) {
      const manager = nodes[byKey.get(numberKey(draft.managerNo))!]!
      if (manager.row?.verdict === 'fault' && !manager.person) {
        row.managerHeld = true
        draft.managerNo = known?.managerNo ?? null
      }
    }
    row.changes = known ? changesBetween(known, draft, checksManagers, today) : []
    row.verdict = !known ? 'new' : row.changes.length ? 'update' : 'same'
  }
}

const ofPerson = ['gender', 'email', 'phone', 'hiredOn'] as const
const ofAssignment = ['position', 'jobFamily', 'level', 'department'] as const

// An empty cell says nothing, so it changes nothing; an empty manager is a statement.
function changesBetween(
  known: KnownPerson,
  draft: Draft,
  checksManagers: boolean,
  today: Day,
): Field[] {
  const differs = (field: (typeof ofPerson)[number] | (typeof ofAssignment)[number]) =>
    draft.deliberate.has(field)
      ? Boolean(known[field])
      : Boolean(draft[field]) && draft[field] !== known[field]
  const changes: Field[] = ofPerson.filter(differs)
  if (draft.name !== known.name) changes.unshift('name')
  if (numberKey(draft.employeeNo) !== numberKey(known.employeeNo)) changes.unshift('employeeNo')
  if (draft.active !== isActive(known, today)) changes.push('status')
  // Whoever has left has no post any more that could change.
  if (!draft.active) return changes
  if (draft.leftOn && draft.leftOn > today && draft.leftOn !== known.leftOn) changes.push('leftOn')
  changes.push(...ofAssignment.filter(differs))
  const sameManager = numberKey(known.managerNo ?? '') === numberKey(draft.managerNo ?? '')
  if (checksManagers && !sameManager) changes.push('managerNo')
  return changes
}

function summary(judged: Judged[], loops: Loop[], question: Question): Review {
  const { people, today, coverage, importerNo } = question
  const counts: Review['counts'] = { new: 0, update: 0, same: 0, fault: 0, dropped: 0 }
  const faults: Review['faults'] = {}
  let leaving = 0
  let heldManagers = 0
  const { mapping } = question
  const place = ({ field }: Fault) => Math.min(...(mapping[field] ?? [Infinity]))
  for (const row of judged) {
    counts[row.verdict]++
    // As one meets them in the file: from its first column to its last.
    if (row.faults.length > 1) row.faults.sort((a, b) => place(a) - place(b))
    for (const { kind } of row.faults) faults[kind] = (faults[kind] ?? 0) + 1
    if (row.managerHeld) heldManagers++
    const leaves =
      row.known &&
      isActive(row.known, today) &&
      (!row.draft.active || row.changes.includes('leftOn'))
    if (leaves && row.verdict === 'update') leaving++
  }
  const importer = importerNo === null ? null : numberKey(importerNo)
  const mentioned = new Set(
    judged.flatMap(({ draft }) => (draft.employeeNo ? [numberKey(draft.employeeNo)] : [])),
  )
  const active = people.filter((person) => isActive(person, today))
  const absent =
    coverage === 'part'
      ? []
      : active.filter(({ employeeNo }) => {
          const key = numberKey(employeeNo)
          return !mentioned.has(key) && key !== importer
        })
  const vanishing = leaving + absent.length
  return {
    rows: judged,
    loops,
    counts,
    faults,
    absent,
    vanishing,
    active: active.length,
    needsSecondPerson: vanishing > active.length * vanishingShare,
    heldManagers,
  }
}
