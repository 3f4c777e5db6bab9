import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'

/** For whoever may know how far a talk is, but not what is said in it. */
export function StatusOnly() {
  const { t } = useTranslation()
  return (
    <Card tone="sunken" title={t('conversations.statusOnly.title')}>
      <p className="mute">{t('conversations.statusOnly.text')}</p>
    </Card>
  )
}
