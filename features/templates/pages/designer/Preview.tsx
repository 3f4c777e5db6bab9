import { Autocomplete, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { parts, type About, type Condition, type Part, type TemplateBody } from '../../contract.ts'
import { PartForm } from '../form/PartForm.tsx'
import { PartView } from '../form/PartView.tsx'
import { PhoneFrame } from './PhoneFrame.tsx'
import type { Trying } from './trying.ts'
import { useNames } from './useNames.ts'
import styles from './Designer.module.css'

const eyes = ['employee', 'manager', 'hr'] as const
const phases = ['prepare', 'opened', 'talk', 'agree', 'sealed'] as const
type Eyes = (typeof eyes)[number]
type Phase = (typeof phases)[number]

interface Asked {
  eyes?: Eyes
  phase?: Phase
  width?: 'desk' | 'phone'
  level?: string
  family?: string
}

/** The form through somebody's eyes at some moment, on a desk or on a phone; one may write into it to see. */
export function Preview({ template, trying }: { template: TemplateBody; trying: Trying }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Asked
  const { eyes: who = 'employee', phase = 'prepare', width = 'desk' } = search
  const set = (change: Asked) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, ...change })) as never,
      replace: true,
      resetScroll: false,
    })
  const rights = useQuery({
    ...api.conversations.previewRights.queryOptions({ input: { sections: bonesOf(template) } }),
    placeholderData: keepPreviousData,
  })
  const found = rights.data?.find((each) => each.eyes === who && each.phase === phase)
  const people = personsIn(template)
  const shown = found && (
    <Seen
      key={`${who}.${phase}.${width}`}
      template={template}
      trying={trying}
      who={who}
      phase={phase}
      isNarrow={width === 'phone'}
      rights={found.rights}
      about={{
        level: search.level || null,
        jobFamily: search.family || null,
        ratings: phase === 'prepare' ? {} : trying.values('manager'),
      }}
    />
  )
  return (
    <div className="stack">
      <Card title={t('drafts.preview.title')} note={t('drafts.preview.note')}>
        <div className={styles.controls}>
          <Segments
            label={t('drafts.preview.eyes')}
            group="who"
            values={eyes}
            value={who}
            onChange={(next) => set({ eyes: next })}
          />
          <Segments
            label={t('drafts.preview.phase')}
            group="phases"
            values={phases}
            value={phase}
            onChange={(next) => set({ phase: next })}
          />
          <Segments
            label={t('drafts.preview.width')}
            group="widths"
            values={['desk', 'phone'] as const}
            value={width}
            onChange={(next) => set({ width: next })}
          />
          {people.levels.length > 0 && (
            <Autocomplete
              label={t('drafts.preview.level')}
              data={people.levels}
              value={search.level ?? ''}
              onChange={(level) => set({ level })}
            />
          )}
          {people.families.length > 0 && (
            <Autocomplete
              label={t('drafts.preview.family')}
              data={people.families}
              value={search.family ?? ''}
              onChange={(family) => set({ family })}
            />
          )}
        </div>
      </Card>
      <ErrorNote error={rights.error} onRetry={() => void rights.refetch()} />
      {!shown ? (
        rights.isPending && <Pending />
      ) : width === 'phone' ? (
        <PhoneFrame title={t('drafts.preview.onPhone', { who: t(`drafts.preview.who.${who}`) })}>
          {shown}
        </PhoneFrame>
      ) : (
        <section className={styles.trying} aria-label={t('drafts.preview.onDesk')}>
          {shown}
        </section>
      )}
    </div>
  )
}

interface SegmentsProps<Value extends string> {
  label: string
  group: string
  values: readonly Value[]
  value: Value
  onChange: (value: Value) => void
}

function Segments<Value extends string>({
  label,
  group,
  values,
  value,
  onChange,
}: SegmentsProps<Value>) {
  const { t } = useTranslation()
  return (
    <div>
      <p className="small mute">{label}</p>
      <SegmentedControl
        aria-label={label}
        data={values.map((each) => ({ value: each, label: t(`drafts.preview.${group}.${each}`) }))}
        value={value}
        onChange={(next) => onChange(next as Value)}
      />
    </div>
  )
}

interface SeenProps {
  template: TemplateBody
  trying: Trying
  who: Eyes
  phase: Phase
  isNarrow: boolean
  /** Of every field, in the order of the template. */
  rights: readonly ('write' | 'read' | 'none')[]
  about: About
}

function Seen({ template, trying, who, phase, isNarrow, rights, about }: SeenProps) {
  const { t } = useTranslation()
  const names = useNames()
  const keys = template.sections.flatMap(({ fields }) => fields.map(({ key }) => key))
  const right = new Map(keys.map((key, at) => [key, rights[at] ?? 'none']))
  // Before the talk there is no talk to look at.
  const there = parts.filter(
    (part) => part === 'self' || part === 'manager' || (phase !== 'prepare' && phase !== 'opened'),
  )
  const stages = [
    ...new Set(
      template.sections.flatMap(({ stage, fields }) =>
        stage && fields.some(({ key }) => right.get(key) === 'write') ? [stage] : [],
      ),
    ),
  ]
  const only = (part: Part, isStage: boolean): TemplateBody => ({
    ...template,
    sections: template.sections
      .filter((section) => section.part === part && Boolean(section.stage) === isStage)
      .map((section) => ({
        ...section,
        fields: section.fields.filter(({ key }) => right.get(key) !== 'none'),
      })),
  })
  const writer = who === 'employee' ? 'employee' : 'manager'
  const formOf = (part: Part, stage?: string) => (
    <PartForm
      formId={`try.${who}.${part}.${stage ?? ''}`}
      template={onlyAsked(only(part, stage !== undefined), template)}
      part={part}
      {...(stage && { stage })}
      writer={writer}
      names={names}
      about={about}
      isNarrow={isNarrow}
      answers={trying.answers(part)}
      save={trying.saving(part)}
    />
  )
  return (
    <div className="stack">
      {stages.map((stage) => {
        const part = template.sections.find((section) => section.stage === stage)!.part
        return <div key={stage}>{formOf(part, stage)}</div>
      })}
      {there.map((part) => {
        const sections = template.sections.filter(
          (section) => section.part === part && !section.stage,
        )
        const rightsHere = sections.flatMap(({ fields }) => fields.map(({ key }) => right.get(key)))
        if (rightsHere.length === 0) return null
        if (rightsHere.includes('write')) return <div key={part}>{formOf(part)}</div>
        if (!rightsHere.includes('read'))
          return (
            <Card key={part} tone="sunken" title={t(`drafts.part.${part}`)}>
              <p className="mute">
                {t(`drafts.preview.hidden.${who}.${phase === 'prepare' ? 'yet' : 'ever'}`)}
              </p>
            </Card>
          )
        return (
          <Card key={part} title={t(`drafts.part.${part}`)}>
            <PartView
              template={onlyAsked(only(part, false), template)}
              part={part}
              answers={trying.values(part)}
              names={names}
              about={about}
            />
          </Card>
        )
      })}
    </div>
  )
}

/** What one may not see is not there; a condition on it would lead nowhere and counts as not holding. */
function onlyAsked(seen: TemplateBody, whole: TemplateBody): TemplateBody {
  const there = new Set(seen.sections.flatMap(({ fields }) => fields.map(({ key }) => key)))
  const others = whole.sections
    .map((section) => ({
      ...section,
      key: `${section.key}.unseen`,
      part: 'self' as const,
      stage: 'unseen',
      fields: section.fields.filter(({ key }) => !there.has(key)),
    }))
    .filter(({ fields }) => fields.length > 0)
  return { ...seen, sections: [...seen.sections, ...others] }
}

/** What rights depend on: no words, so that typing a label asks nothing of the server. */
const bonesOf = ({ sections }: TemplateBody) =>
  sections.map(({ part, stage, fields }) => ({
    part,
    ...(stage && { stage }),
    fields: fields.map(({ key, type, writer, readers }) => ({ key, type, writer, readers })),
  }))

/** Levels and job families that some condition asks for. */
function personsIn({ sections }: TemplateBody) {
  const testsOf = (condition: Condition) =>
    'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition]
  const tests = sections.flatMap(({ fields }) =>
    fields.flatMap(({ condition }) => (condition ? testsOf(condition) : [])),
  )
  const named = (which: 'levels' | 'jobFamilies') => [
    ...new Set(tests.flatMap((test) => ('personIs' in test ? (test.personIs[which] ?? []) : []))),
  ]
  return { levels: named('levels'), families: named('jobFamilies') }
}
