import { MultiSelect, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../../ui/ActionButton.tsx'
import { Card } from '../../../../../ui/Card.tsx'
import type { Step } from '../../../contract.ts'
import { noText, stepTo, valueAt } from '../../../drafts/editing/rules.ts'
import { controlOf, pathOf } from '../../../drafts/places/rules.ts'
import { useText } from '../../useText.ts'
import { useDesk } from '../desk.ts'
import { FaultsAt } from '../fields/FaultsAt.tsx'
import { Figure } from '../fields/Figure.tsx'
import { Items } from '../fields/Items.tsx'
import { Words } from '../fields/Words.tsx'
import { useFaultWords } from '../useFaultWords.ts'
import styles from '../Designer.module.css'

/** A step of the talk: its minutes, what the manager can say, and what lies on the table. */
export function StepPanel() {
  const { t } = useTranslation()
  const text = useText()
  const say = useFaultWords()
  const { body, change, put, place, show, faults } = useDesk()
  const path = pathOf(body, place)
  if (path === null) return null
  const step = valueAt(body, path) as Step
  const at = body.steps.indexOf(step)
  const seen = new Set<string>()
  const fault = faults.find((each) => each.path === `${path}.fields`)
  return (
    <Card title={t('drafts.step.title', { n: at + 1 })} className={styles.panel}>
      <div className="stack">
        <FaultsAt path={`${path}.key`} />
        <Words path={`${path}.label`} label={t('drafts.step.label')} />
        <Figure path={`${path}.minutes`} label={t('drafts.step.minutes')} isWhole min={1} />
        <Words path={`${path}.opening`} label={t('drafts.step.opening')} isLong />
        <fieldset className={styles.words}>
          <legend>{t('drafts.step.questions')}</legend>
          <Items
            path={`${path}.questions`}
            nameOf={(n) => t('drafts.step.question', { n })}
            add={t('drafts.step.addQuestion')}
            fresh={() => noText}
          >
            {(own) => <Words path={own} label={t('drafts.step.questionWords')} isLong />}
          </Items>
        </fieldset>
        <MultiSelect
          id={controlOf(`${path}.fields`)}
          label={t('drafts.step.fields')}
          description={t('drafts.step.fieldsNote')}
          data={body.sections.map((section) => ({
            group: text(section.label) || t('drafts.unnamed'),
            // The same key twice is a fault told elsewhere.
            items: section.fields
              .filter(({ key }) => !seen.has(key) && seen.add(key))
              .map((field) => ({
                value: field.key,
                label: text(field.label) || t('drafts.unnamed'),
              })),
          }))}
          value={step.fields}
          searchable
          error={fault && say(fault)}
          onChange={(fields) => put(`${path}.fields`, fields)}
        />
        <Switch
          label={t('drafts.step.quiet')}
          description={t('drafts.step.quietNote')}
          checked={step.ratingHidden}
          onChange={(event) => put(`${path}.ratingHidden`, event.currentTarget.checked)}
        />
        <Words path={`${path}.tip`} label={t('drafts.step.tip')} isLong isOptional />
        <div className="cluster">
          <ActionButton size="xs" onClick={() => change(stepTo(body, at, at - 1))}>
            {t('drafts.field.up')}
          </ActionButton>
          <ActionButton size="xs" onClick={() => change(stepTo(body, at, at + 1))}>
            {t('drafts.field.down')}
          </ActionButton>
          <ActionButton
            size="xs"
            onClick={() => {
              change({ ...body, steps: body.steps.toSpliced(at, 1) })
              show('basics')
            }}
          >
            {t('drafts.step.remove')}
          </ActionButton>
        </div>
      </div>
    </Card>
  )
}
