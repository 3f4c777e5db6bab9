import styles from './SealMark.module.css'

/** The vermilion square of a sealed record with the first eight characters of its hash. */
export function SealMark({
  hash,
  words,
  label,
}: {
  hash: string
  words: [string, string]
  label: string
}) {
  const short = hash.slice(0, 8).toUpperCase()
  return (
    <div className={styles.stamp} role="img" aria-label={`${label} ${short}`}>
      <span>
        {words[0]}
        <br />
        {words[1]}
        <small>
          {short.slice(0, 4)} {short.slice(4)}
        </small>
      </span>
    </div>
  )
}

/** The brand's own small seal. */
export function Brand({ name }: { name: string }) {
  return (
    <span className={styles.brand} aria-hidden>
      {name}
    </span>
  )
}
