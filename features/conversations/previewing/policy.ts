import {
  fieldStages,
  type Field,
  type Section,
  type TemplateBody,
} from '../../templates/contract.ts'
import { answerVisible, refusalToWrite } from '../answers/policy.ts'
import type { Relation } from '../contract.ts'
import type { Facts } from '../policy.ts'
import type { Found } from '../queries.ts'
import type { PreviewEyes, PreviewPhase, PreviewRight, PreviewSection } from './contract.ts'

const relationOf: Record<PreviewEyes, Relation> = {
  employee: 'employee',
  manager: 'manager',
  hr: 'hrbp',
}

/**
 * Who could write and read each field while a talk stands there: a talk that never was, asked of the
 * rules every real one is asked of.
 */
export function rightsIn(
  sections: PreviewSection[],
  eyes: PreviewEyes,
  phase: PreviewPhase,
): PreviewRight[] {
  const template = { sections } as unknown as TemplateBody
  const found = pretended(eyes, phase)
  return sections.flatMap((section) =>
    section.fields.map((field) => {
      const { part } = section as Section
      const authorId = part === 'self' ? 'employee' : part === 'manager' ? 'manager' : null
      if (refusalToWrite(found, template, part, field as Field) === null) return 'write'
      return answerVisible(found, template, { kind: part, authorId }, field.key) ? 'read' : 'none'
    }),
  )
}

function pretended(eyes: PreviewEyes, phase: PreviewPhase): Found {
  const at = new Date(0)
  const since = (...phases: PreviewPhase[]) => (phases.includes(phase) ? at : null)
  const opened = since('opened', 'talk', 'agree', 'sealed')
  const talking = since('talk', 'agree', 'sealed')
  const facts: Facts = {
    employeeId: 'employee',
    managerId: 'manager',
    lineManagerId: 'manager',
    isAboveViewer: false,
    wasViewers: false,
    departmentId: '',
    currentLineId: 'manager',
    currentLineSince: null,
    secondLineId: null,
    isDelegated: false,
    isGlassBroken: false,
    sealedAt: since('sealed'),
    closedAt: null,
    selfSkippedAt: null,
    selfSubmittedAt: opened,
    managerSubmittedAt: opened,
    revealedAt: opened,
    talkStartedAt: talking,
    talkEndedAt: since('agree', 'sealed'),
    presentedAt: since('sealed'),
    managerSigned: false,
    employeeSigned: null,
    refusalNotedAt: null,
    // A form does not know its flow: what is asked before the talk is open until the talk begins, what is
    // asked about a difference not before both parts are.
    stages: [
      { kind: 'selfAssessment' as const, actor: 'employee', openedAt: at, settledAt: opened },
      { kind: 'managerAssessment' as const, actor: 'manager', openedAt: at, settledAt: opened },
      ...fieldStages.map((kind) => ({
        kind,
        actor: 'both',
        openedAt: kind === 'differenceNote' ? opened : at,
        settledAt: talking,
      })),
    ].map((stage) => ({ ...stage, key: stage.kind, dueOn: null })),
  }
  const viewer = { actor: { personId: eyes, roles: [] }, now: at, today: '1970-01-01' }
  // Rights look at nothing of a talk beyond its facts and who asks.
  return { ...facts, facts, viewer, is: [relationOf[eyes]] } as unknown as Found
}
