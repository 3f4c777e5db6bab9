import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../../ui/ActionButton.tsx'
import { Card } from '../../../../../ui/Card.tsx'
import type { Dimension, Scale, TemplateBody } from '../../../contract.ts'
import { noText, newField, withFields } from '../../../drafts/editing/rules.ts'
import { fivePoints } from '../../../library/scale.ts'
import { useText } from '../../useText.ts'
import { freshKey, useDesk } from '../desk.ts'
import { FaultsAt } from '../fields/FaultsAt.tsx'
import { Figure } from '../fields/Figure.tsx'
import { Items } from '../fields/Items.tsx'
import { Words } from '../fields/Words.tsx'
import styles from '../Designer.module.css'

/** Whether anything is rated, on which scale, in which dimensions, and how much each counts. */
export function ScalePanel() {
  const { t } = useTranslation()
  const { body, change } = useDesk()
  const toggle = (isRated: boolean) =>
    change(isRated ? { ...body, scale: fivePoints } : unrated(body))
  return (
    <Card title={t('drafts.outline.scale')} className={styles.panel}>
      <div className="stack">
        <Switch
          label={t('drafts.scale.isRated')}
          description={t('drafts.scale.isRatedNote')}
          checked={body.scale !== null}
          onChange={(event) => toggle(event.currentTarget.checked)}
        />
        {body.scale && (
          <>
            <Points scale={body.scale} />
            <Dimensions />
          </>
        )}
      </div>
    </Card>
  )
}

/** Without a scale there is nothing to rate, and nothing that could feed a rating. */
const unrated = (body: TemplateBody): TemplateBody => {
  const gone = new Set(
    body.sections.flatMap(({ fields }) =>
      fields.filter(({ type }) => type === 'rating').map(({ key }) => key),
    ),
  )
  return {
    ...body,
    scale: null,
    dimensions: [],
    sections: body.sections.map((section) => ({
      ...section,
      fields: section.fields
        .filter(({ key }) => !gone.has(key))
        .map((field) => ({ ...field, mayFeedRating: false })),
    })),
    steps: body.steps.map((step) => ({
      ...step,
      fields: step.fields.filter((key) => !gone.has(key)),
    })),
  }
}

function Points({ scale }: { scale: Scale }) {
  const { t } = useTranslation()
  return (
    <fieldset className={styles.words}>
      <legend>{t('drafts.scale.points')}</legend>
      <FaultsAt path="scale" />
      <Items<Scale['points'][number]>
        path="scale.points"
        nameOf={(n) => t('drafts.scale.point', { n })}
        add={t('drafts.scale.add')}
        fresh={() => ({
          value: Math.max(0, ...scale.points.map(({ value }) => value)) + 1,
          label: noText,
          meaning: noText,
        })}
        least={2}
      >
        {(path) => (
          <>
            <Figure path={`${path}.value`} label={t('drafts.scale.value')} isWhole />
            <Words path={`${path}.label`} label={t('drafts.scale.label')} />
            <Words path={`${path}.meaning`} label={t('drafts.scale.meaning')} isLong />
          </>
        )}
      </Items>
    </fieldset>
  )
}

function Dimensions() {
  const { t } = useTranslation()
  const text = useText()
  const { body, change } = useDesk()
  const total = body.dimensions.reduce((sum, { weight }) => sum + Math.max(0, weight), 0)
  const share = ({ weight }: Dimension) =>
    total > 0 ? Math.round((Math.max(0, weight) / total) * 100) : 0
  const rated = new Set(
    body.sections.flatMap(({ part, fields }) =>
      fields.flatMap(({ dimension }) => (dimension ? [`${part}.${dimension}`] : [])),
    ),
  )
  /** One question per dimension that a part does not rate yet, at the end of its first section. */
  const complete = () =>
    change(
      (['self', 'manager'] as const).reduce((next, part) => {
        const section = next.sections.find((each) => each.part === part && !each.stage)
        const missing = next.dimensions.filter(({ key }) => !rated.has(`${part}.${key}`))
        if (!section || missing.length === 0) return next
        const fields = missing.map((dimension) => ({
          ...newField('rating', part, next, freshKey),
          dimension: dimension.key,
          label: dimension.label,
          ...(dimension.help.zh && dimension.help.en && { help: dimension.help }),
          required: true,
          ...(part === 'manager' && { needs: ['case' as const] }),
        }))
        return withFields(next, section.key, section.fields.length, fields, freshKey).body
      }, body),
    )
  const isIncomplete = body.dimensions.some(({ key }) =>
    (['self', 'manager'] as const).some(
      (part) =>
        !rated.has(`${part}.${key}`) &&
        body.sections.some((section) => section.part === part && !section.stage),
    ),
  )
  return (
    <fieldset className={styles.words}>
      <legend>{t('drafts.scale.dimensions')}</legend>
      <FaultsAt path="dimensions" />
      <Items<Dimension>
        path="dimensions"
        nameOf={(n) => t('drafts.scale.dimension', { n })}
        add={t('drafts.scale.addDimension')}
        fresh={() => ({ key: freshKey('dimension'), label: noText, help: noText, weight: 10 })}
      >
        {(path, dimension) => (
          <>
            <FaultsAt path={path} />
            <Words path={`${path}.label`} label={t('drafts.scale.label')} />
            <Words path={`${path}.help`} label={t('drafts.scale.help')} isLong />
            <Figure path={`${path}.weight`} label={t('drafts.scale.weight')} min={0} />
            <p className="small mute">
              {t('drafts.scale.share', { name: text(dimension.label), n: share(dimension) })}
            </p>
          </>
        )}
      </Items>
      {isIncomplete && (
        <ActionButton size="xs" onClick={complete}>
          {t('drafts.scale.complete')}
        </ActionButton>
      )}
    </fieldset>
  )
}
