import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Sealed } from '../../record/contract.ts'
import { Changes } from '../cases/Changes.tsx'
import { CaseFlag } from '../cases/CaseFlag.tsx'

/** Before the sheet: whether this version is in force, and whether a case is open. */
export function Standing({ record }: { record: Sealed }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { id, version, newest, openCase, amending } = record
  return (
    <>
      {record.erased && (
        <Card
          tone="sunken"
          title={t('conversations.amending.erased', { when: f.dayTime(record.erased.at) })}
        >
          <p>{t('conversations.amending.erasedText', { basis: record.erased.basis })}</p>
        </Card>
      )}
      {version < newest && (
        <Card tone="waiting" title={t('conversations.amending.superseded', { version, newest })}>
          <p>{t('conversations.amending.supersededText')}</p>
          <p>
            <Link to="/conversations/$id/record" params={{ id }} search={{}}>
              {t('conversations.amending.toNewest')}
            </Link>
          </p>
        </Card>
      )}
      {openCase && <CaseFlag kind={openCase} of="sealed" />}
      {amending && <Card tone="waiting">{t('conversations.amending.underWay')}</Card>}
    </>
  )
}

/** After it: every version there is, and what this one changed. */
export function Versions({ record }: { record: Sealed }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { id, versions } = record
  if (versions.length < 2) return null
  const hasEarlier = versions.some(({ version }) => version < record.version)
  return (
    <>
      {hasEarlier && <Changes conversationId={id} version={record.version} />}
      <Card title={t('conversations.amending.versions')}>
        <ul>
          {versions.map(({ version, sealedAt }) => (
            <li key={version} className="row">
              <Link
                to="/conversations/$id/record"
                params={{ id }}
                search={{ version } as never}
                {...(version === record.version && { 'aria-current': 'page' as const })}
              >
                {t('conversations.amending.versionOn', { version, when: f.dayTime(sealedAt) })}
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}
