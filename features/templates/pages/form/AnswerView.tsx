import { useContext, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonName } from '../../../../ui/Person.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { answerOf, isEmptyAnswer, isEmptyItem } from '../../answers/rules.ts'
import type { AnswerOf, Evidence, Field, FieldType, PlanEntry, Scale } from '../../contract.ts'
import { useText } from '../useText.ts'
import { FormContext } from './facts.ts'
import { TableView } from './TableView.tsx'
import styles from './View.module.css'

interface Props {
  field: Field
  value: unknown
  scale?: Scale | null | undefined
  names?: { employee: string; manager: string } | undefined
}

/** An answer to be read: words as they were written, nothing to press. */
export function AnswerView({ field, value, scale, names }: Props) {
  const { t } = useTranslation()
  const form = useContext(FormContext)
  if (isEmptyAnswer(field, value))
    return <p className={styles.empty}>{t('templates.view.empty')}</p>
  const View = views[field.type] as (props: ViewProps<FieldType>) => ReactNode
  return (
    <View
      field={field}
      value={answerOf(field.type, value)}
      scale={scale ?? form?.template.scale ?? null}
      names={names ?? form?.names}
    />
  )
}

interface ViewProps<Type extends FieldType> {
  field: Field
  value: AnswerOf[Type]
  scale: Scale | null
  names: { employee: string; manager: string } | undefined
}

const written = <Item extends object>(items: Item[]) => items.filter((item) => !isEmptyItem(item))

const views: { [Type in FieldType]: (props: ViewProps<Type>) => ReactNode } = {
  shortText: ({ value }) => <p className={styles.words}>{value}</p>,
  longText: ({ value }) => <p className={styles.words}>{value}</p>,
  number: function NumberView({ field, value }) {
    const f = useFormat()
    const text = useText()
    return (
      <p>
        {f.count(value ?? 0)} {field.unit && text(field.unit)}
      </p>
    )
  },
  date: function DateView({ value }) {
    const f = useFormat()
    return <p>{value && f.day(value)}</p>
  },
  choice: function ChoiceView({ field, value }) {
    const text = useText()
    const chosen = field.options?.find((option) => option.key === value)
    return <p>{chosen && text(chosen.label)}</p>
  },
  multiChoice: function MultiChoiceView({ field, value }) {
    const text = useText()
    const chosen = field.options?.filter((option) => value.includes(option.key)) ?? []
    return <p>{chosen.map((option) => text(option.label)).join(' · ')}</p>
  },
  rating: function RatingView({ value, scale }) {
    const { t } = useTranslation()
    const text = useText()
    const at = scale?.points.findIndex((point) => point.value === value.value) ?? -1
    const point = scale?.points[at]
    const next = at === -1 ? undefined : scale?.points[at + 1]
    return (
      <>
        <p className={styles.grade}>
          {point ? (
            <>
              <b>{text(point.label)}</b> {text(point.meaning)}
            </>
          ) : (
            t('templates.view.notRated')
          )}
        </p>
        {value.case && <p className={styles.words}>{value.case}</p>}
        {value.nextLevel && (
          <p className={styles.words}>
            <span className={styles.aside}>
              {t('templates.form.nextLevel', { level: next ? text(next.label) : '' })}
            </span>{' '}
            {value.nextLevel}
          </p>
        )}
      </>
    )
  },
  statements: function StatementsView({ value }) {
    return (
      <ol className={styles.list}>
        {written(value).map((item) => (
          <li key={item.id}>
            <p className={styles.words}>{item.text}</p>
            {item.situation && (
              <p className={`${styles.words} ${styles.quiet}`}>{item.situation}</p>
            )}
            <EvidenceView evidence={item.evidence} />
          </li>
        ))}
      </ol>
    )
  },
  causes: function CausesView({ value, names }) {
    const { t } = useTranslation()
    return (
      <ol className={styles.list}>
        {written(value).map((item) => (
          <li key={item.id}>
            <p className={styles.words}>
              {item.matter} <Tag>{t(`templates.cause.${item.label}`)}</Tag>
            </p>
            {item.cause && (
              <p className={styles.words}>
                <span className={styles.aside}>{t('templates.form.cause')}</span> {item.cause}
              </p>
            )}
            {item.remedy && (
              <p className={styles.words}>
                <span className={styles.aside}>{t('templates.form.remedy')}</span> {item.remedy}{' '}
                <span className={styles.quiet}>
                  {names &&
                    item.proposedBy !== 'both' &&
                    t('templates.form.proposedBy', { name: names[item.proposedBy] })}
                </span>
              </p>
            )}
          </li>
        ))}
      </ol>
    )
  },
  goalReview: function GoalReviewView({ field, value, names }) {
    const { t } = useTranslation()
    const says = (agrees: boolean | null) => t(`templates.view.agrees.${agrees}`)
    return (
      <div className="sideways" role="region" aria-label={t('templates.form.goal')} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {['goal', 'target', 'actual', 'attainment'].map((column) => (
                <th key={column} scope="col">
                  {t(`templates.form.${column}`)}
                </th>
              ))}
              {field.writer === 'both' && <th scope="col">{t('templates.view.confirmed')}</th>}
            </tr>
          </thead>
          <tbody>
            {written(value).map((goal) => (
              <tr key={goal.id}>
                <th scope="row">
                  {goal.goal}
                  {goal.comment && <p className={styles.quiet}>{goal.comment}</p>}
                </th>
                <td>{goal.target}</td>
                <td>{goal.actual}</td>
                <td>{goal.attainment === null ? '–' : `${goal.attainment}%`}</td>
                {field.writer === 'both' && (
                  <td>
                    {names?.employee} {says(goal.employeeAgrees)}
                    <br />
                    {names?.manager} {says(goal.managerAgrees)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )
  },
  keyMatters: function KeyMattersView({ value }) {
    return (
      <ol className={styles.list}>
        {written(value).map((item) => (
          <li key={item.id}>
            <p className={styles.words}>
              {item.matter} {item.indicator && <Tag>{item.indicator}</Tag>}
            </p>
            <p className={styles.words}>{item.outcome}</p>
          </li>
        ))}
      </ol>
    )
  },
  attachment: function AttachmentView({ value }) {
    const f = useFormat()
    const form = useContext(FormContext)
    return (
      <ul className={styles.list}>
        {value.map((file) => (
          <li key={file.id}>
            {form?.fileAddress ? <a href={form.fileAddress(file.id)}>{file.name}</a> : file.name}{' '}
            <span className={styles.quiet}>{f.bytes(file.size)}</span>
          </li>
        ))}
      </ul>
    )
  },
  supportNeeds: function SupportNeedsView({ value }) {
    const { t } = useTranslation()
    const f = useFormat()
    return (
      <ol className={styles.list}>
        {written(value).map((item) => (
          <li key={item.id}>
            <p className={styles.words}>
              <Tag kind="i">{t(`templates.support.${item.kind}`)}</Tag> {item.need}{' '}
              {item.neededBy && (
                <span className={styles.quiet}>
                  {t('templates.view.by', { day: f.day(item.neededBy) })}
                </span>
              )}
            </p>
            {item.reason && <p className={`${styles.words} ${styles.quiet}`}>{item.reason}</p>}
          </li>
        ))}
      </ol>
    )
  },
  nextGoals: function NextGoalsView({ value }) {
    const { t } = useTranslation()
    const f = useFormat()
    return (
      <ol className={styles.list}>
        {written(value).map((item) => (
          <li key={item.id}>
            <p className={styles.words}>
              <b>{item.what}</b>{' '}
              {item.dueOn && (
                <span className={styles.quiet}>
                  {t('templates.view.by', { day: f.day(item.dueOn) })}
                </span>
              )}
            </p>
            {(['how', 'help', 'measure'] as const)
              .filter((each) => item[each])
              .map((each) => (
                <p key={each} className={styles.words}>
                  <span className={styles.aside}>{t(`templates.form.${each}`)}</span> {item[each]}
                </p>
              ))}
          </li>
        ))}
      </ol>
    )
  },
  scale: function ScaleView({ field, value }) {
    const text = useText()
    const { t } = useTranslation()
    const anchors = field.anchors ?? []
    const anchor = anchors.find((each) => each.value === value)
    return (
      <p>
        {t('templates.view.ofScale', { value, of: anchors.at(-1)?.value ?? '' })}{' '}
        {anchor && text(anchor.meaning ?? anchor.label)}
      </p>
    )
  },
  person: ({ value }) => value && <PersonName name={value.name} note={value.employeeNo} />,
  best: function BestView({ field, value }) {
    const { t } = useTranslation()
    return (
      <ol className={styles.list}>
        {written(value).map((item) => (
          <li key={item.id}>
            {(['behaviour', 'effect', 'suggestion', 'outlook'] as const)
              .filter((name) => item[name])
              .map((name) => (
                <p key={name} className={styles.words}>
                  <span className={styles.aside}>
                    {t(`templates.best.${field.variant ?? 'A'}.${name}`)}
                  </span>{' '}
                  {item[name]}
                </p>
              ))}
          </li>
        ))}
      </ol>
    )
  },
  planLines: function PlanLinesView({ value, names }) {
    const { t } = useTranslation()
    const f = useFormat()
    const nameOf = (owner: PlanEntry['owner']) =>
      (owner !== 'company' && names?.[owner]) || t(`templates.owner.${owner}`)
    return (
      <ol className={styles.list}>
        {written(value).map((item) => (
          <li key={item.id}>
            <p className={styles.words}>
              <Tag>{t(`templates.layer.${item.layer}`)}</Tag> <b>{item.what}</b>{' '}
              <span className={styles.quiet}>
                {nameOf(item.owner)}
                {item.dueOn && ` · ${t('templates.view.by', { day: f.day(item.dueOn) })}`}
              </span>
            </p>
            {(['how', 'measure'] as const)
              .filter((each) => item[each])
              .map((each) => (
                <p key={each} className={styles.words}>
                  <span className={styles.aside}>{t(`templates.form.${each}`)}</span> {item[each]}
                </p>
              ))}
          </li>
        ))}
      </ol>
    )
  },
  table: ({ field, value }) => <TableView field={field} value={value} />,
  signature: () => null,
  helpText: () => null,
}

function EvidenceView({ evidence }: { evidence: Evidence[] }) {
  const { t } = useTranslation()
  if (evidence.length === 0) return null
  return (
    <p className={styles.evidence}>
      {evidence.map((each, at) => (
        <span key={`${each.kind}${each.ref ?? ''}${at}`}>
          <Tag kind="i">{t(`templates.evidence.${each.kind}`)}</Tag>{' '}
          {each.kind === 'link' && each.ref ? (
            <a href={each.ref} target="_blank" rel="noreferrer noopener">
              {each.text}
            </a>
          ) : (
            each.text
          )}
        </span>
      ))}
    </p>
  )
}
