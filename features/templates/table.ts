import type { AdoptionDecision, AdoptionScope, TemplateBody } from './contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    template: TemplateTable
    templateVersion: TemplateVersionTable
    templateDraft: TemplateDraftTable
    templateAdoption: TemplateAdoptionTable
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
  /** Since then no longer offered for new talks. */
  retiredAt: Date | null
  retiredBy: string | null
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
  /** What changed, in the words of whoever published. */
  note: string | null
}

/** A version still being written; read and written through `draftsOf`. */
export interface TemplateDraftTable {
  orgId: string
  id: string
  templateId: string | null
  key: string
  body: TemplateBody
  basedOn: string | null
  revision: number
  createdAt: Date
  createdBy: string
  updatedAt: Date
  updatedBy: string
  discardedAt: Date | null
  discardedBy: string | null
  publishedAt: Date | null
  publishedVersionId: string | null
}

/** A new version brought to talks already under way (E19). */
export interface TemplateAdoptionTable {
  orgId: string
  id: string
  templateId: string
  toVersionId: string
  scope: AdoptionScope
  reason: string
  askedBy: string
  askedAt: Date
  decision: AdoptionDecision
  decidedBy: string | null
  decidedAt: Date | null
  /** Talks it reached, and those in which something handed in came back; null until it is done. */
  talks: number | null
  givenBack: number | null
}
