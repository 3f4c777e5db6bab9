import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { ChangeList } from '../ChangeList.tsx'
import { AdoptionRow } from './AdoptionRow.tsx'

interface Version {
  versionId: string
  version: number
  publishedAt: Date
  note: string | null
}

/** Every version there was: since when, why, what changed, and which talks are on it. */
export function Versions({ templateId, versions }: { templateId: string; versions: Version[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const use = useQuery(api.conversations.templateUse.queryOptions({ input: { templateId } }))
  return (
    <Card title={t('drafts.versions.title')} note={t('drafts.versions.note')}>
      <ErrorNote error={use.error} onRetry={() => void use.refetch()} />
      {versions.map((version, at) => {
        const used = use.data?.versions.find(({ versionId }) => versionId === version.versionId)
        const before = versions[at + 1]
        const talks = used ? used.notStarted + used.begun + used.opened + used.over : 0
        return (
          <div key={version.versionId} className="row">
            <div>
              <b>{t('drafts.versions.one', { version: version.version })}</b>{' '}
              <span className="small mute">{f.day(version.publishedAt)}</span>
              <p>{version.note ?? <span className="mute">{t('drafts.versions.noNote')}</span>}</p>
              {used && (
                <p className="small mute">
                  {talks > 0
                    ? t('drafts.versions.use', { ...used, cycles: used.cycles.length })
                    : t('drafts.versions.unused')}
                </p>
              )}
              {before && <Differences templateId={templateId} from={before} to={version} />}
            </div>
          </div>
        )
      })}
      {use.data && use.data.adoptions.length > 0 && (
        <>
          <h3>{t('drafts.versions.adoptions')}</h3>
          {use.data.adoptions.map((adoption) => (
            <AdoptionRow key={adoption.id} adoption={adoption} />
          ))}
        </>
      )}
    </Card>
  )
}

function Differences({ templateId, from, to }: { templateId: string; from: Version; to: Version }) {
  const { t } = useTranslation()
  const diff = useQuery(
    api.templates.diff.queryOptions({
      input: { id: templateId, from: from.versionId, to: to.versionId },
    }),
  )
  return (
    <details>
      <summary>{t('drafts.versions.compare', { version: from.version })}</summary>
      <ErrorNote error={diff.error} onRetry={() => void diff.refetch()} />
      {diff.data && <ChangeList changes={diff.data.changes} />}
    </details>
  )
}
