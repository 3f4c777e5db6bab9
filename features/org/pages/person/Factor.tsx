import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useKept } from '../../../../ui/useKept.ts'
import { FormDialog } from './FormDialog.tsx'

/** Somebody's second factor; taking it away when the phone is lost needs two people. */
export function Factor({ person }: { person: { id: string; name: string } }) {
  const { t } = useTranslation()
  const f = useFormat()
  const asked = api.org.factor.queryOptions({ input: { personId: person.id } })
  const { data: factor } = useQuery(asked)
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason, forget] = useKept(`factor.${person.id}`, '')
  const onSuccess = (now: NonNullable<typeof factor>) => {
    queryClient.setQueryData(asked.queryKey, now)
    setAsking(false)
  }
  const ask = useMutation({
    ...api.org.askFactorReset.mutationOptions(),
    onSuccess: (now) => {
      setReason('')
      forget()
      onSuccess(now)
    },
  })
  const decide = useMutation({ ...api.org.decideFactorReset.mutationOptions(), onSuccess })
  if (!factor || (!factor.since && !factor.reset)) return null
  const { reset } = factor
  return (
    <Card title={t('org.factor.title')} note={t('org.factor.note')}>
      <div className="row">
        <span>{factor.since && t('org.factor.since', { day: f.day(factor.since) })}</span>
        {!reset && (
          <span className="end">
            <ActionButton
              size="compact-sm"
              refusal={factor.refusal}
              onClick={() => setAsking(true)}
            >
              {t('org.factor.ask')}
            </ActionButton>
          </span>
        )}
      </div>
      {reset && (
        <div className="row">
          <span>
            {t('org.factor.asked', { name: reset.askedBy, day: f.shortDay(reset.askedAt) })}{' '}
            <span className="small mute">{reset.reason}</span>
          </span>
          <span className="end">
            <ActionButton
              size="compact-sm"
              refusal={reset.refusal}
              busy={decide.isPending}
              onClick={() => decide.mutate({ resetId: reset.id, accept: true })}
            >
              {t('org.grant.accept')}
            </ActionButton>{' '}
            <ActionButton
              kind="quiet"
              size="compact-sm"
              refusal={reset.refusal}
              onClick={() => decide.mutate({ resetId: reset.id, accept: false })}
            >
              {t('org.grant.decline')}
            </ActionButton>
          </span>
        </div>
      )}
      <ErrorNote error={decide.error} />
      {isAsking && (
        <FormDialog
          title={t('org.factor.askTitle', { name: person.name })}
          submit={t('org.factor.ask')}
          refusal={null}
          busy={ask.isPending}
          error={ask.error}
          onClose={() => setAsking(false)}
          onSubmit={() => ask.mutate({ personId: person.id, reason })}
        >
          <ReasonField
            label={t('org.factor.reason')}
            help={t('org.factor.reasonHelp')}
            most={500}
            value={reason}
            onChange={setReason}
          />
        </FormDialog>
      )}
    </Card>
  )
}
