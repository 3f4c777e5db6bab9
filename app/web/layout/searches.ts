import { client } from '../../../ui/api.ts'
import { failureOf } from '../../../ui/failure.ts'

/** Something found: where it leads and how it is told apart from its neighbours. */
export interface Hit {
  key: string
  text: string
  note?: string
  to: string
}

/** One kind of thing that can be looked for by words; `title` is a message key. */
export interface Finder {
  key: string
  title: string
  find: (text: string) => Promise<Hit[]>
}

/** What the search looks through besides places and commands. Each answers with what this person may see. */
export const finders: Finder[] = [
  {
    key: 'people',
    title: 'app.search.people',
    find: (text) =>
      allowed(async () => {
        const { people } = await client.org.people({ q: text, limit: 6 })
        return people.map(({ id, name, department, employeeNo }) => ({
          key: id,
          text: name,
          note: [department, employeeNo].filter(Boolean).join(' · '),
          to: `/people/${id}`,
        }))
      }),
  },
  {
    key: 'conversations',
    title: 'app.search.conversations',
    find: (text) =>
      allowed(async () => {
        const { items } = await client.conversations.list({ text, limit: 6 })
        return items.map(({ id, title, employee }) => ({
          key: id,
          text: title,
          note: employee.name,
          to: `/conversations/${id}`,
        }))
      }),
  },
]

/** Somebody who may not look here finds nothing here. */
async function allowed(find: () => Promise<Hit[]>): Promise<Hit[]> {
  try {
    return await find()
  } catch (error) {
    if (failureOf(error).kind === 'refused') return []
    throw error
  }
}
