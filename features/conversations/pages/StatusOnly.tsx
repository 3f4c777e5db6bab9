import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import type { Workspace } from '../contract.ts'

/** For whoever may know how far a talk is, but not what is said in it. */
export function StatusOnly({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  if (talk.relation === 'breakGlass')
    return (
      <Card tone="sunken" title={t('conversations.glass.notHere')}>
        <p className="mute">
          {t('conversations.glass.notHereText', { name: talk.employee.name })}{' '}
          <Link className="inline" to={`/conversations/${talk.id}`} replace>
            {t('conversations.glass.toWords')}
          </Link>
        </p>
      </Card>
    )
  return (
    <Card tone="sunken" title={t('conversations.statusOnly.title')}>
      <p className="mute">{t('conversations.statusOnly.text')}</p>
    </Card>
  )
}
