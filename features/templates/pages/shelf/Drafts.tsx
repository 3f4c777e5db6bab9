import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { api } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../useText.ts'

/** Templates and versions still being written; nothing when there are none. */
export function Drafts() {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const drafts = useQuery(api.templates.drafts.queryOptions())
  if (failureIn(drafts))
    return <ErrorNote error={drafts.error} onRetry={() => void drafts.refetch()} />
  if (!drafts.data?.length) return null
  return (
    <Card title={t('drafts.shelf.drafts')}>
      {drafts.data.map((draft) => (
        <div key={draft.id} className="row">
          <div>
            <Link to={`/design/templates/${draft.id}` as never}>
              {text(draft.title) || draft.title.zh || draft.title.en || t('drafts.untitled')}
            </Link>
            <p className="small mute">
              {t('drafts.shelf.draftNote', {
                name: draft.updatedBy,
                when: f.near(draft.updatedAt),
              })}
            </p>
          </div>
          {draft.faults > 0 && (
            <span className="end">
              <Tag kind="w">{t('drafts.shelf.draftFaults', { n: draft.faults })}</Tag>
            </span>
          )}
        </div>
      ))}
    </Card>
  )
}
