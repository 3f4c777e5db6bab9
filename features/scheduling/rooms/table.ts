declare module '../../../platform/database.ts' {
  interface Tables {
    room: RoomTable
  }
}

export interface RoomTable {
  orgId: string
  id: string
  name: string
  /** Building and floor. */
  site: string
  /** Whose it is, with everything below; null: everybody's. */
  departmentId: string | null
  capacity: number
  equipment: string[]
  createdBy: string
  createdAt: Date
  closedAt: Date | null
}
