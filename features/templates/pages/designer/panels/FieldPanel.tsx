import { Select, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../../ui/ActionButton.tsx'
import { Card } from '../../../../../ui/Card.tsx'
import type { Field, Readers, Section } from '../../../contract.ts'
import {
  fieldBy,
  keysIn,
  sectionOf,
  valueAt,
  withFields,
  withoutFields,
} from '../../../drafts/editing/rules.ts'
import { controlOf, pathOf, split } from '../../../drafts/places/rules.ts'
import { mayFollow } from '../../../rules.ts'
import { useText } from '../../useText.ts'
import { freshKey, useDesk } from '../desk.ts'
import { Anchors } from '../fields/Anchors.tsx'
import { Columns } from '../fields/Columns.tsx'
import { Condition } from '../fields/Condition.tsx'
import { FaultsAt } from '../fields/FaultsAt.tsx'
import { Figure } from '../fields/Figure.tsx'
import { GivenRows } from '../fields/GivenRows.tsx'
import { Options } from '../fields/Options.tsx'
import { Words } from '../fields/Words.tsx'
import { KindIcon } from '../KindIcon.tsx'
import { kinds, type Property } from '../kinds.ts'
import { useFaultWords } from '../useFaultWords.ts'
import styles from '../Designer.module.css'

/** Everything that can be said about the field that is open. */
export function FieldPanel() {
  const { t } = useTranslation()
  const { body, change, place, show } = useDesk()
  const [, key] = split(place)
  const path = pathOf(body, place)
  const section = sectionOf(body, key)
  if (path === null || !section) return null
  const field = valueAt(body, path) as Field
  const { properties } = kinds[field.type]
  const has = (property: Property) => properties.includes(property)
  const at = section.fields.indexOf(field)
  const copy = () => {
    const put = withFields(body, section.key, at + 1, [field], freshKey)
    change(put.body)
    show(`field.${put.keys[0]}`)
  }
  const remove = () => {
    const next = section.fields[at + 1] ?? section.fields[at - 1]
    change(withoutFields(body, [key]))
    show(next ? `field.${next.key}` : `section.${section.key}`)
  }
  return (
    <Card
      title={
        <span className={styles.kind}>
          <KindIcon type={field.type} /> {t(`drafts.type.${field.type}.name`)}
        </span>
      }
      className={styles.panel}
    >
      <div className="stack">
        <FaultsAt path={path} />
        <FaultsAt path={`${path}.key`} />
        <Words
          path={`${path}.label`}
          label={t('drafts.field.label')}
          isLong={field.type === 'helpText'}
        />
        <Words path={`${path}.help`} label={t('drafts.field.help')} isLong isOptional />
        {field.type !== 'helpText' && <Hands path={path} field={field} section={section} />}
        {has('required') && (
          <Switch
            id={controlOf(`${path}.required`)}
            label={t('drafts.field.required')}
            checked={field.required}
            onChange={(event) =>
              change(setIn(body, field, { required: event.currentTarget.checked }))
            }
          />
        )}
        {has('feeds') && <Feeds path={path} field={field} />}
        {has('variant') && (
          <Choice
            path={`${path}.variant`}
            label={t('drafts.field.variant')}
            values={['A', 'B']}
            nameOf={(value) => t(`drafts.field.variants.${value}`)}
          />
        )}
        {has('dimension') && <Dimension path={`${path}.dimension`} />}
        {has('options') && <Options path={`${path}.options`} />}
        {has('anchors') && <Anchors path={`${path}.anchors`} />}
        {has('columns') && <Columns path={`${path}.columns`} />}
        {has('columns') && <GivenRows path={`${path}.given`} field={field} />}
        {has('unit') && <Words path={`${path}.unit`} label={t('drafts.field.unit')} isOptional />}
        {(has('letters') || has('entries') || has('range')) && (
          <div className={styles.pair}>
            <Figure
              path={`${path}.min`}
              label={t(
                `drafts.field.min.${has('range') ? 'range' : has('letters') ? 'letters' : 'entries'}`,
              )}
              isOptional
              isWhole={!has('range')}
              {...(!has('range') && { min: 0 })}
            />
            <Figure
              path={`${path}.max`}
              label={t(
                `drafts.field.max.${has('range') ? 'range' : has('letters') ? 'letters' : 'entries'}`,
              )}
              isOptional
              isWhole={!has('range')}
              {...(!has('range') && { min: 0 })}
            />
          </div>
        )}
        {has('needs') && <Needs path={`${path}.needs`} field={field} />}
        {has('signs') && (
          <div className="stack">
            <FaultsAt path={`${path}.signs`} />
            {(['employee', 'manager'] as const).map((who) => (
              <Switch
                key={who}
                label={t('drafts.field.signs', { who: t(`drafts.writer.${who}`) })}
                checked={field.signs?.includes(who) ?? false}
                onChange={(event) => {
                  const others = (field.signs ?? []).filter((each) => each !== who)
                  const signs = event.currentTarget.checked ? [...others, who] : others
                  change(setIn(body, field, { signs }))
                }}
              />
            ))}
          </div>
        )}
        {has('startsFrom') && (
          <StartsFrom path={`${path}.startsFrom`} field={field} section={section} />
        )}
        <Condition path={`${path}.condition`} field={field} section={section} />
        {has('example') && <Example path={`${path}.example`} field={field} />}
        <div className="cluster">
          <ActionButton size="xs" onClick={() => change(fieldBy(body, key, -1))}>
            {t('drafts.field.up')}
          </ActionButton>
          <ActionButton size="xs" onClick={() => change(fieldBy(body, key, 1))}>
            {t('drafts.field.down')}
          </ActionButton>
          <ActionButton size="xs" onClick={copy}>
            {t('drafts.field.copy')}
          </ActionButton>
          <ActionButton size="xs" onClick={remove}>
            {t('drafts.field.remove')}
          </ActionButton>
        </div>
      </div>
    </Card>
  )
}

const setIn = (body: Parameters<typeof keysIn>[0], field: Field, part: Partial<Field>) => ({
  ...body,
  sections: body.sections.map((section) => ({
    ...section,
    fields: section.fields.map((each) => (each === field ? { ...each, ...part } : each)),
  })),
})

interface ChoiceProps {
  path: string
  label: string
  description?: string
  values: readonly string[]
  nameOf: (value: string) => string
  isOptional?: boolean
}

/** One of a few values at a place of the template. */
function Choice({ path, label, description, values, nameOf, isOptional = false }: ChoiceProps) {
  const { body, put, faults } = useDesk()
  const say = useFaultWords()
  const value = valueAt(body, path) as string | undefined
  const fault = faults.find((each) => each.path === path)
  const known = value === undefined || values.includes(value) ? values : [value, ...values]
  return (
    <Select
      id={controlOf(path)}
      label={label}
      description={description}
      data={known.map((each) => ({ value: each, label: nameOf(each) }))}
      value={value ?? null}
      allowDeselect={false}
      clearable={isOptional}
      error={fault && say(fault)}
      onChange={(next) => put(path, next ?? undefined)}
    />
  )
}

const apart: readonly Readers[] = ['pairAfterReveal', 'pairOnly', 'authorOnly', 'hr']
const together: readonly Readers[] = ['record', 'pair', 'pairOnly', 'authorOnly']

/** Who writes it, and who reads it when. */
function Hands({ path, field, section }: { path: string; field: Field; section: Section }) {
  const { t } = useTranslation()
  const isJoint = section.part === 'talk' || section.part === 'agreement'
  return (
    <>
      <Choice
        path={`${path}.writer`}
        label={t('drafts.field.writer')}
        values={
          isJoint
            ? ['both', 'employee', 'manager']
            : [section.part === 'self' ? 'employee' : 'manager']
        }
        nameOf={(value) => t(`drafts.writer.${value}`)}
      />
      <Choice
        path={`${path}.readers`}
        label={t('drafts.field.readers')}
        description={t(`drafts.readersNote.${field.readers}`)}
        values={isJoint ? together : apart}
        nameOf={(value) => t(`drafts.readers.${value}`)}
      />
    </>
  )
}

function Feeds({ path, field }: { path: string; field: Field }) {
  const { t } = useTranslation()
  const { body, put } = useDesk()
  if (!body.scale && !field.mayFeedRating) return null
  return (
    <div>
      <Switch
        id={controlOf(`${path}.mayFeedRating`)}
        label={t('drafts.field.feeds')}
        description={t('drafts.field.feedsNote')}
        checked={field.mayFeedRating}
        onChange={(event) => put(`${path}.mayFeedRating`, event.currentTarget.checked)}
      />
      <FaultsAt path={`${path}.mayFeedRating`} />
    </div>
  )
}

function Dimension({ path }: { path: string }) {
  const { t } = useTranslation()
  const text = useText()
  const { body } = useDesk()
  const named = (key: string) => {
    const found = body.dimensions.find((dimension) => dimension.key === key)
    return found ? text(found.label) || t('drafts.unnamed') : key
  }
  return (
    <Choice
      path={path}
      label={t('drafts.field.dimension')}
      values={body.dimensions.map(({ key }) => key)}
      nameOf={named}
    />
  )
}

function Needs({ path, field }: { path: string; field: Field }) {
  const { t } = useTranslation()
  const { put } = useDesk()
  const kindsOfNeed =
    field.type === 'rating' ? (['case', 'nextLevel'] as const) : (['case', 'situation'] as const)
  return (
    <div className="stack">
      {kindsOfNeed.map((need) => (
        <Switch
          key={need}
          label={t(`templates.library.needs.${need}`)}
          checked={field.needs?.includes(need) ?? false}
          onChange={(event) => {
            const others = (field.needs ?? []).filter((each) => each !== need)
            const next = event.currentTarget.checked ? [...others, need] : others
            put(path, next.length > 0 ? next : undefined)
          }}
        />
      ))}
    </div>
  )
}

const order = ['self', 'manager', 'talk', 'agreement']

function StartsFrom({ path, field, section }: { path: string; field: Field; section: Section }) {
  const { t } = useTranslation()
  const text = useText()
  const { body } = useDesk()
  const earlier = body.sections
    .filter(({ part }) => order.indexOf(part) < order.indexOf(section.part))
    .flatMap(({ fields }) => fields)
    .filter((source) => source.type === field.type && mayFollow(field, source))
  if (earlier.length === 0 && !field.startsFrom) return null
  return (
    <Choice
      path={path}
      label={t('drafts.field.startsFrom')}
      description={t('drafts.field.startsFromNote')}
      values={earlier.map(({ key }) => key)}
      nameOf={(key) => {
        const found = earlier.find((each) => each.key === key)
        return found ? text(found.label) || t('drafts.unnamed') : key
      }}
      isOptional
    />
  )
}

function Example({ path, field }: { path: string; field: Field }) {
  const { t } = useTranslation()
  const { put } = useDesk()
  const none = { zh: '', en: '' }
  return (
    <fieldset className={styles.words}>
      <legend>{t('drafts.field.example')}</legend>
      {field.example ? (
        <>
          <Words path={`${path}.weak`} label={t('drafts.field.weak')} isLong />
          <Words path={`${path}.strong`} label={t('drafts.field.strong')} isLong />
          <ActionButton kind="quiet" size="xs" onClick={() => put(path, undefined)}>
            {t('drafts.field.noExample')}
          </ActionButton>
        </>
      ) : (
        <ActionButton
          kind="quiet"
          size="xs"
          onClick={() => put(path, { weak: none, strong: none })}
        >
          {t('drafts.field.addExample')}
        </ActionButton>
      )}
    </fieldset>
  )
}
