import type { ReactNode } from 'react'
import { useFormat } from './useFormat.ts'
import styles from './Bars.module.css'

/** Colours a part of a bar may have, by meaning. */
export type Tone = 'pine' | 'bamboo' | 'bamboo-pale' | 'amber' | 'indigo' | 'seal' | 'line-strong'

export interface Part {
  label: string
  value: number
  tone: Tone
}

/** One thin bar: how far. `value` of `whole`. */
export function Bar({
  value,
  whole,
  tone = 'pine',
  label,
}: {
  value: number
  whole: number
  tone?: Tone
  label: string
}) {
  return <StackedBar parts={[{ label, value, tone }]} whole={whole} />
}

/** Parts of a whole in one bar; the rest stays empty. */
export function StackedBar({
  parts,
  whole,
  thick,
}: {
  parts: Part[]
  whole: number
  thick?: boolean
}) {
  const f = useFormat()
  const text = parts.map((part) => `${part.label} ${f.of(part.value, whole)}`).join(', ')
  return (
    <div
      className={styles.bar}
      data-thick={thick || undefined}
      role="img"
      aria-label={text}
      title={text}
    >
      {parts.map((part) => (
        <i
          key={part.label}
          style={{
            width: `${whole ? (part.value / whole) * 100 : 0}%`,
            background: `var(--${part.tone})`,
          }}
        />
      ))}
    </div>
  )
}

/** What the colours mean. */
export function Legend({ parts }: { parts: { label: string; tone: Tone | 'sunken' }[] }) {
  return (
    <ul className={styles.legend}>
      {parts.map((part) => (
        <li key={part.label}>
          <i style={{ background: `var(--${part.tone})` }} />
          {part.label}
        </li>
      ))}
    </ul>
  )
}

export interface BarRow {
  key: string
  name: ReactNode
  parts: Part[]
  whole: number
  /** The figures in words at the right, with their denominator. */
  figures: ReactNode
}

/** Bars under each other, one row per department, week, manager … */
export function BarRows({ rows }: { rows: BarRow[] }) {
  return (
    <div>
      {rows.map((row) => (
        <div key={row.key} className={styles.row}>
          <span>{row.name}</span>
          <StackedBar parts={row.parts} whole={row.whole} thick />
          <span className="mute">{row.figures}</span>
        </div>
      ))}
    </div>
  )
}
