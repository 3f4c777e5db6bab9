import type { Field, Section, TemplateBody } from '../../templates/contract.ts'
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
  const found = pretended(sections, eyes, phase)
  return sections.flatMap((section) =>
    section.fields.map((field) => {
      const { part } = section as Section
      const authorId = part === 'self' ? 'employee' : part === 'manager' ? 'manager' : null
      if (refusalToWrite(found, template, part, field as Field) === null) return 'write'
      return answerVisible(found, template, { kind: part, authorId }, field.key) ? 'read' : 'none'
    }),
  )
}

function pretended(sections: PreviewSection[], eyes: PreviewEyes, phase: PreviewPhase): Found {
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
    // What a stage of the flow brings is written between the opening and the talk.
    stages: [
      { key: 'selfAssessment', kind: 'selfAssessment', actor: 'employee', settledAt: opened },
      { key: 'managerAssessment', kind: 'managerAssessment', actor: 'manager', settledAt: opened },
      ...[...new Set(sections.flatMap(({ stage }) => stage ?? []))].map((key) => ({
        key,
        kind: key as 'form',
        actor: 'both',
        settledAt: talking,
      })),
    ].map((stage) => ({ ...stage, openedAt: at, dueOn: null })) as Facts['stages'],
  }
  const viewer = { actor: { personId: eyes, roles: [] }, now: at, today: '1970-01-01' }
  // Rights look at nothing of a talk beyond its facts and who asks.
  return { ...facts, facts, viewer, is: [relationOf[eyes]] } as unknown as Found
}
