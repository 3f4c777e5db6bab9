import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { api } from '../../../ui/api.ts'
import { Card, Figure, Figures } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import { WhoReads } from '../../../ui/WhoReads.tsx'
import {
  fieldStages,
  parts,
  type Field,
  type Part,
  type Section,
  type Step,
  type TemplateBody,
} from '../contract.ts'
import { saysOnly } from '../answers/rules.ts'
import { fieldOf } from '../rules.ts'
import { FieldDetails } from './FieldDetails.tsx'
import { Example } from './form/FieldBlock.tsx'
import { readersInWords } from './form/readers.ts'
import { Actions } from './shelf/Actions.tsx'
import { Versions } from './shelf/Versions.tsx'
import { useText } from './useText.ts'
import styles from './Library.module.css'

/** One template to be read from top to bottom, as the two people will meet it. */
export function Reading({ id }: { id: string }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  const {
    data: template,
    error,
    refetch,
  } = useQuery(api.templates.get.queryOptions({ input: { id } }))
  if (failureIn({ data: template, error })) return <ErrorNote error={error} onRetry={refetch} />
  if (!template) return <Pending />
  const { body } = template
  const questions = body.steps.reduce((sum, step) => sum + step.questions.length, 0)
  return (
    <article className="stack">
      <p className="only-phone">
        <Link to="." search={((before: object) => ({ ...before, template: undefined })) as never}>
          {t('templates.library.back')}
        </Link>
      </p>
      <header>
        <h2 className={styles.title}>{text(body.title)}</h2>
        <p className={`serif measure ${styles.purpose}`}>{text(body.purpose)}</p>
      </header>
      <Actions key={template.id} template={template} />
      <Figures>
        <Figure label={t('templates.library.minutes')} value={f.minutes(template.minutes)} />
        <Figure
          label={t('templates.library.steps')}
          value={body.steps.length}
          note={t('templates.library.stepsNote', { questions })}
        />
        <Figure
          label={t('templates.library.rating')}
          value={
            body.scale
              ? t('templates.library.withRating', { n: body.scale.points.length })
              : t('templates.library.noRating')
          }
          note={
            body.scale
              ? t('templates.library.withRatingNote', { n: body.dimensions.length })
              : t('templates.library.noRatingNote')
          }
        />
        <Figure
          label={t('templates.library.version')}
          value={template.version}
          note={t('templates.library.versionNote', { day: f.shortDay(template.publishedAt) })}
        />
      </Figures>
      <Card
        title={t('templates.library.how')}
        note={t('templates.library.howNote', { minutes: f.minutes(template.minutes) })}
      >
        <ol className={styles.steps}>
          {body.steps.map((step) => (
            <OneStep key={step.key} step={step} body={body} />
          ))}
        </ol>
      </Card>
      {body.scale && <ScaleCard body={body} />}
      {parts.map((part) => (
        <PartCard key={part} part={part} body={body} />
      ))}
      <Versions templateId={template.id} versions={template.versions} />
      <p className={`small mute ${styles.hash}`}>
        {t('templates.library.hash')} <span className="mono">{template.hash}</span>
        <br />
        {t('templates.library.hashNote')}
      </p>
    </article>
  )
}

function OneStep({ step, body }: { step: Step; body: TemplateBody }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  // Ratings of all dimensions are one thing on the table.
  const labels = [
    ...new Set(
      step.fields.flatMap((key) => {
        const field = fieldOf(body, key)?.field
        if (!field) return []
        return [field.type === 'rating' ? t('templates.library.rating') : text(field.label)]
      }),
    ),
  ]
  return (
    <li>
      <div className={styles.stepHead}>
        <h3>{text(step.label)}</h3>
        <span className="small mute">{f.minutes(step.minutes)}</span>
        {body.scale && step.ratingHidden && <Tag>{t('templates.library.quiet')}</Tag>}
      </div>
      <blockquote className={styles.opening}>{text(step.opening)}</blockquote>
      <ul className={styles.questions} aria-label={t('templates.library.questions')}>
        {step.questions.map((question) => (
          <li key={question.en}>{text(question)}</li>
        ))}
      </ul>
      {step.tip && (
        <p className={styles.tip}>
          <b>{t('templates.library.tip')}</b> {text(step.tip)}
        </p>
      )}
      {labels.length > 0 && (
        <p className="small mute">
          {t('templates.library.onTheTable')} · {labels.join(' · ')}
        </p>
      )}
    </li>
  )
}

function ScaleCard({ body }: { body: TemplateBody }) {
  const { t } = useTranslation()
  const text = useText()
  const total = body.dimensions.reduce((sum, { weight }) => sum + weight, 0)
  return (
    <div className={styles.halves}>
      <Card title={t('templates.library.scale')} note={t('templates.library.scaleNote')}>
        <dl className={styles.scale}>
          {body.scale?.points.toReversed().map((point) => (
            <div key={point.value}>
              <dt>{text(point.label)}</dt>
              <dd>{text(point.meaning)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t('templates.library.dimensions')} note={t('templates.library.dimensionsNote')}>
        <ul className={styles.dimensions}>
          {body.dimensions.map((dimension) => (
            <li key={dimension.key}>
              <b>{text(dimension.label)}</b>
              <span className="number">{Math.round((dimension.weight / total) * 100)}%</span>
              <p className="small mute">{text(dimension.help)}</p>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}

function PartCard({ part, body }: { part: Part; body: TemplateBody }) {
  const { t } = useTranslation()
  const sections = body.sections.filter((section) => section.part === part)
  if (sections.length === 0) return null
  return (
    <Card title={t(`templates.library.part.${part}`)}>
      {sections.map((section) => (
        <OneSection key={section.key} section={section} />
      ))}
    </Card>
  )
}

function OneSection({ section }: { section: Section }) {
  const { t } = useTranslation()
  const text = useText()
  const ratings = section.fields.filter(({ type }) => type === 'rating')
  const [rating] = ratings
  return (
    <section className={styles.part}>
      <h3>{text(section.label)}</h3>
      {section.stage && (
        <p className="small">
          <Tag kind="i">
            {t('templates.library.stage', {
              stage: (fieldStages as readonly string[]).includes(section.stage)
                ? t(`templates.library.stageName.${section.stage}`)
                : text(section.label),
            })}
          </Tag>
        </p>
      )}
      {section.intro && <p className="small mute">{text(section.intro)}</p>}
      <dl className={styles.fields}>
        {rating && (
          <OneField
            field={rating}
            label={ratings.map(({ label }) => text(label)).join(' · ')}
            help={false}
          />
        )}
        {section.fields
          .filter(({ type }) => type !== 'rating')
          .map((field) => (
            <OneField key={field.key} field={field} label={text(field.label)} help />
          ))}
      </dl>
    </section>
  )
}

function OneField({ field, label, help }: { field: Field; label: string; help: boolean }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <div>
      <dt>
        {label} {field.required && <span className="small mute">{t('ui.required')}</span>}
      </dt>
      <dd>
        <p className={styles.marks}>
          {!saysOnly(field) && <Tag kind="p">{t(`templates.library.writer.${field.writer}`)}</Tag>}
          {!saysOnly(field) && <WhoReads readers={readersInWords[field.readers]} />}
          {field.min !== undefined && field.type !== 'longText' && field.min > 0 && (
            <span className="small mute">{t('templates.library.atLeast', { n: field.min })}</span>
          )}
          {field.needs?.map((need) => (
            <span key={need} className="small mute">
              {t(`templates.library.needs.${need}`)}
            </span>
          ))}
          {!field.mayFeedRating && field.writer === 'employee' && (
            <span className="small mute">{t('templates.library.notRating')}</span>
          )}
        </p>
        {help && field.help && <p className={styles.help}>{text(field.help)}</p>}
        {field.example && <Example example={field.example} />}
        <FieldDetails field={field} />
      </dd>
    </div>
  )
}
