import type { TemplateBody } from './contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    template: TemplateTable
    templateVersion: TemplateVersionTable
  }
}

export interface TemplateTable {
  orgId: string
  id: string
  key: string
  /** Key of the template this one shares its questions with. */
  variantOf: string | null
  /** Comes with the program; a newer program publishes a newer version. */
  builtIn: boolean
  position: number
  createdAt: Date
}

export interface TemplateVersionTable {
  orgId: string
  id: string
  templateId: string
  number: number
  body: TemplateBody
  /** SHA-256 of the canonical body. */
  hash: string
  publishedAt: Date
  publishedBy: string | null
}
