import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api, client, queryClient } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import { StepUp } from '../../accounts/pages/StepUp.tsx'
import type { ChainExport } from '../audit/contract.ts'
import { TakeRecords } from './TakeRecords.tsx'
import { WithdrawExport } from './WithdrawExport.tsx'

/** Exports of many records: asked by one, agreed to by another, taken within a day. */
export function Exports({ items }: { items: ChainExport[] }) {
  const { t } = useTranslation()
  return (
    <Card title={t('admin.audit.exports')} note={t('admin.audit.exportsNote')}>
      {items.length === 0 ? (
        <p className="mute">{t('admin.audit.none')}</p>
      ) : (
        <ul>
          {items.map((one) => (
            <One key={one.id} one={one} />
          ))}
        </ul>
      )}
    </Card>
  )
}

const recordsIn = ({ archives }: ChainExport) =>
  archives.reduce((sum, { records }) => sum + records, 0)

const tones = { asked: 'w', withdrawn: 'n', ready: 'd', declined: 'n', expired: 'n' } as const

function One({ one }: { one: ChainExport }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isAgreeing, setAgreeing] = useState(false)
  const said = (text: string) => {
    toast({ text })
    return queryClient.invalidateQueries({ queryKey: api.admin.audit.exports.key() })
  }
  const decline = useMutation(
    api.admin.audit.exports.decide.mutationOptions({
      onSuccess: () => said(t('admin.audit.declined')),
    }),
  )
  // There each of its archives says how it stands.
  const isTakenHere = one.state === 'ready' && one.contents === 'records'
  const take = (format: 'csv' | 'json') =>
    location.assign(`/api/files/chains/${one.id}?format=${format}`)
  return (
    <li className="row">
      <div>
        <b>{t('admin.audit.range', { range: f.range(one.fromOn, one.untilOn) })}</b>{' '}
        {one.contents === 'records' && (
          <>
            <Tag kind="i">{t('admin.audit.fullText')}</Tag>{' '}
          </>
        )}
        <Tag kind={tones[one.state]}>{t(`admin.audit.state.${one.state}`)}</Tag>{' '}
        {one.brokenOffAt && !one.handedOverAt && one.refusals.take === null && (
          <Tag kind="w">{t('admin.audit.notWhole')}</Tag>
        )}
        <br />
        <span className="small mute">
          {[
            recordsIn(one) > 0 && t('admin.audit.recordsOf', { count: recordsIn(one) }),
            one.employee?.name,
            one.cycle,
            one.department?.replaceAll('/', ' / ') ??
              (one.employee || one.cycle ? null : t('admin.audit.everywhere')),
            t('admin.audit.by', { name: one.askedBy.name }),
            one.decidedBy && t('admin.audit.decidedBy', { name: one.decidedBy.name }),
            one.state === 'ready' &&
              one.expiresAt &&
              t('admin.audit.ready', { when: f.dayTime(one.expiresAt) }),
            !isTakenHere &&
              one.handedOverAt &&
              t('admin.audit.taken', { when: f.dayTime(one.handedOverAt) }),
            !isTakenHere &&
              one.brokenOffAt &&
              t('admin.audit.brokenOff', { when: f.dayTime(one.brokenOffAt) }),
            one.reason,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {isTakenHere && <TakeRecords one={one} />}
        <ErrorNote error={decline.error} />
      </div>
      <span className="end cluster">
        {one.refusals.withdraw === null && <WithdrawExport one={one} />}
        {one.state === 'asked' && (
          <>
            <ActionButton
              kind="primary"
              size="compact-sm"
              refusal={one.refusals.decide}
              onClick={() => setAgreeing(true)}
            >
              {t('admin.audit.approve')}
            </ActionButton>
            <ActionButton
              size="compact-sm"
              refusal={one.refusals.decide}
              busy={decline.isPending}
              onClick={() => decline.mutate({ id: one.id, approve: false })}
            >
              {t('admin.audit.decline')}
            </ActionButton>
          </>
        )}
        {one.state === 'ready' && one.contents === 'chains' && (
          <>
            <ActionButton size="compact-sm" refusal={one.refusals.take} onClick={() => take('csv')}>
              {t('admin.audit.csv')}
            </ActionButton>
            <ActionButton
              size="compact-sm"
              refusal={one.refusals.take}
              onClick={() => take('json')}
            >
              {t('admin.audit.json')}
            </ActionButton>
          </>
        )}
      </span>
      {isAgreeing && (
        <StepUp
          title={t('admin.audit.agreeTitle', { name: one.askedBy.name })}
          text={t('admin.audit.agreeText')}
          confirm={t('admin.audit.approve')}
          act={() => client.admin.audit.exports.decide({ id: one.id, approve: true })}
          onDone={() => void said(t('admin.audit.approved'))}
          onClose={() => setAgreeing(false)}
        />
      )}
    </li>
  )
}
