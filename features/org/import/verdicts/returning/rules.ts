import { type Day, phoneDigits } from '../../../rules.ts'
import type { Draft } from '../drafts/rules.ts'
import type { KnownPerson } from '../contract.ts'

/**
 * Who has left and may be back under another number (E28): by mail address, telephone, or name and day of
 * hiring; by the name alone where nobody else bears it and the new one came after the old one had left.
 * A hint to be looked at, never more.
 */
export function returners(
  people: readonly KnownPerson[],
  today: Day,
): (draft: Draft) => KnownPerson | null {
  const byTrait = new Map<string, KnownPerson>()
  const namesakes = new Map<string, number>()
  for (const person of people) {
    namesakes.set(person.name, (namesakes.get(person.name) ?? 0) + 1)
    if (!person.leftOn || person.leftOn > today) continue
    for (const trait of traitsOf(person)) byTrait.set(trait, person)
    byTrait.set(`name ${person.name}`, person)
  }
  return (draft) => {
    for (const trait of traitsOf(draft)) {
      const found = byTrait.get(trait)
      if (found) return found
    }
    const namesake = byTrait.get(`name ${draft.name}`)
    const isAfter = namesake?.leftOn && draft.hiredOn && namesake.leftOn <= draft.hiredOn
    return isAfter && namesakes.get(draft.name) === 1 ? namesake : null
  }
}

type Traits = Pick<KnownPerson, 'name' | 'email' | 'phone' | 'hiredOn'>

function traitsOf({ name, email, phone, hiredOn }: Traits): string[] {
  const digits = phone ? phoneDigits(phone) : ''
  return [
    ...(email ? [`mail ${email.toLowerCase()}`] : []),
    ...(digits.length >= 7 ? [`phone ${digits}`] : []),
    ...(hiredOn ? [`hired ${hiredOn} ${name}`] : []),
  ]
}
