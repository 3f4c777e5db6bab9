import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import type { AmendedPart } from '../../amending/contract.ts'
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

/** Over the workspace: it is only stored for now, a case is open, or a new version is being written and what of it may be, until it lies there to be signed. */
export function Reopened({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const { amending, openCase } = talk
  const named = (parts: readonly AmendedPart[]) =>
    parts.map((part) => t(`conversations.amending.part.${part}`)).join(' · ')
  return (
    <>
      {talk.isShut && (
        <Card tone="sunken" title={t('conversations.shut.title')}>
          <p className="mute measure">
            {t('conversations.shut.text', { name: talk.employee.name })}
          </p>
        </Card>
      )}
      {openCase && <CaseFlag kind={openCase} of="open" />}
      {amending && (
        <Card
          tone="waiting"
          title={t('conversations.amending.banner', { version: amending.version })}
        >
          <p>{t('conversations.amending.bannerText', { parts: named(amending.parts) })}</p>
          {isPair(talk) && !talk.signing.presentedAt && (
            <p className="cluster">
              {[...Map.groupBy(amending.parts, (part) => placeOf[part])].map(([phase, parts]) => (
                <Link
                  key={phase}
                  to="/conversations/$id"
                  params={{ id: talk.id }}
                  search={{ phase } as never}
                >
                  {t('conversations.amending.goTo', { parts: named(parts) })}
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
