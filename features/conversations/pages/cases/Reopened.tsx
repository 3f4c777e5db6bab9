import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import type { Workspace } from '../../contract.ts'
import { isPair } from '../form.ts'
import { Changes } from './Changes.tsx'
import styles from './Cases.module.css'

/** Over the workspace: a case is open, or a new version is being written and what of it may be. */
export function Reopened({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const { amending, openCase } = talk
  return (
    <>
      {openCase && (
        <Card tone="waiting">
          <Tag kind="w">
            {t(
              openCase === 'appeal'
                ? 'conversations.appeals.flag'
                : 'conversations.appeals.flagDispute',
            )}
          </Tag>{' '}
          {t('conversations.appeals.flagText')}
        </Card>
      )}
      {amending && (
        <Card
          tone="waiting"
          title={t('conversations.amending.banner', { version: amending.version })}
        >
          <p>
            {t('conversations.amending.bannerText', {
              parts: amending.parts
                .map((part) => t(`conversations.amending.part.${part}`))
                .join(' · '),
            })}
          </p>
          {amending.reason && (
            <p className={styles.words}>
              {t('conversations.amending.because', { reason: amending.reason })}
            </p>
          )}
        </Card>
      )}
      {amending && isPair(talk) && <Changes conversationId={talk.id} />}
    </>
  )
}
