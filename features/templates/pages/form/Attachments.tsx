import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { FileDrop } from '../../../../ui/FileDrop.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Attachment } from '../../contract.ts'
import { useForm, type EditorProps } from './facts.ts'
import styles from './Form.module.css'

/** Files of a field: dropped or chosen, each opened by its name. */
export function Attachments({ field, value, onChange, disabled }: EditorProps<Attachment[]>) {
  const { t } = useTranslation()
  const f = useFormat()
  const { upload, fileAddress } = useForm()
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const most = field.max ?? 20
  const take = async (files: File[]) => {
    if (!upload) return
    setBusy(true)
    setError(null)
    const added: Attachment[] = []
    try {
      for (const file of files.slice(0, most - value.length))
        added.push(await upload(file, field.key))
    } catch (thrown) {
      setError(thrown)
    }
    setBusy(false)
    if (added.length > 0) onChange([...value, ...added])
  }
  return (
    <>
      {value.length > 0 && (
        <ul className={styles.files}>
          {value.map((file) => (
            <li key={file.id}>
              {fileAddress ? <a href={fileAddress(file.id)}>{file.name}</a> : file.name}{' '}
              <span className="small mute">{f.bytes(file.size)}</span>
              {!disabled && (
                <button
                  type="button"
                  aria-label={t('templates.form.removeFile', { name: file.name })}
                  onClick={() => onChange(value.filter((each) => each !== file))}
                >
                  ×
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!disabled && upload && value.length < most && (
        <FileDrop
          label={t('templates.form.addFile')}
          multiple
          busy={isBusy}
          maxBytes={20 * 1024 ** 2}
          onFiles={(files) => void take(files)}
        />
      )}
      <ErrorNote error={error} kept={t('templates.form.filesKept')} />
    </>
  )
}
