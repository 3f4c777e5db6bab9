import Formula from 'fparser'
import type { Column } from '../contract.ts'

/**
 * What is wrong with a formula or with one of its results: a key under `templates.formula`. A parameter
 * `column` is a column's key, to be said by its label.
 */
export type Trouble = { key: string; params: Record<string, string | number> }
type Tree = NonNullable<ReturnType<InstanceType<typeof Formula>['getExpression']>>
export type Read = { tree: Tree; uses: string[]; trouble: null } | { trouble: Trouble }

const trouble = (key: string, params: Trouble['params'] = {}): { trouble: Trouble } => ({
  trouble: { key, params },
})

const functions: Record<string, { least: number; most: number }> = {
  min: { least: 1, most: 12 },
  max: { least: 1, most: 12 },
  abs: { least: 1, most: 1 },
  round: { least: 1, most: 2 },
  ifElse: { least: 3, most: 3 },
}

/** What a formula may call, for whoever writes one. */
export const functionNames = Object.keys(functions)

const typedSigns: Record<string, string> = {
  '×': '*',
  '÷': '/',
  '－': '-',
  '＋': '+',
  '（': '(',
  '）': ')',
  '，': ',',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
}

/**
 * Reads a formula against the columns of its table, without running it. Columns stand there by key or
 * by their label in either language, `{达成率（%）}` in braces when it is more than a word.
 */
export function readFormula(source: string, columns: readonly Column[]): Read {
  if (source.trim() === '') return trouble('empty')
  const plain = source.replace(/[×÷－＋（），≥≤≠](?![^{]*\})/gu, (sign) => typedSigns[sign] ?? sign)
  const unknown: string[] = []
  const keyed = plain.replace(
    /\{([^{}]*)\}|[\p{L}\p{N}_]*[^\p{ASCII}\s][\p{L}\p{N}_]*/gu,
    (word: string, inner: string | undefined) => {
      const label = (inner ?? word).trim()
      const column = columns.find(
        (each) => each.key === label || each.label.zh === label || each.label.en === label,
      )
      if (!column) unknown.push(label)
      return ` ${column?.key ?? 'unknown'} `
    },
  )
  if (unknown[0] !== undefined) return trouble('unknownColumn', { name: unknown[0] })
  let tree: Tree | null
  try {
    tree = new Formula(keyed).getExpression()
  } catch {
    return trouble('unreadable', { formula: source })
  }
  if (!tree) return trouble('empty')
  const found = walk(tree, columns)
  return 'trouble' in found ? found : { tree, uses: [...new Set(found.uses)], trouble: null }
}

function walk(tree: Tree, columns: readonly Column[]): { uses: string[] } | { trouble: Trouble } {
  if (tree instanceof Formula.ValueExpression) {
    return typeof tree.value === 'number' && Number.isFinite(tree.value)
      ? { uses: [] }
      : trouble('notANumber', { name: String(tree.value) })
  }
  if (tree instanceof Formula.VariableExpression) {
    const column = columns.find(({ key }) => key === tree.fullPath)
    if (!column) return trouble('unknownColumn', { name: tree.fullPath })
    const counts = column.type === 'number' || column.type === 'computed'
    return counts ? { uses: [column.key] } : trouble('wordsInColumn', { column: column.key })
  }
  if (tree instanceof Formula.FunctionExpression) {
    const known = Object.hasOwn(functions, tree.fn) ? functions[tree.fn] : undefined
    if (!known)
      return trouble('unknownFunction', { name: tree.fn, known: functionNames.join(', ') })
    const given = tree.argumentExpressions.length
    if (given < known.least || given > known.most)
      return trouble('wrongArguments', { name: tree.fn, given, need: known.least })
  }
  if (isDivision(tree) && isZero(tree.right)) return trouble('byZero')
  const uses: string[] = []
  for (const inner of operandsOf(tree)) {
    const found = walk(inner, columns)
    if ('trouble' in found) return found
    uses.push(...found.uses)
  }
  return { uses }
}

const isDivision = (tree: Tree): tree is InstanceType<typeof Formula.MultDivExpression> =>
  tree instanceof Formula.MultDivExpression && tree.operator === '/'

const isZero = (tree: Tree): boolean =>
  tree instanceof Formula.BracketExpression
    ? isZero(tree.innerExpression)
    : tree instanceof Formula.ValueExpression && tree.value === 0

const operandsOf = (tree: Tree): Tree[] => {
  if (tree instanceof Formula.BracketExpression) return [tree.innerExpression]
  if (tree instanceof Formula.PowerExpression) return [tree.base, tree.exponent]
  if (tree instanceof Formula.FunctionExpression) return tree.argumentExpressions
  if (
    tree instanceof Formula.MultDivExpression ||
    tree instanceof Formula.PlusMinusExpression ||
    tree instanceof Formula.LogicalExpression
  )
    return [tree.left, tree.right]
  return []
}

/** A number, or why there is none. */
export type Reckoned = { value: number; trouble: null } | { value: null; trouble: Trouble }

const none = (key: string, params: Trouble['params'] = {}): Reckoned => ({
  value: null,
  ...trouble(key, params),
})
const is = (value: number): Reckoned =>
  // Minus zero is zero to everybody who reads it.
  Number.isFinite(value) ? { value: value + 0, trouble: null } : none('tooLarge')

/**
 * Reckons a formula that was read. `valueOf` gives a column's figure or why it has none; a branch that
 * is not taken is not reckoned, so that `ifElse(target = 0, 0, actual / target)` holds.
 */
export function reckon(tree: Tree, valueOf: (column: string) => Reckoned): Reckoned {
  const all = (trees: Tree[], then: (values: number[]) => Reckoned): Reckoned => {
    const values: number[] = []
    for (const each of trees) {
      const found = reckon(each, valueOf)
      if (found.trouble) return found
      values.push(found.value)
    }
    return then(values)
  }
  if (tree instanceof Formula.ValueExpression) return is(Number(tree.value))
  if (tree instanceof Formula.VariableExpression) return valueOf(tree.fullPath)
  if (tree instanceof Formula.BracketExpression) return reckon(tree.innerExpression, valueOf)
  if (tree instanceof Formula.FunctionExpression) {
    if (tree.fn !== 'ifElse')
      return all(tree.argumentExpressions, (values) => is(called(tree.fn, values)))
    const [test, yes, no] = tree.argumentExpressions
    const holds = reckon(test!, valueOf)
    return holds.trouble ? holds : reckon(holds.value === 0 ? no! : yes!, valueOf)
  }
  return all(operandsOf(tree), ([left, right]) => {
    const operator = tree instanceof Formula.PowerExpression ? '^' : operatorOf(tree)
    const operation = operations[operator]
    if (!operation) throw new Error(`the formula has a sign nobody reckons: ${operator}`)
    return operation(left!, right!)
  })
}

const operatorOf = (tree: Tree) => (tree as InstanceType<typeof Formula.MultDivExpression>).operator
const either = (holds: boolean) => is(Number(holds))

const operations: Record<string, (left: number, right: number) => Reckoned> = {
  '+': (left, right) => is(left + right),
  '-': (left, right) => is(left - right),
  '*': (left, right) => is(left * right),
  '/': (left, right) => (right === 0 ? none('dividedByZero') : is(left / right)),
  '^': (left, right) => (Number.isNaN(left ** right) ? none('noRoot') : is(left ** right)),
  '<': (left, right) => either(left < right),
  '<=': (left, right) => either(left <= right),
  '>': (left, right) => either(left > right),
  '>=': (left, right) => either(left >= right),
  '=': (left, right) => either(left === right),
  '!=': (left, right) => either(left !== right),
}

function called(name: string, values: number[]): number {
  if (name === 'min') return Math.min(...values)
  if (name === 'max') return Math.max(...values)
  if (name === 'abs') return Math.abs(values[0]!)
  return rounded(values[0]!, Math.min(6, Math.max(0, Math.trunc(values[1] ?? 0))))
}

/** 四舍五入: halves go away from zero, by the decimals as they are printed: 1.005 is 1.01. */
export function rounded(value: number, decimals: number): number {
  // Beyond 2^53 there are no digits after the point, and no digits before it to shift into.
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 53 / 10 ** decimals) return value
  const [digits, exponent = '0'] = String(Math.abs(value)).split('e')
  const shifted = Math.round(Number(`${digits}e${Number(exponent) + decimals}`))
  const result = Number(`${shifted}e-${decimals}`)
  return value < 0 && result !== 0 ? -result : result
}
