import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../../ui/ActionButton.tsx'
import { valueAt } from '../../../drafts/editing/rules.ts'
import { useDesk } from '../desk.ts'
import styles from '../Designer.module.css'

interface Props<Item> {
  path: string
  /** What one of them is called, with its number. */
  nameOf: (n: number) => string
  add: string
  fresh: () => Item
  /** The fewest there may be. */
  least?: number
  /** Where there is none, there is no list at all. */
  isOptional?: boolean
  children: (path: string, item: Item) => ReactNode
}

/** A list inside a template, such as options or columns: each can be moved, taken out, and joined by another. */
export function Items<Item>(props: Props<Item>) {
  const { path, nameOf, add, fresh, least = 0, isOptional = false, children } = props
  const { t } = useTranslation()
  const { body, put } = useDesk()
  const items = (valueAt(body, path) as Item[] | undefined) ?? []
  const moved = (from: number, to: number) =>
    put(path, items.toSpliced(from, 1).toSpliced(to, 0, items[from]!))
  const without = (at: number) =>
    put(path, isOptional && items.length === 1 ? undefined : items.toSpliced(at, 1))
  return (
    <div className={styles.items}>
      {items.map((item, at) => (
        <section key={(item as { key?: string }).key ?? at} aria-label={nameOf(at + 1)}>
          <header>
            <span className="small mute">{nameOf(at + 1)}</span>
            <span>
              <Small
                label={t('drafts.items.up', { name: nameOf(at + 1) })}
                icon="M8 13V3M4 7l4-4 4 4"
                isOff={at === 0}
                onClick={() => moved(at, at - 1)}
              />
              <Small
                label={t('drafts.items.down', { name: nameOf(at + 1) })}
                icon="M8 3v10M4 9l4 4 4-4"
                isOff={at === items.length - 1}
                onClick={() => moved(at, at + 1)}
              />
              <Small
                label={t('drafts.items.remove', { name: nameOf(at + 1) })}
                icon="M4 4l8 8M12 4l-8 8"
                isOff={items.length <= least}
                onClick={() => without(at)}
              />
            </span>
          </header>
          {children(`${path}.${at}`, item)}
        </section>
      ))}
      <ActionButton kind="quiet" size="xs" onClick={() => put(path, [...items, fresh()])}>
        {add}
      </ActionButton>
    </div>
  )
}

interface SmallProps {
  label: string
  icon: string
  isOff: boolean
  onClick: () => void
}

function Small({ label, icon, isOff, onClick }: SmallProps) {
  return (
    <button
      type="button"
      className={styles.small}
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onClick}
    >
      <svg viewBox="0 0 16 16" aria-hidden>
        <path d={icon} />
      </svg>
    </button>
  )
}
