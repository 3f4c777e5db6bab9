import type { ReactNode } from 'react'
import { Menu } from '@mantine/core'
import styles from './Rail.module.css'
import { usePersonItems } from './usePersonItems.ts'

/** The menu of the person at the foot of the rail; it appears open, because it was asked for. */
export default function PersonMenu({ face }: { face: ReactNode }) {
  return (
    <Menu defaultOpened position="top-start" width={188}>
      <Menu.Target>
        <button type="button" className={styles.me}>
          {face}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {usePersonItems().map((item) => (
          <Menu.Item key={item.key} onClick={item.act}>
            {item.text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
