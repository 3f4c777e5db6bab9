import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { terms, usualWords, type Words } from '../../../accounts/words/rules.ts'
import styles from './Packs.module.css'

interface Props {
  value: Words
  onChange: (words: Words) => void
  /** Somebody has pressed the button: what lacks words says so. */
  tried: boolean
}

const forms = ['zh', 'en', 'enMany'] as const

/** What the product calls things, in both languages; what stands there is what every page will say. */
export function OwnWords({ value, onChange, tried }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.words}>
      {terms.map((term) => {
        const said = value[term] ?? usualWords[term]
        return (
          <fieldset key={term} className={styles.word}>
            <legend className="small mute">
              {t('packs.usually', { zh: usualWords[term].zh, en: usualWords[term].en })}
            </legend>
            {forms.map((form) => (
              <TextInput
                key={form}
                label={t(`packs.form.${form}`)}
                required
                withAsterisk={false}
                maxLength={20}
                value={said[form]}
                error={tried && !said[form].trim() && t('ui.fillIn')}
                onChange={(event) =>
                  onChange({ ...value, [term]: { ...said, [form]: event.currentTarget.value } })
                }
              />
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}
