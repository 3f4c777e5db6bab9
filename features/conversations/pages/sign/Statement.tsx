import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { cleanText } from '../../../sealing/canonical/rules.ts'
import { inSight } from '../../../sealing/sight/rules.ts'
import styles from './Sign.module.css'

const most = 5000
/** From how many characters left on it is said. */
const near = 500

interface Props {
  id?: string
  'aria-label'?: string
  required: boolean
  value: string
  onChange: (words: string) => void
}

/**
 * The employee's own words beside the page, held as they would be sealed: what turns the direction of writing goes
 * while one looks on. How much still fits is said before the field takes no more.
 */
export function Statement({ onChange, ...rest }: Props) {
  const { t } = useTranslation()
  const left = most - rest.value.length
  const seen = inSight(rest.value)
  return (
    <div>
      <Textarea
        {...rest}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={most}
        onChange={(event) => onChange(cleanText(event.currentTarget.value))}
      />
      {seen !== rest.value && (
        <p className={`small mute ${styles.beneath}`}>
          {t('conversations.sign.inSight', { words: seen })}
        </p>
      )}
      <p className={`small mute ${styles.beneath}`} role="status">
        {left <= 0
          ? t('conversations.sign.full', { most })
          : left <= near && t('conversations.sign.left', { left, most })}
      </p>
    </div>
  )
}
