import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import type { TemplateBody } from '../../contract.ts'
import { fieldTo, sectionTo, stepTo, withStep } from '../../drafts/editing/rules.ts'
import { pathOf, split, type Place } from '../../drafts/places/rules.ts'
import { useText } from '../useText.ts'
import { AddField } from './AddField.tsx'
import { AddSection } from './AddSection.tsx'
import { freshKey, useDesk } from './desk.ts'
import { KindIcon } from './KindIcon.tsx'
import { SortableRows } from './SortableRows.tsx'
import styles from './Designer.module.css'

/** Everything a template is made of, in order: to be opened, and to be put elsewhere. */
export function Outline() {
  const { t } = useTranslation()
  const text = useText()
  const { body, change, show } = useDesk()
  const rows = body.sections.flatMap((section) => [
    { id: `section.${section.key}`, label: text(section.label) || t('drafts.unnamed') },
    ...section.fields.map((field) => ({
      id: `field.${field.key}`,
      label: text(field.label) || t('drafts.unnamed'),
    })),
  ])
  const steps = body.steps.map((step) => ({
    id: `step.${step.key}`,
    label: text(step.label) || t('drafts.unnamed'),
  }))
  return (
    <div className="stack">
      <Card title={t('drafts.outline.title')}>
        <ul className={styles.rows}>
          <li>
            <Entry place="basics">{t('drafts.outline.basics')}</Entry>
          </li>
          <li>
            <Entry place="scale">{t('drafts.outline.scale')}</Entry>
          </li>
        </ul>
        <SortableRows
          label={t('drafts.outline.sections')}
          rows={rows}
          onMove={(id, over) =>
            change(
              moved(
                body,
                rows.map((row) => row.id),
                id,
                over,
              ),
            )
          }
        >
          {({ id, label }, handle) => {
            const [sort, key] = split(id)
            const field = body.sections
              .flatMap(({ fields }) => fields)
              .find((each) => sort === 'field' && each.key === key)
            const section = body.sections.find((each) => sort === 'section' && each.key === key)
            return (
              <Entry place={id} handle={handle} isInner={sort === 'field'}>
                {field && <KindIcon type={field.type} />}
                <span>
                  {label}
                  {field?.required && <span className="mute"> *</span>}
                </span>
                {section && <span className={styles.of}>{t(`drafts.part.${section.part}`)}</span>}
              </Entry>
            )
          }}
        </SortableRows>
        <div className="cluster">
          <AddField />
          <AddSection />
        </div>
      </Card>
      <Card title={t('drafts.outline.steps')}>
        <SortableRows
          label={t('drafts.outline.steps')}
          rows={steps}
          onMove={(id, over) =>
            change(
              stepTo(
                body,
                steps.findIndex((step) => step.id === id),
                steps.findIndex((step) => step.id === over),
              ),
            )
          }
        >
          {({ id, label }, handle) => (
            <Entry place={id} handle={handle}>
              <span>{label}</span>
              <span className={styles.of}>
                {t('drafts.outline.minutes', {
                  n: body.steps.find(({ key }) => `step.${key}` === id)?.minutes ?? 0,
                })}
              </span>
            </Entry>
          )}
        </SortableRows>
        <ActionButton
          kind="quiet"
          onClick={() => {
            const next = withStep(body, freshKey)
            change(next)
            show(`step.${next.steps.at(-1)!.key}`)
          }}
        >
          {t('drafts.outline.addStep')}
        </ActionButton>
      </Card>
    </div>
  )
}

/** The body after one row of the outline was put in another's place. */
function moved(body: TemplateBody, ids: string[], id: string, over: string): TemplateBody {
  const [sort, key] = split(id)
  const overSection = body.sections.findIndex(
    (section) =>
      `section.${section.key}` === over ||
      section.fields.some((field) => `field.${field.key}` === over),
  )
  if (sort === 'section') return sectionTo(body, key, overSection)
  const [from, to] = [ids.indexOf(id), ids.indexOf(over)]
  const order = ids.toSpliced(from, 1).toSpliced(to, 0, id)
  const before = order.slice(0, order.indexOf(id))
  const heading = before.findLast((each) => each.startsWith('section.')) ?? ids[0]!
  return fieldTo(
    body,
    key,
    split(heading)[1],
    Math.max(0, before.length - 1 - before.lastIndexOf(heading)),
  )
}

interface EntryProps {
  place: Place
  handle?: ReactNode
  isInner?: boolean
  children: ReactNode
}

function Entry({ place, handle, isInner = false, children }: EntryProps) {
  const { t } = useTranslation()
  const desk = useDesk()
  const path = pathOf(desk.body, place)
  const own = (each: string) =>
    place === 'scale'
      ? /^(scale|dimensions)\b/.test(each)
      : place === 'basics'
        ? !/^(sections|steps|scale|dimensions)\./.test(each) &&
          !/^(scale|dimensions|steps)$/.test(each)
        : path !== null && (each === path || each.startsWith(`${path}.`))
  const n = desk.faults.filter(
    (fault) =>
      own(fault.path) && !(place.startsWith('section.') && /\.fields\.\d/.test(fault.path)),
  ).length
  const isOpen = desk.place === place
  return (
    <div className={styles.entry} data-inner={isInner || undefined} data-open={isOpen || undefined}>
      {handle}
      <button
        type="button"
        className={styles.open}
        data-place={place}
        onClick={() => desk.show(place)}
        {...(isOpen && { 'aria-current': 'true' as const })}
      >
        {children}
        {n > 0 && (
          <span className={styles.dot}>
            <span className="unseen">{t('drafts.outline.faults', { n })}</span>
          </span>
        )}
      </button>
    </div>
  )
}
