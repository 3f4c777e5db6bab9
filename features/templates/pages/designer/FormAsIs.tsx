import { useEffect, useRef } from 'react'
import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { parts, type TemplateBody } from '../../contract.ts'
import { sectionOf } from '../../drafts/editing/rules.ts'
import { split } from '../../drafts/places/rules.ts'
import { sectionsOf } from '../../rules.ts'
import { anchorOf } from '../form/FieldBlock.tsx'
import { PartForm } from '../form/PartForm.tsx'
import { useDesk } from './desk.ts'
import type { Trying } from './trying.ts'
import { useNames } from './useNames.ts'
import styles from './Designer.module.css'

/** The part of the form one is at work on, as whoever fills it in will have it; a click opens a field. */
export function FormAsIs({ template, trying }: { template: TemplateBody; trying: Trying }) {
  const { t } = useTranslation()
  const { body, place, show } = useDesk()
  const names = useNames()
  const form = useRef<HTMLDivElement>(null)
  const [sort, key] = split(place)
  const section =
    sort === 'field'
      ? sectionOf(body, key)
      : (body.sections.find((each) => sort === 'section' && each.key === key) ?? body.sections[0])
  const part = section?.part ?? 'self'
  const stage = section?.stage
  const writer = part === 'self' ? 'employee' : 'manager'
  // After every drawing: the form underneath may have been drawn anew.
  useEffect(() => {
    for (const old of form.current?.querySelectorAll('[data-chosen]') ?? [])
      old.removeAttribute('data-chosen')
    if (sort !== 'field') return
    const field = document.getElementById(anchorOf(key))
    field?.setAttribute('data-chosen', '')
  })
  const open = (target: EventTarget) => {
    const id = (target as HTMLElement).closest?.('[id^="field-"]')?.id
    const field = body.sections
      .flatMap(({ fields }) => fields)
      .find((each) => anchorOf(each.key) === id)
    if (field && `field.${field.key}` !== place) show(`field.${field.key}`)
  }
  return (
    <section className={styles.form} aria-label={t('drafts.form.title')}>
      <SegmentedControl
        fullWidth
        aria-label={t('drafts.form.part')}
        data={parts
          .filter((each) => body.sections.some((one) => one.part === each))
          .map((each) => ({ value: each, label: t(`drafts.part.${each}`) }))}
        value={part}
        onChange={(next) => {
          const first = body.sections.find((each) => each.part === next)
          if (first) show(`section.${first.key}`)
        }}
      />
      <p className="small mute">{t('drafts.form.note')}</p>
      <div
        ref={form}
        className={styles.trying}
        onFocusCapture={(event) => open(event.target)}
        onClick={(event) => open(event.target)}
      >
        {stage || sectionsOf(template, part).some(({ fields }) => fields.length > 0) ? (
          <PartForm
            key={`${part}.${stage ?? ''}`}
            formId={`tryHere.${part}`}
            template={template}
            part={part}
            {...(stage && { stage })}
            writer={writer}
            names={names}
            answers={trying.answers(part)}
            save={trying.saving(part)}
          />
        ) : (
          <EmptyState text={t('drafts.form.empty')} />
        )}
      </div>
    </section>
  )
}
