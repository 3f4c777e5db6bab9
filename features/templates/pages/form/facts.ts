import { createContext, useContext, type DragEvent } from 'react'
import type { Attachment, Evidence, Field, TemplateBody } from '../../contract.ts'

/** A figure that can become a goal, as it stands somewhere else. */
export interface AtHand {
  id: string
  title: string
  target: string
  measure: string
}

/** What every field of a form may need to know. */
export interface FormFacts {
  template: TemplateBody
  writer: 'employee' | 'manager'
  names: { employee: string; manager: string }
  /** Facts at hand that a statement of a field may cite: goals, last commitments, files. */
  citable: (field: Field) => Evidence[]
  /** What the department is looked at by: one may take it over into a goal. */
  indicators?: readonly AtHand[] | undefined
  /** Takes a file to the server; absent where files cannot be added. */
  upload?: ((file: File, fieldKey: string) => Promise<Attachment>) | undefined
  /** Where an attachment can be opened. */
  fileAddress?: ((id: string) => string) | undefined
}

export const FormContext = createContext<FormFacts | null>(null)

/** What every field of a form shares. */
export function useForm(): FormFacts {
  const facts = useContext(FormContext)
  if (!facts) throw new Error('a field stands outside a form')
  return facts
}

const mediaType = 'application/x-cuxi-evidence'

/** Makes a card at the side draggable into a statement: `<li {...draggableFact(fact)}>`. */
export const draggableFact = (fact: Evidence) => ({
  draggable: true,
  onDragStart: (event: DragEvent) => {
    event.dataTransfer.setData(mediaType, JSON.stringify(fact))
    event.dataTransfer.effectAllowed = 'copy'
  },
})

/** The fact that was dropped, or null when it was something else. */
export function droppedFact(event: DragEvent): Evidence | null {
  const text = event.dataTransfer.getData(mediaType)
  return text ? (JSON.parse(text) as Evidence) : null
}

/** What an editor of one field type receives. */
export interface EditorProps<Value> {
  /** Id of the control the label points to, for fields with a single one. */
  id: string
  labelledBy: string
  describedBy: string
  field: Field
  value: Value
  onChange: (value: Value) => void
  disabled: boolean
}
