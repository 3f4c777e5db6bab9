import type { Channel, Scenario } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    plannedTalk: PlannedTalkTable
    project: ProjectTable
  }
}

interface Removable {
  orgId: string
  id: string
  name: string
  /** 'YYYY-MM-DD', as is the end; both days included. */
  startsOn: string
  endsOn: string
  createdBy: string
  createdAt: Date
  removedAt: Date | null
}

interface PlannedTalkTable extends Removable {
  scenario: Scenario
  channel: Channel
  note: string
  cycleId: string | null
}

interface ProjectTable extends Removable {
  departmentIds: string[]
}
