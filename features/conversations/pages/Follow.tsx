import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Workspace } from '../contract.ts'
import { PlanView } from './agree/PlanView.tsx'
import { SignedAs } from './sign/SignedAs.tsx'
import type { Slots } from './slots.ts'
import { Facts } from './talk/Facts.tsx'

/** 跟踪: what was promised and how it goes; the sealed record is one step away. */
export function Follow({ talk, slots }: { talk: Workspace; slots: Slots }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <div className="two">
      <div className="stack">
        {/* What was promised in it is only stored, too: not to be taken for nothing. */}
        {!talk.isShut &&
          (slots.follow?.(talk.id) ?? (
            <Card title={t('conversations.follow.title')}>
              {talk.plan.length > 0 ? (
                <PlanView talk={talk} />
              ) : (
                <EmptyState text={t('conversations.follow.none')} />
              )}
            </Card>
          ))}
      </div>
      <aside className="stack">
        {talk.sealedAt && (
          <Card title={t('conversations.follow.record')}>
            <p className="mute">
              {t('conversations.follow.recordText', { when: f.dayTime(talk.sealedAt) })}
            </p>
            <SignedAs talk={talk} />
            <p style={{ marginTop: 12 }}>
              <ActionButton
                kind="primary"
                refusal={talk.refusals.readSealed}
                to={`/conversations/${talk.id}/record`}
              >
                {t('conversations.follow.open')}
              </ActionButton>
            </p>
          </Card>
        )}
        <Facts talk={talk} />
      </aside>
    </div>
  )
}
