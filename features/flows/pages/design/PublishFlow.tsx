import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { toast } from '../../../../ui/toasts.tsx'
import { UnderWay } from '../../../templates/pages/UnderWay.tsx'
import type { FlowBody } from '../../contract.ts'
import { changesBetween } from '../../changes/rules.ts'
import type { FlowDraftView } from '../../drafts/contract.ts'
import type { Fault } from '../../faults/rules.ts'
import { FlowChanges } from '../FlowChanges.tsx'

interface Props {
  draft: FlowDraftView
  flow: FlowBody
  faults: readonly Fault[]
  flush: () => Promise<boolean>
}

/** Makes the draft a version, after it has been read once more what is different. */
export function PublishFlow({ draft, flow, faults, flush }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const [note, setNote] = useState('')
  const publish = useMutation({
    mutationFn: async () => {
      if (!(await flush())) return null
      const { revision } = await api.flows.draft.call({ id: draft.id })
      return api.flows.publish.call({ id: draft.id, revision, note })
    },
    onSuccess: (published) => {
      if (!published) return
      toast({ text: t('flows.design.published', { version: published.version }) })
      void queryClient.invalidateQueries({ queryKey: api.flows.key() })
      void navigate({ to: '/design/flows' })
    },
  })
  const use = useQuery({
    ...api.conversations.flowUse.queryOptions({ input: { flowId: draft.flowId ?? '' } }),
    enabled: isAsking && draft.flowId !== null,
  })
  const refusal = faults.length > 0 ? 'flows.hasFaults' : null
  return (
    <>
      <ActionButton
        kind="primary"
        refusal={refusal}
        refusalParams={{ n: faults.length }}
        onClick={() => setAsking(true)}
      >
        {t('flows.design.publish')}
      </ActionButton>
      <Dialog
        opened={isAsking}
        title={t('flows.design.publish')}
        onClose={() => setAsking(false)}
        size="lg"
      >
        <div className="stack">
          {draft.before ? (
            <FlowChanges
              changes={changesBetween(draft.before.body, flow)}
              before={draft.before.body}
              after={flow}
            />
          ) : (
            <p>{t('flows.design.firstVersion', { n: flow.stages.length })}</p>
          )}
          <p className="small mute">{t('flows.design.publishNote')}</p>
          <ErrorNote error={use.error} onRetry={() => void use.refetch()} />
          {use.data && use.data.cycles.length > 0 && <UnderWay cycles={use.data.cycles} />}
          <ReasonField
            label={t('flows.design.note')}
            most={500}
            isOptional
            value={note}
            onChange={setNote}
          />
          <ErrorNote error={publish.error} />
          <div className="cluster">
            <ActionButton kind="primary" busy={publish.isPending} onClick={() => publish.mutate()}>
              {t('flows.design.publishNow')}
            </ActionButton>
            <ActionButton onClick={() => setAsking(false)}>{t('flows.design.notYet')}</ActionButton>
          </div>
        </div>
      </Dialog>
    </>
  )
}
