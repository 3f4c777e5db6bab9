import type { Words } from '../../accounts/words/rules.ts'
import type { PackKey } from '../../templates/library/packs/keys.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    packChoice: PackChoiceTable
  }
}

interface PackChoiceTable {
  orgId: string
  id: string
  pack: PackKey
  chosenBy: string
  chosenAt: Date
  /** What it replaced in the settings. */
  before: { words: Words; pack: string | null }
  templateIds: string[]
  talkIds: string[]
  undoneAt: Date | null
  undoneBy: string | null
}
