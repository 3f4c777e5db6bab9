import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { v7 } from 'uuid'
import { Tag } from '../../../../ui/Tag.tsx'
import { listLimit } from '../../answers/rules.ts'
import type { ReviewedGoal } from '../../contract.ts'
import { useForm, type EditorProps } from './facts.ts'
import { FromIndicators } from './FromIndicators.tsx'
import { ItemList } from './ItemList.tsx'
import { Line } from './Line.tsx'
import styles from './Form.module.css'

const fresh = (): Omit<ReviewedGoal, 'id'> => ({
  goal: '',
  target: '',
  actual: '',
  attainment: null,
  comment: '',
  employeeAgrees: null,
  managerAgrees: null,
})

/** Goals with target, actual and attainment; where both write, each confirms the figures alone. */
export function GoalReview({
  field,
  labelledBy,
  value,
  onChange,
  disabled,
}: EditorProps<ReviewedGoal[]>) {
  const { t } = useTranslation()
  return (
    <>
      <ItemList
        items={value}
        onChange={onChange}
        fresh={fresh}
        max={Math.min(field.max ?? listLimit, listLimit)}
        disabled={disabled}
        labelledBy={labelledBy}
        addLabel={t('templates.form.addReviewed')}
      >
        {(item, edit, first) => (
          <>
            <Line
              {...first}
              label={t('templates.form.goal')}
              disabled={disabled}
              value={item.goal}
              onChange={(goal) => edit({ goal })}
            />
            <div className={styles.columns}>
              <Line
                label={t('templates.form.target')}
                disabled={disabled}
                value={item.target}
                onChange={(target) => edit({ target })}
              />
              <Line
                label={t('templates.form.actual')}
                disabled={disabled}
                value={item.actual}
                onChange={(actual) => edit({ actual })}
              />
              <NumberInput
                label={t('templates.form.attainment')}
                size="sm"
                min={0}
                max={10_000}
                suffix=" %"
                disabled={disabled}
                value={item.attainment ?? ''}
                onChange={(next) => edit({ attainment: next === '' ? null : Number(next) })}
              />
            </div>
            <Line
              label={t('templates.form.goalComment')}
              disabled={disabled}
              value={item.comment}
              onChange={(comment) => edit({ comment })}
            />
            {field.writer === 'both' && (
              <Confirmations item={item} edit={edit} disabled={disabled} />
            )}
          </>
        )}
      </ItemList>
      {!disabled && (
        <FromIndicators
          taken={value.map(({ goal }) => goal)}
          hasRoom={value.length < Math.min(field.max ?? listLimit, listLimit)}
          onTake={({ id, title, target }) =>
            onChange([...value, { ...fresh(), id: v7(), goal: title, target, ref: id }])
          }
        />
      )}
    </>
  )
}

interface ConfirmationsProps {
  item: ReviewedGoal
  edit: (change: Partial<ReviewedGoal>) => void
  disabled: boolean
}

function Confirmations({ item, edit, disabled }: ConfirmationsProps) {
  const { t } = useTranslation()
  const { writer, names } = useForm()
  const own = writer === 'employee' ? 'employeeAgrees' : 'managerAgrees'
  const other = writer === 'employee' ? 'managerAgrees' : 'employeeAgrees'
  const otherName = names[writer === 'employee' ? 'manager' : 'employee']
  return (
    <div className={styles.confirmations}>
      <span className="small mute">{t('templates.form.figuresRight')}</span>
      {[true, false].map((says) => (
        <button
          key={String(says)}
          type="button"
          className={styles.toggle}
          aria-pressed={item[own] === says}
          disabled={disabled}
          onClick={() => edit({ [own]: item[own] === says ? null : says })}
        >
          {t(`templates.form.figures.${says}`)}
        </button>
      ))}
      <Tag kind={item[other] === null ? 'w' : item[other] ? 'd' : 'i'}>
        {t(`templates.form.otherSays.${item[other]}`, { name: otherName })}
      </Tag>
    </div>
  )
}
