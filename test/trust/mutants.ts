import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** One small wrong in a file of rules. */
export interface Mutant {
  line: number
  /** What stood there, and what stands there now. */
  was: string
  is: string
  text: string
}

/** Turns of phrase that change a rule's meaning when they are turned round. */
const turns: [RegExp, (found: string) => string][] = [
  [/===/g, () => '!=='],
  [/!==/g, () => '==='],
  [/&&/g, () => '||'],
  [/\|\|/g, () => '&&'],
  [/(?<=[\s(])!(?=[a-z])/g, () => ''],
  [/(?<=\s)<(?=\s)/g, () => '<='],
  [/(?<=\s)>(?=\s)/g, () => '>='],
  [/\) - 1\b/g, () => ') - 2'],
  [/(?<=\s)<=(?=\s)/g, () => '<'],
  [/(?<=\s)>=(?=\s)/g, () => '>'],
  [/\.some\(/g, () => '.every('],
  [/\.every\(/g, () => '.some('],
  [/(?<=\s)\?\?(?=\s)/g, () => '&&'],
  [/'9999'/g, () => `'0000'`],
  // A name that is asked for becomes one nobody bears.
  [
    /(?<=includes\(|holds\(\w+, |byRole\(|role === |kind === |kind !== |type === |readers === |writer === |writer !== )'\w+'/g,
    () => `'nobody'`,
  ],
  // A phase of a talk in which something holds.
  [/(?<=since\([^)]*)'\w+'/g, () => `'nobody'`],
  // A condition of a rule is left out.
  [
    /(?<=[(\s])(unfinished|notPresented|employeeOnly|managerOnly|pairOnly|leads|atTheTable|leaderOnly|takesBack|steppedUp|talkBegun|presented|prepared|selfDraft|managerDraft)(?=,\n|,? ?\)|, )/g,
    () => '(() => null)',
  ],
  [/(?<=first\(\n(?:[^\n]*\n)*?|,\n|first\([^\n]*)unless\(/g, () => 'forget('],
  [/itsTurn\((?=')/g, () => 'forget('],
  [/\? null : /g, () => '? "no" : '],
]

/** Each turn at each place, one at a time. Types, imports and comments are left alone. */
export function mutantsOf(file: string): Mutant[] {
  const source = readFileSync(file, 'utf8')
  const mutants: Mutant[] = []
  for (const [pattern, turn] of turns)
    for (const match of source.matchAll(pattern)) {
      const at = match.index
      const start = source.lastIndexOf('\n', at) + 1
      const line = source.slice(start, source.indexOf('\n', at))
      if (/^\s*(\/?\*|\/\/|import |export (type|interface)|type |interface )/.test(line)) continue
      if (/^(const|export const|function)/.test(line) && match[0] === line.split(' ')[1]) continue
      const is = turn(match[0])
      mutants.push({
        line: source.slice(0, at).split('\n').length,
        was: line.trim(),
        is: line.slice(0, at - start) + is + line.slice(at - start + match[0].length),
        text: source.slice(0, at) + is + source.slice(at + match[0].length),
      })
    }
  return mutants
}

const forget = '\nconst forget = (..._: unknown[]) => () => null\n'

/** The mutated file as a module of its own; its neighbours are the real ones. */
export async function load<Module>(file: string, mutant: Mutant, n: number): Promise<Module> {
  const folder = await mkdtemp(join(tmpdir(), 'cuxi-mutant-'))
  const path = join(folder, `policy-${n}.ts`)
  const here = dirname(file)
  const text = mutant.text.replaceAll(
    /from '(\.[^']+)'/g,
    (_, target: string) => `from '${pathToFileURL(resolve(here, target)).href}'`,
  )
  await writeFile(path, text + forget)
  try {
    return (await import(pathToFileURL(path).href)) as Module
  } finally {
    await rm(folder, { recursive: true })
  }
}
