import { Rating as Segments } from '../../../../ui/Rating.tsx'
import { useText } from '../useText.ts'
import type { EditorProps } from './facts.ts'
import styles from './Form.module.css'

/** A step between two ends, each end in its own words; nothing that counts for a result. */
export function ScaleField({ field, value, onChange, disabled }: EditorProps<number | null>) {
  const text = useText()
  const anchors = field.anchors ?? []
  const ends = [anchors[0], anchors.at(-1)]
  return (
    <div>
      <p className={styles.ends} aria-hidden>
        {ends.map((end, at) => end && <span key={at}>{text(end.label)}</span>)}
      </p>
      <Segments
        label={text(field.label)}
        hideLabel
        disabled={disabled}
        options={anchors.map((anchor) => ({
          value: String(anchor.value),
          label: String(anchor.value),
          meaning: text(anchor.meaning ?? anchor.label),
        }))}
        value={value === null ? null : String(value)}
        onChange={(chosen) => onChange(Number(chosen))}
      />
    </div>
  )
}
