import { useDesk } from '../desk.ts'
import { useFaultWords } from '../useFaultWords.ts'
import styles from '../Designer.module.css'

/** What is the matter at a place that has no control of its own. */
export function FaultsAt({ path }: { path: string }) {
  const { faults } = useDesk()
  const say = useFaultWords()
  return faults
    .filter((fault) => fault.path === path)
    .map((fault) => (
      <p key={fault.reasonKey} className={styles.fault} role="alert">
        {say(fault)}
      </p>
    ))
}
