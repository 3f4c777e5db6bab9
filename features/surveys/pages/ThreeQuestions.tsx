import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { questions, type Answers } from '../contract.ts'
import { questionKeys } from '../rules.ts'
import styles from './Surveys.module.css'

/** Answers while they are being given. */
export type Given = Partial<Answers>

export const isWhole = (given: Given): given is Answers =>
  questionKeys.every((question) => given[question] !== undefined)

/** The three questions, each with its few answers: large enough for a thumb. */
export function ThreeQuestions({
  given,
  onChange,
}: {
  given: Given
  onChange: (given: Given) => void
}) {
  const { t } = useTranslation()
  return questionKeys.map((question) => (
    <Radio.Group
      key={question}
      label={t(`surveys.question.${question}`)}
      value={given[question] ?? null}
      onChange={(choice) => onChange({ ...given, [question]: choice })}
      classNames={{ label: styles.question! }}
    >
      <div className={styles.choices}>
        {questions[question].map((choice) => (
          <Radio
            key={choice}
            value={choice}
            label={t(`surveys.choice.${choice}`)}
            classNames={{ root: styles.choice!, body: styles.body! }}
          />
        ))}
      </div>
    </Radio.Group>
  ))
}
