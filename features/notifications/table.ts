import type { NoticeKind } from './kinds/rules.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    notice: NoticeTable
  }
}

export interface NoticeTable {
  orgId: string
  id: string
  personId: string
  kind: NoticeKind
  subjectId: string
  createdAt: Date
  readAt: Date | null
}
