import { useState } from 'react'
import { Radio } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { toast } from '../../../../ui/toasts.tsx'
import { changesBetween, effectOf, touchesCriteria } from '../../drafts/changes/rules.ts'
import type { Draft } from '../../drafts/contract.ts'
import { ChangeList } from '../ChangeList.tsx'
import { sum, UnderWay, type Stand } from '../UnderWay.tsx'
import { useDesk } from './desk.ts'

/** How far the talks have come that each answer reaches. */
const reach = {
  keep: [],
  notStarted: ['notStarted'],
  allOpen: ['notStarted', 'begun'],
} satisfies Record<string, Stand[]>
type Scope = keyof typeof reach

interface Props {
  draft: Draft
  flush: () => Promise<boolean>
}

/** Makes the draft a version: what changed, why, and which talks under way it reaches (E19). */
export function Publish({ draft, flush }: Props) {
  const { t } = useTranslation()
  const { faults } = useDesk()
  const [isOpen, setOpen] = useState(false)
  const open = async () => {
    if (await flush()) setOpen(true)
    else toast({ kind: 'trouble', text: t('drafts.publish.notSaved') })
  }
  return (
    <>
      <ActionButton
        kind="primary"
        refusal={faults.length > 0 ? 'templates.hasFaults' : null}
        refusalParams={{ n: faults.length }}
        onClick={() => void open()}
      >
        {t('drafts.publish.open')}
      </ActionButton>
      {isOpen && <Ask draft={draft} onClose={() => setOpen(false)} />}
    </>
  )
}

function Ask({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { body } = useDesk()
  const [note, setNote] = useState('')
  const [scope, setScope] = useState<Scope>('keep')
  const [reason, setReason] = useState('')
  const { before, templateId } = draft
  const changes = before ? changesBetween(before.body, body) : []
  const effect = effectOf(changes)
  const use = useQuery({
    ...api.conversations.templateUse.queryOptions({ input: { templateId: templateId ?? '' } }),
    enabled: templateId !== null,
  })
  const cycles = use.data?.cycles ?? []
  const isAsked = effect !== 'wording' && sum(cycles, reach.allOpen) > 0
  const publish = useMutation(
    api.templates.publish.mutationOptions({
      onSuccess: async ({ key, version }) => {
        await queryClient.invalidateQueries({ queryKey: api.templates.key() })
        toast({ text: t('drafts.publish.done', { version }) })
        await navigate({ to: '/design', search: { template: key } as never })
      },
    }),
  )
  const send = async () => {
    // What was typed last has been saved by now: the revision is asked for anew.
    const { revision } = await queryClient.fetchQuery({
      ...api.templates.draft.queryOptions({ input: { id: draft.id } }),
      staleTime: 0,
    })
    publish.mutate({
      id: draft.id,
      revision,
      note,
      ...(isAsked && scope !== 'keep' && { underWay: { scope, reason } }),
    })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      size="lg"
      title={t('drafts.publish.title', { version: (before?.version ?? 0) + 1 })}
    >
      <form className="stack" onSubmit={(event) => (event.preventDefault(), void send())}>
        {before ? (
          <section aria-label={t('drafts.publish.changes')}>
            <h3>{t('drafts.publish.changes')}</h3>
            <ChangeList changes={changes} />
          </section>
        ) : (
          <p>{t('drafts.publish.first')}</p>
        )}
        <ReasonField
          label={t('drafts.publish.note')}
          help={t('drafts.publish.noteHelp')}
          most={500}
          isOptional
          value={note}
          onChange={setNote}
        />
        <ErrorNote error={use.error} onRetry={() => void use.refetch()} />
        {cycles.length > 0 && <UnderWay cycles={cycles} reached={isAsked ? reach[scope] : []} />}
        {isAsked && (
          <Radio.Group
            label={t('drafts.publish.underWay')}
            description={t('drafts.publish.underWayNote')}
            value={scope}
            onChange={(next) => setScope(next as Scope)}
          >
            <div className="stack" style={{ marginTop: 8 }}>
              <Radio value="keep" label={t('drafts.publish.scope.keep')} />
              <Radio
                value="notStarted"
                label={t('drafts.publish.scope.notStarted', { n: sum(cycles, reach.notStarted) })}
              />
              <Radio
                value="allOpen"
                disabled={effect === 'breaks'}
                label={t('drafts.publish.scope.allOpen', { n: sum(cycles, reach.allOpen) })}
                description={t(
                  effect === 'breaks' ? 'drafts.publish.breaks' : 'drafts.publish.comesBack',
                )}
              />
            </div>
          </Radio.Group>
        )}
        {isAsked && scope !== 'keep' && (
          <ReasonField
            label={t('drafts.publish.reason')}
            help={t('drafts.publish.reasonHelp')}
            most={500}
            value={reason}
            onChange={setReason}
          />
        )}
        {isAsked && scope !== 'keep' && touchesCriteria(changes) && (
          <p className="small">{t('drafts.adoption.needsSecond')}</p>
        )}
        <ErrorNote error={publish.error} />
        <div className="cluster">
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
          <ActionButton type="submit" kind="primary" busy={publish.isPending}>
            {t('drafts.publish.do')}
          </ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
