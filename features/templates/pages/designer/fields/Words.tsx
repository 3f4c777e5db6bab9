import { Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Text } from '../../../contract.ts'
import { noText, valueAt } from '../../../drafts/editing/rules.ts'
import { controlOf } from '../../../drafts/places/rules.ts'
import { useDesk } from '../desk.ts'
import { useFaultWords } from '../useFaultWords.ts'
import styles from '../Designer.module.css'

interface Props {
  /** Where the words stand, such as `sections.0.label`. */
  path: string
  label: string
  isLong?: boolean
  /** May be left out altogether. */
  isOptional?: boolean
}

const languages = ['zh', 'en'] as const
const tall = { input: styles.tall ?? '', section: styles.tongueAbove ?? '' }

/** Words in both languages, one above the other, with what is the matter with them. */
export function Words({ path, label, isLong = false, isOptional = false }: Props) {
  const { t } = useTranslation()
  const { body, put, faults } = useDesk()
  const say = useFaultWords()
  const value = (valueAt(body, path) as Text | undefined) ?? noText
  const Control = isLong ? Textarea : TextInput
  const write = (language: (typeof languages)[number], written: string) => {
    const next = { ...value, [language]: written }
    put(path, isOptional && !next.zh && !next.en ? undefined : next)
  }
  return (
    <fieldset className={styles.words}>
      <legend>{label}</legend>
      {languages.map((language) => {
        const fault = faults.find(
          (each) =>
            each.path === `${path}.${language}` || (language === 'zh' && each.path === path),
        )
        return (
          <Control
            key={language}
            id={controlOf(`${path}.${language}`)}
            aria-label={t('drafts.words.in', { label, language: t(`drafts.words.${language}`) })}
            leftSection={
              <span className={styles.tongue}>{t(`drafts.words.short.${language}`)}</span>
            }
            value={value[language]}
            maxLength={isLong ? 2_000 : 200}
            {...(isLong && { minRows: 2, autosize: true, classNames: tall })}
            error={fault && say(fault)}
            onChange={(event: { currentTarget: { value: string } }) =>
              write(language, event.currentTarget.value)
            }
          />
        )
      })}
    </fieldset>
  )
}
