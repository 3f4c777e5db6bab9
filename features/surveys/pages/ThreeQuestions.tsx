import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { questions, type Answers } from '../contract.ts'
import { questionKeys } from '../rules.ts'
import styles from './Surveys.module.css'

/** Answers while they are being given. */
export type Given = Partial<Answers>

/** Whether every question is answered. */
export const isWhole = (given: Given): given is Answers =>
  questionKeys.every((question) => given[question] !== undefined)

/** Goes to the first question that nobody has answered yet. */
export const turnToOpen = (given: Given) => {
  const open = questionKeys.find((question) => given[question] === undefined)
  document.getElementById(`${open}-0`)?.focus()
}

/** The three questions, each with its few answers: large enough for a thumb. */
export function ThreeQuestions({
  given,
  isAsking = false,
  onChange,
}: {
  given: Given
  /** Says which are still open. */
  isAsking?: boolean
  onChange: (given: Given) => void
}) {
  const { t } = useTranslation()
  return questionKeys.map((question) => (
    <Radio.Group
      key={question}
      label={t(`surveys.question.${question}`)}
      value={given[question] ?? null}
      error={isAsking && given[question] === undefined && t('surveys.answer.left')}
      onChange={(choice) => onChange({ ...given, [question]: choice })}
      classNames={{ label: styles.question! }}
    >
      <div className={styles.choices}>
        {questions[question].map((choice, at) => (
          <Radio
            key={choice}
            id={`${question}-${at}`}
            value={choice}
            label={t(`surveys.choice.${choice}`)}
            classNames={{ root: styles.choice!, body: styles.body! }}
          />
        ))}
      </div>
    </Radio.Group>
  ))
}
