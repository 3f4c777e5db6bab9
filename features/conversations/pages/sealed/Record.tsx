import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { ReasonCard } from '../../../../ui/ReasonCard.tsx'
import { StepLine } from '../../../../ui/Steps.tsx'
import { api } from '../../../../ui/api.ts'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { asksReason } from '../../../../ui/failure.ts'
import type { JsonObject } from '../../../sealing/canonical/rules.ts'
import { canBeRedacted } from '../../record/export/redaction/rules.ts'
import { AmendmentsOf } from '../cases/Amendments.tsx'
import { CasesOf } from '../cases/CasesOf.tsx'
import { usePhaseSteps } from '../phases.ts'
import { Excerpt } from './Excerpt.tsx'
import { Proof } from './Proof.tsx'
import { Sheet } from './Sheet.tsx'
import { Standing, Versions } from './Versions.tsx'
import styles from './Record.module.css'

/** 已封存: the record as both signed it, what proves it, and how to check. */
export function Record() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const { version } = useSearch({ strict: false }) as { version?: number }
  const [reason, setReason] = useState<string | undefined>()
  const [isShortening, setShortening] = useState(false)
  const steps = usePhaseSteps()
  const {
    data: record,
    error,
    isFetching,
    refetch,
  } = admitted(
    useQuery({
      ...api.conversations.sealedRecord.queryOptions({
        input: { id, ...(reason && { reason }), ...(version && { version: Number(version) }) },
      }),
      staleTime: 300_000,
      retry: false,
    }),
    'conversations.reasonFirst',
  )
  const needsReason = asksReason(error, 'conversations.reasonFirst')
  const crumbs = [
    { text: t('conversations.list.title'), to: '/conversations' },
    { text: t('conversations.record.title') },
  ]
  if (error && needsReason && !record)
    return (
      <>
        <PageHeader crumbs={crumbs} title={t('conversations.record.title')} />
        <ReasonCard
          className={styles.reason}
          title={t('conversations.record.reasonTitle')}
          text={t('conversations.record.reasonText')}
          label={t('conversations.reason')}
          verb={t('conversations.record.reasonButton')}
          refusal="conversations.writeReason"
          busy={isFetching}
          given={reason}
          error={error}
          onGive={setReason}
        />
      </>
    )
  if (failureIn({ data: record, error }))
    return (
      <>
        <PageHeader crumbs={crumbs} title={t('conversations.record.title')} />
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </>
    )
  if (!record) return <Pending />
  const hrefOf = (what: string, without: string[] = []) => {
    const query = new URLSearchParams({
      ...(reason && { reason }),
      ...(version && { version: String(version) }),
      ...(without.length > 0 && { without: without.join() }),
    })
    return `/api/files/${what}/${id}${query.size > 0 ? `?${query}` : ''}`
  }
  const document = record.document as JsonObject
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('conversations.list.title'), to: '/conversations' },
          { text: record.page.subtitle, to: `/conversations/${id}` },
        ]}
        title={t('conversations.record.title')}
        steps={<StepLine steps={steps('follow')} label={t('conversations.way')} />}
        actions={
          <>
            <Export
              refusal={record.exportRefusal}
              href={hrefOf('record-evidence')}
              label={t('conversations.record.exportJson')}
            />
            <Export
              refusal={record.exportRefusal}
              href={hrefOf('record-pdf')}
              label={t('conversations.record.exportPdf')}
            />
            <ActionButton
              refusal={
                record.exportRefusal ?? (canBeRedacted(document) ? null : 'conversations.onlyWhole')
              }
              onClick={() => setShortening(true)}
            >
              {t('conversations.excerpt.open')}
            </ActionButton>
            {record.ownReceipt && (
              <Export
                refusal={null}
                href={`/api/files/receipt/${id}`}
                label={t('conversations.record.receipt')}
              />
            )}
            <ActionButton kind="primary" to="/verify">
              {t('conversations.record.verify')}
            </ActionButton>
          </>
        }
      />
      <Excerpt
        opened={isShortening}
        document={document}
        hrefOf={hrefOf}
        onClose={() => setShortening(false)}
      />
      <div className={styles.table}>
        <Standing record={record} />
        <Sheet record={record} />
        <Versions record={record} />
        <Proof record={record} />
        <CasesOf conversationId={id} kind="appeal" isEmployee={record.ownAccess} />
        <AmendmentsOf conversationId={id} />
        <p className="small">
          <Link to="/conversations/$id" params={{ id }}>
            {t('conversations.record.back')}
          </Link>
          {' · '}
          <Link to={'/people/$id/talks' as string} params={{ id: record.employeeId } as never}>
            {t('conversations.record.compare')}
          </Link>
          {record.readsChain && (
            <>
              {' · '}
              <Link to={'/conversations/$id/chain' as string} params={{ id } as never}>
                {t('conversations.record.chain')}
              </Link>
            </>
          )}
          {record.ownAccess && (
            <>
              {' · '}
              <Link to={'/conversations/$id/access' as string} params={{ id } as never}>
                {t('conversations.whoSees')}
              </Link>
            </>
          )}
        </p>
      </div>
    </>
  )
}

/** A plain link, so that the browser saves the file itself; a reason instead when it may not be taken along. */
function Export({ refusal, href, label }: { refusal: string | null; href: string; label: string }) {
  if (refusal) return <ActionButton refusal={refusal}>{label}</ActionButton>
  return <ActionButton onClick={() => location.assign(href)}>{label}</ActionButton>
}
