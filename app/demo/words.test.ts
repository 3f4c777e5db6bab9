import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smartFindings } from '../../features/conversations/plan/rules.ts'
import { checkAnswer } from '../../features/templates/answers/contract.ts'
import type { Part, TemplateBody } from '../../features/templates/contract.ts'
import { library } from '../../features/templates/library/index.ts'
import { missingIn } from '../../features/templates/missing/rules.ts'
import { fieldsOf, gapMap } from '../../features/templates/rules.ts'
import { answersFor } from './answers.ts'
import { demoCycles } from './company.ts'
import { toldAll } from './dates.ts'
import { demoPeople } from './people.ts'
import { templateKeyFor } from './launch.ts'
import { wordsFor } from './words.ts'

const template = (key: string): TemplateBody => {
  const found = library.find((each) => each.key === key)
  assert.ok(found, key)
  return found.body
}

// The demo is made on whatever day somebody asks for it: days around a year's end and a leap day.
for (const today of ['2026-11-21', '2027-01-01', '2028-02-29', '2027-07-31'])
  test(`every word of the demo fits its template on ${today}`, () => {
    const people = demoPeople(today)
    const roster = new Map(people.map((person) => [person.number, person]))
    const said = new Set<string>()
    for (const cycle of Object.values(demoCycles(today)))
      for (const person of people) {
        const manager = roster.get(person.managerNo ?? '')
        if (!manager) continue
        const body = template(templateKeyFor(person, cycle.key))
        const raw = wordsFor(person, manager, roster, cycle, body)
        if (!raw) continue
        const words = toldAll(raw, today)
        const where = `${person.name}, ${cycle.key}`
        assert.doesNotMatch(
          JSON.stringify(words),
          /<[a-z]+>|<n\d|\{[dmy][+-]?\d*\}|NaN|undefined/,
          where,
        )

        const isHandedIn = words.stage !== 'self'
        const isRevealed = isHandedIn && words.stage !== 'manager'
        const parts: Part[] = [
          ...(isHandedIn ? (['self'] as const) : []),
          ...(isRevealed ? (['manager'] as const) : []),
          ...(words.stage === 'sealed' || words.stage === 'sign'
            ? (['talk', 'agreement'] as const)
            : []),
        ]
        const given = Object.fromEntries(
          parts.map((part) => [part, answersFor(body, part, words, today)]),
        )
        for (const part of parts) {
          assert.deepEqual(missingIn(body, part, given[part] ?? {}), [], `${where}, ${part}`)
          for (const field of fieldsOf(body, part)) {
            const value = given[part]?.[field.key]
            if (value !== undefined)
              assert.equal(
                checkAnswer(field, value, body.scale).refusal,
                null,
                `${where}, ${field.key}`,
              )
          }
        }
        if (isRevealed) {
          const isLarge = gapMap(body, given.self ?? {}, given.manager ?? {}).some(
            ({ needsNote }) => needsNote,
          )
          assert.equal(
            words.gapNote !== undefined,
            isLarge,
            `${where}: the note on a large difference`,
          )
        }
        for (const [layer, ownerKind, what, measure] of words.plan ?? []) {
          const line = {
            layer,
            ownerKind,
            what,
            measure,
            how: '',
            support: '',
            ownerId: 'x',
            dueOn: '2099-01-01',
          }
          const blocking = smartFindings(line, { topics: [], today }).filter(
            (each) => each.blocking,
          )
          assert.deepEqual(blocking, [], `${where}: ${what} | ${measure}`)
        }
        const seen = JSON.stringify([words.manager, words.minutes])
        assert.ok(!said.has(seen), `${where}: said before`)
        said.add(seen)
      }
  })
