import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import type { Workspace } from '../../contract.ts'
import { isPair } from '../form.ts'
import { Changes } from './Changes.tsx'
import { CaseFlag } from './CaseFlag.tsx'
import styles from './Cases.module.css'

/** The phase in which a part is written. */
const placeOf = {
  manager: 'prepare',
  talk: 'talk',
  agreement: 'agree',
  plan: 'agree',
} as const

/** Over the workspace: a case is open, or a new version is being written and what of it may be. */
export function Reopened({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const { amending, openCase } = talk
  return (
    <>
      {openCase && <CaseFlag kind={openCase} of="open" />}
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
          {isPair(talk) && (
            <p className="cluster">
              {amending.parts.map((part) => (
                <Link
                  key={part}
                  to="/conversations/$id"
                  params={{ id: talk.id }}
                  search={{ phase: placeOf[part] } as never}
                >
                  {t('conversations.amending.goTo', {
                    part: t(`conversations.amending.part.${part}`),
                  })}
                </Link>
              ))}
            </p>
          )}
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
