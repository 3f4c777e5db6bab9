/** What a merge handed over, so that it can be handed back: ids, days and names to sign in with. */
export interface Moved {
  /** `table.column` → the keys of its rows. */
  rows: Record<string, string[][]>
  /** Posts that went over or were cut short, as whole rows, as they stood. */
  posts: Record<string, unknown>[]
  /** When the person had left, if so. */
  leftOn: string | null
  account: { id: string; wasOpen: boolean; names: string[] } | null
  /** Roles and deputies that ended with the merge. */
  grants: string[]
  delegations: string[]
  /** Deputies for this one among others: the list now names the account that goes on. */
  listedIn: string[]
}
