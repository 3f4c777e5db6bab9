import { Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useForm, type AtHand } from './facts.ts'
import styles from './Form.module.css'

interface Props {
  /** Goals that stand there already. */
  taken: readonly string[]
  hasRoom: boolean
  onTake: (indicator: AtHand) => void
}

/** Takes what the department is looked at by over into a goal, to be put in one’s own words. */
export function FromIndicators({ taken, hasRoom, onTake }: Props) {
  const { t } = useTranslation()
  const { indicators = [] } = useForm()
  const left = indicators.filter(({ title }) => !taken.includes(title))
  if (left.length === 0 || !hasRoom) return null
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <button type="button" className={styles.add}>
          ＋ {t('templates.form.fromIndicators')}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {left.map((each) => (
          <Menu.Item key={each.id} onClick={() => onTake(each)}>
            {each.title}
            {each.target && <span className="small mute"> · {each.target}</span>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
