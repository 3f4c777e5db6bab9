import styles from './Choices.module.css'

interface Choice<Key extends string> {
  key: Key
  name: string
  /** What choosing it means, in a sentence. */
  what: string
  note?: string
}

interface Props<Key extends string> {
  choices: Choice<Key>[]
  label: string
  /** Which stands; left out where pressing one goes on at once. */
  chosen?: Key | null
  disabled?: boolean
  onChoose: (key: Key) => void
}

/** A few large things to choose one of, each with what it means. */
export function Choices<Key extends string>(props: Props<Key>) {
  const { choices, label, chosen, disabled, onChoose } = props
  return (
    <ul className={styles.choices} aria-label={label}>
      {choices.map(({ key, name, what, note }) => (
        <li key={key}>
          <button
            type="button"
            className={styles.choice}
            disabled={disabled}
            aria-pressed={chosen === undefined ? undefined : key === chosen}
            onClick={() => onChoose(key)}
          >
            <strong>{name}</strong>
            <span className={note ? 'small' : 'small mute'}>{what}</span>
            {note && <span className="small mute">{note}</span>}
          </button>
        </li>
      ))}
    </ul>
  )
}
