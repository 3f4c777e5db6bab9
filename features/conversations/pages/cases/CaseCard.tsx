import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { Tag, type TagKind } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Case } from '../../appeals/contract.ts'
import { Decide } from './Decide.tsx'
import { NameHandler } from './NameHandler.tsx'
import { Recuse } from './Recuse.tsx'
import { useCaseChanged } from './useCaseChanged.ts'
import styles from './Cases.module.css'

const tones: Record<string, TagKind> = { upheld: 'n', revised: 'd', withdrawn: 'n' }

/** One dispute or appeal: what was said, who deals with it, what came of it, and what one may do. */
export function CaseCard({ it, titled = false }: { it: Case; titled?: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [doing, setDoing] = useState<'name' | 'recuse' | 'decide' | 'withdraw' | null>(null)
  const changed = useCaseChanged()
  const withdraw = useMutation(
    api.conversations.appeals.withdraw.mutationOptions({
      onSuccess: async () => {
        setDoing(null)
        await changed(t('conversations.appeals.withdrawn'))
      },
    }),
  )
  const state = it.outcome ?? (it.handler ? 'handling' : 'waiting')
  const close = () => setDoing(null)
  const { refusals } = it
  return (
    <Card
      title={
        titled ? `${it.employee.name} · ${it.title}` : t(`conversations.appeals.kind.${it.kind}`)
      }
      note={
        <Tag kind={tones[state] ?? 'w'}>
          {t(`conversations.appeals.state.${state}`, { name: it.handler?.name })}
        </Tag>
      }
    >
      <div className="stack">
        <p className="small mute">
          {[
            titled && t(`conversations.appeals.kind.${it.kind}`),
            t('conversations.appeals.openedOn', { when: f.dayTime(it.openedAt) }),
            it.outcome === null && t('conversations.appeals.dueOn', { day: f.day(it.dueOn) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className={styles.words}>{it.reason}</p>
        <p className={styles.words}>{t('conversations.appeals.wished', { wish: it.wish })}</p>
        {it.answer && (
          <div>
            <h3 className="small mute">{t('conversations.appeals.answer')}</h3>
            <p className={styles.words}>{it.answer}</p>
          </div>
        )}
        {it.parts && (
          <p className="small">
            {t('conversations.appeals.reopened', {
              parts: it.parts.map((part) => t(`conversations.amending.part.${part}`)).join(' · '),
            })}
          </p>
        )}
        {it.steps.length > 0 && (
          <ul className="small mute">
            {it.steps.map((step, at) => (
              <li key={at}>
                {[
                  t(`conversations.appeals.step.${step.kind}`, {
                    by: step.by.name,
                    name: step.person.name,
                  }),
                  step.reason,
                  f.dayTime(step.at),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </li>
            ))}
          </ul>
        )}
        {it.outcome === null && (
          <div className="cluster">
            {refusals.decide === null && (
              <>
                <ActionButton kind="primary" onClick={() => setDoing('decide')}>
                  {t('conversations.appeals.decide')}
                </ActionButton>
                <ActionButton onClick={() => setDoing('recuse')}>
                  {t('conversations.appeals.recuse')}
                </ActionButton>
              </>
            )}
            {refusals.name === null && (
              <ActionButton
                kind={it.handler ? 'plain' : 'primary'}
                onClick={() => setDoing('name')}
              >
                {t(it.handler ? 'conversations.appeals.rename' : 'conversations.appeals.name')}
              </ActionButton>
            )}
            {it.own && (
              <ActionButton refusal={refusals.withdraw} onClick={() => setDoing('withdraw')}>
                {t('conversations.appeals.withdraw')}
              </ActionButton>
            )}
          </div>
        )}
      </div>
      {doing === 'name' && <NameHandler it={it} onClose={close} />}
      {doing === 'recuse' && <Recuse id={it.id} onClose={close} />}
      {doing === 'decide' && <Decide it={it} onClose={close} />}
      <ConfirmDialog
        opened={doing === 'withdraw'}
        title={t('conversations.appeals.withdrawTitle')}
        confirm={t('conversations.appeals.withdraw')}
        busy={withdraw.isPending}
        error={withdraw.error}
        onConfirm={() => withdraw.mutate({ id: it.id })}
        onClose={close}
      >
        {t('conversations.appeals.withdrawText')}
      </ConfirmDialog>
    </Card>
  )
}
