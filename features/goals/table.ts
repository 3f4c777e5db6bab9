declare module '../../platform/database.ts' {
  interface Tables {
    departmentIndicator: DepartmentIndicatorTable
  }
}

/** A figure a department is looked at by in a period, with everything below it. */
export interface DepartmentIndicatorTable {
  orgId: string
  id: string
  departmentId: string
  /** 'YYYY-MM-DD', as is the end; both days included. */
  periodFrom: string
  periodTo: string
  companyGoal: string
  title: string
  target: string
  measure: string
  weight: number | null
  savedBy: string
  savedAt: Date
  removedAt: Date | null
}
