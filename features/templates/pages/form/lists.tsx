import { Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../../../ui/Tag.tsx'
import { listLimit } from '../../answers/rules.ts'
import {
  causeLabels,
  supportKinds,
  type Cause,
  type KeyMatter,
  type NextGoal,
  type SupportNeed,
} from '../../contract.ts'
import { useForm, type EditorProps } from './facts.ts'
import { ItemList } from './ItemList.tsx'
import { Line } from './Line.tsx'
import styles from './Form.module.css'

const most = (field: EditorProps<unknown>['field']) => Math.min(field.max ?? listLimit, listLimit)

/** A weak matter, its cause, its remedy, and who proposed it. */
export function Causes({ field, labelledBy, value, onChange, disabled }: EditorProps<Cause[]>) {
  const { t } = useTranslation()
  const { writer, names } = useForm()
  return (
    <ItemList<Cause>
      items={value}
      onChange={onChange}
      fresh={() => ({ matter: '', label: 'process', cause: '', remedy: '', proposedBy: writer })}
      max={most(field)}
      disabled={disabled}
      labelledBy={labelledBy}
      addLabel={t('templates.form.addCause')}
    >
      {(item, edit, first) => (
        <>
          <Line
            {...first}
            label={t('templates.form.matter')}
            disabled={disabled}
            value={item.matter}
            onChange={(matter) => edit({ matter })}
          />
          <Select
            label={t('templates.form.causeLabel')}
            size="sm"
            disabled={disabled}
            allowDeselect={false}
            value={item.label}
            data={causeLabels.map((label) => ({
              value: label,
              label: t(`templates.cause.${label}`),
            }))}
            onChange={(label) => label && edit({ label: label as Cause['label'] })}
          />
          <Line
            label={t('templates.form.cause')}
            disabled={disabled}
            value={item.cause}
            onChange={(cause) => edit({ cause })}
          />
          <Line
            label={t('templates.form.remedy')}
            disabled={disabled}
            value={item.remedy}
            onChange={(remedy) => edit({ remedy })}
          />
          <p className="small">
            <Tag>
              {t('templates.form.proposedBy', {
                name:
                  item.proposedBy === 'both'
                    ? t('templates.form.bothOfYou')
                    : names[item.proposedBy],
              })}
            </Tag>
          </p>
        </>
      )}
    </ItemList>
  )
}

/** What mattered most, the indicator one looks at, and how it turned out. */
export function KeyMatters({
  field,
  labelledBy,
  value,
  onChange,
  disabled,
}: EditorProps<KeyMatter[]>) {
  const { t } = useTranslation()
  return (
    <ItemList
      items={value}
      onChange={onChange}
      fresh={() => ({ matter: '', indicator: '', outcome: '' })}
      max={most(field)}
      disabled={disabled}
      labelledBy={labelledBy}
      addLabel={t('templates.form.addMatter')}
    >
      {(item, edit, first) => (
        <div className={styles.columns}>
          <Line
            {...first}
            label={t('templates.form.matter')}
            disabled={disabled}
            value={item.matter}
            onChange={(matter) => edit({ matter })}
          />
          <Line
            label={t('templates.form.indicator')}
            disabled={disabled}
            value={item.indicator}
            onChange={(indicator) => edit({ indicator })}
          />
          <Line
            label={t('templates.form.outcome')}
            disabled={disabled}
            value={item.outcome}
            onChange={(outcome) => edit({ outcome })}
          />
        </div>
      )}
    </ItemList>
  )
}

/** What is needed, of which kind, why and by when. */
export function SupportNeeds({
  field,
  labelledBy,
  value,
  onChange,
  disabled,
}: EditorProps<SupportNeed[]>) {
  const { t } = useTranslation()
  return (
    <ItemList<SupportNeed>
      items={value}
      onChange={onChange}
      fresh={() => ({ kind: 'resource', need: '', reason: '', neededBy: null })}
      max={most(field)}
      disabled={disabled}
      labelledBy={labelledBy}
      addLabel={t('templates.form.addNeed')}
    >
      {(item, edit, first) => (
        <>
          <Line
            {...first}
            label={t('templates.form.need')}
            disabled={disabled}
            value={item.need}
            onChange={(need) => edit({ need })}
          />
          <div className={styles.columns}>
            <Select
              label={t('templates.form.needKind')}
              size="sm"
              disabled={disabled}
              allowDeselect={false}
              value={item.kind}
              data={supportKinds.map((kind) => ({
                value: kind,
                label: t(`templates.support.${kind}`),
              }))}
              onChange={(kind) => kind && edit({ kind: kind as SupportNeed['kind'] })}
            />
            <TextInput
              label={t('templates.form.neededBy')}
              type="date"
              size="sm"
              disabled={disabled}
              value={item.neededBy ?? ''}
              onChange={(event) => edit({ neededBy: event.currentTarget.value || null })}
            />
          </div>
          <Line
            label={t('templates.form.why')}
            disabled={disabled}
            value={item.reason}
            onChange={(reason) => edit({ reason })}
          />
        </>
      )}
    </ItemList>
  )
}

/** What, how, who helps, and what will count as done. */
export function NextGoals({
  field,
  labelledBy,
  value,
  onChange,
  disabled,
}: EditorProps<NextGoal[]>) {
  const { t } = useTranslation()
  return (
    <ItemList
      items={value}
      onChange={onChange}
      fresh={() => ({ what: '', how: '', help: '', measure: '', dueOn: null })}
      max={most(field)}
      disabled={disabled}
      labelledBy={labelledBy}
      addLabel={t('templates.form.addGoal')}
    >
      {(item, edit, first) => (
        <>
          <Line
            {...first}
            label={t('templates.form.what')}
            disabled={disabled}
            value={item.what}
            onChange={(what) => edit({ what })}
          />
          <div className={styles.columns}>
            <Line
              label={t('templates.form.how')}
              disabled={disabled}
              value={item.how}
              onChange={(how) => edit({ how })}
            />
            <Line
              label={t('templates.form.help')}
              disabled={disabled}
              value={item.help}
              onChange={(help) => edit({ help })}
            />
          </div>
          <div className={styles.columns}>
            <Line
              label={t('templates.form.measure')}
              disabled={disabled}
              value={item.measure}
              onChange={(measure) => edit({ measure })}
            />
            <TextInput
              label={t('templates.form.dueOn')}
              type="date"
              size="sm"
              disabled={disabled}
              value={item.dueOn ?? ''}
              onChange={(event) => edit({ dueOn: event.currentTarget.value || null })}
            />
          </div>
        </>
      )}
    </ItemList>
  )
}
