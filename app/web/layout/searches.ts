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
export const finders: Finder[] = []
