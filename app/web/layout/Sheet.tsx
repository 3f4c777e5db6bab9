import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../../ui/Person.tsx'
import { useMe } from './me.ts'
import { PlaceLink, usePlaces } from './PlaceLink.tsx'
import styles from './Rail.module.css'
import { usePersonItems } from './usePersonItems.ts'

/** 我 on a phone: the other places, search, and what a person can do about themselves. */
export default function Sheet({
  onClose,
  onSearch,
}: {
  onClose: () => void
  onSearch: () => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      classNames={{ content: styles.drawer! }}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      title={
        <span className="cluster">
          <Avatar name={me.name} />
          {me.name}
        </span>
      }
    >
      <div className={styles.sheet}>
        {usePlaces()
          .filter((place) => !place.phone)
          .map((place) => (
            <PlaceLink key={place.key} place={place} onClick={onClose} />
          ))}
        <button type="button" className={styles.place} onClick={() => (onClose(), onSearch())}>
          {t('app.search.open')}
        </button>
        {usePersonItems()
          .filter((item) => item.key !== 'do-settings')
          .map((item) => (
            <button
              key={item.key}
              type="button"
              className={styles.place}
              onClick={() => (onClose(), item.act())}
            >
              {item.text}
            </button>
          ))}
      </div>
    </Drawer>
  )
}
