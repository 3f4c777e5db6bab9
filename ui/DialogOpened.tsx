import { useEffect, useState, type ReactNode } from 'react'
import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The drawn dialog; pages use `Dialog`. */
export default function DialogOpened({
  title,
  onClose,
  size = 'md',
  children,
}: {
  title: ReactNode
  onClose: () => void
  size?: 'sm' | 'md' | 'lg' | 'xl'
  children: ReactNode
}) {
  const { t } = useTranslation()
  const [opener] = useState(() => document.activeElement)
  // It is gone before it could give the focus back by itself.
  useEffect(() => () => void (opener instanceof HTMLElement && opener.focus()), [opener])
  return (
    <Modal
      opened
      onClose={onClose}
      size={size}
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {children}
    </Modal>
  )
}
