import type { Channel, Scenario } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    plannedTalk: PlannedTalkTable
    project: ProjectTable
  }
}

interface PlannedTalkTable {
  orgId: string
  id: string
  scenario: Scenario
  channel: Channel
  name: string
  /** 'YYYY-MM-DD', as is the end; both days included. */
  startsOn: string
  endsOn: string
  note: string
  cycleId: string | null
  createdBy: string
  createdAt: Date
  removedAt: Date | null
}

interface ProjectTable {
  orgId: string
  id: string
  name: string
  /** 'YYYY-MM-DD', as is the end; both days included. */
  startsOn: string
  endsOn: string
  /** Each with everything below it; empty is the whole organization. */
  departmentIds: string[]
  createdBy: string
  createdAt: Date
  removedAt: Date | null
}
