import { type ReactNode, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from './useFormat.ts'
import styles from './FileDrop.module.css'

interface Props {
  label: string
  /** Extensions as in the accept attribute: '.csv,.xlsx'. */
  accept?: string
  /** Bytes; larger files are refused here, with words, before anything is sent. */
  maxBytes?: number
  multiple?: boolean
  hint?: ReactNode
  busy?: boolean
  /** Something was chosen, before it is known whether it will be taken. */
  onChoose?: () => void
  onFiles: (files: File[]) => void
}

/** A place to drop files on, or to choose them by button. */
export function FileDrop({
  label,
  accept,
  maxBytes,
  multiple,
  hint,
  busy,
  onChoose,
  onFiles,
}: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  const take = (files: File[]) => {
    if (files.length > 0) onChoose?.()
    const endings = accept
      ?.split(',')
      .map((ending) => ending.trim().toLowerCase())
      .filter((ending) => ending.startsWith('.'))
    const wrong = endings?.length
      ? files.find((file) => !endings.some((ending) => file.name.toLowerCase().endsWith(ending)))
      : undefined
    const large = maxBytes ? files.find((file) => file.size > maxBytes) : undefined
    if (wrong) return setTrouble(t('ui.file.kind', { name: wrong.name, accept: f.list(endings!) }))
    if (large)
      return setTrouble(
        t('ui.file.large', {
          name: large.name,
          size: f.bytes(large.size),
          max: f.bytes(maxBytes!),
        }),
      ) // found by it
    setTrouble(null)
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
    if (input.current) input.current.value = ''
  }

  return (
    <div
      className={styles.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => (
        event.preventDefault(),
        setOver(false),
        take([...event.dataTransfer.files])
      )}
    >
      <input
        ref={input}
        id={id}
        type="file"
        className="unseen"
        accept={accept}
        multiple={multiple}
        disabled={busy}
        aria-describedby={`${id}-hint`}
        onChange={(event) => take([...(event.currentTarget.files ?? [])])}
      />
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`} className="small mute">
        <span className={styles.drag}>{t('ui.file.drop')}</span>
        {hint && <> {hint}</>}
      </p>
      {trouble && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
    </div>
  )
}
