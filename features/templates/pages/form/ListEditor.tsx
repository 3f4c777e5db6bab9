import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { v7 } from 'uuid'
import { DateField } from '../../../../ui/DateField.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { listLimit } from '../../answers/rules.ts'
import { useForm, type EditorProps } from './facts.ts'
import { FromIndicators } from './FromIndicators.tsx'
import { ItemList, type FirstControl } from './ItemList.tsx'
import { Line } from './Line.tsx'
import { listKinds, type Control, type ListType } from './lists.ts'
import styles from './Form.module.css'

// The table says which names an entry has; here an entry is what the table says.
type Item = { id: string; [name: string]: string | null }

/** Entries of one kind, each with the controls `listKinds` gives it. */
export function ListEditor<Entry extends { id: string }>({
  field,
  labelledBy,
  value,
  onChange,
  disabled,
}: EditorProps<Entry[]>) {
  const { t } = useTranslation()
  const { writer } = useForm()
  const { addLabel, fresh, rows } = listKinds[field.type as ListType]
  const items = value as unknown as Item[]
  const max = Math.min(field.max ?? listLimit, listLimit)
  return (
    <>
      <ItemList<Item>
        items={items}
        onChange={(items) => onChange(items as unknown as Entry[])}
        fresh={() => fresh(writer)}
        max={max}
        disabled={disabled}
        labelledBy={labelledBy}
        addLabel={t(addLabel)}
      >
        {(item, edit, first) =>
          rows(field).map((row: Control[], at) => {
            const controls = row.map((control, place) => (
              <OneControl
                key={control.name}
                control={control}
                value={item[control.name] ?? null}
                onChange={(next) => edit({ [control.name]: next })}
                disabled={disabled}
                first={at === 0 && place === 0 ? first : undefined}
              />
            ))
            return row.length > 1 ? (
              <div key={row[0]!.name} className={styles.columns}>
                {controls}
              </div>
            ) : (
              controls
            )
          })
        }
      </ItemList>
      {field.type === 'nextGoals' && !disabled && (
        <FromIndicators
          taken={items.map(({ what }) => what ?? '')}
          hasRoom={items.length < max}
          onTake={({ title, target, measure }) =>
            onChange([
              ...items,
              {
                ...fresh(writer),
                id: v7(),
                what: title,
                measure: [target, measure].filter(Boolean).join(t('templates.form.comma')),
              },
            ] as unknown as Entry[])
          }
        />
      )}
    </>
  )
}

interface ControlProps {
  control: Control
  value: string | null
  onChange: (value: string | null) => void
  disabled: boolean
  first: FirstControl | undefined
}

function OneControl({ control, value, onChange, disabled, first }: ControlProps) {
  const { t } = useTranslation()
  if (control.as === 'proposer') return <Proposer by={value as ProposedBy} />
  const common = { label: t(control.label), disabled }
  if (control.as === 'text')
    return <Line {...first} {...common} value={value ?? ''} onChange={onChange} />
  if (control.as === 'day')
    return (
      <DateField
        {...common}
        size="sm"
        value={value ?? ''}
        onChange={(day) => onChange(day || null)}
      />
    )
  return (
    <Select
      {...common}
      size="sm"
      allowDeselect={false}
      value={value}
      data={control.options.map((option) => ({
        value: option,
        label: t(`${control.words}.${option}`),
      }))}
      onChange={(option) => option && onChange(option)}
    />
  )
}

type ProposedBy = 'employee' | 'manager' | 'both'

function Proposer({ by }: { by: ProposedBy }) {
  const { t } = useTranslation()
  const { names } = useForm()
  const name = by === 'both' ? t('templates.form.bothOfYou') : names[by]
  return (
    <p className="small">
      <Tag>{t('templates.form.proposedBy', { name })}</Tag>
    </p>
  )
}
