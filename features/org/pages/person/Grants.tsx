import { useState } from 'react'
import { Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useKeptForm } from '../../../../ui/useKept.ts'
import { type Person, roleSchema } from '../../contract.ts'
import { FormDialog } from './FormDialog.tsx'
import { DepartmentPick } from './PostFields.tsx'
import { useShowPerson } from './useShowPerson.ts'

type Role = (typeof roleSchema.options)[number]

/** The roles somebody holds, with scope and end, and what has been proposed. */
export function Grants({ person }: { person: Person }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isGiving, setGiving] = useState(false)
  const show = useShowPerson()
  const revoke = useMutation({ ...api.org.revoke.mutationOptions(), onSuccess: show })
  const decide = useMutation({ ...api.org.decide.mutationOptions(), onSuccess: show })
  const scope = (one: { department: string | null; toAt: Date | null }) =>
    [
      one.department?.replaceAll('/', ' / ') ?? t('org.grant.everywhere'),
      one.toAt && t('org.grant.until', { day: f.day(one.toAt) }),
    ]
      .filter(Boolean)
      .join(' · ')
  const mayPropose = person.refusals.grant !== 'org.grantsBySecurity'
  return (
    <Card
      title={t('org.grant.title')}
      note={t('org.grant.note')}
      action={
        mayPropose && (
          <ActionButton
            kind="quiet"
            size="compact-sm"
            refusal={person.refusals.grant}
            onClick={() => setGiving(true)}
          >
            {t('org.grant.give')}
          </ActionButton>
        )
      }
    >
      {person.grants?.length === 0 && <p className="mute">{t('org.grant.none')}</p>}
      {person.grants?.map((grant) => (
        <div key={grant.id} className="row">
          <span>
            <b>{t(`org.role.${grant.role}`)}</b> <span className="small mute">{scope(grant)}</span>
            {grant.reason && <span className="small mute"> · {grant.reason}</span>}
          </span>
          <span className="end small mute">
            {grant.grantedBy &&
              t('org.grant.by', { name: grant.grantedBy, day: f.shortDay(grant.fromAt) })}
            {mayPropose && (
              <ActionButton
                kind="quiet"
                size="compact-sm"
                busy={revoke.isPending}
                onClick={() => revoke.mutate({ id: person.id, grantId: grant.id })}
              >
                {t('org.grant.revoke')}
              </ActionButton>
            )}
          </span>
        </div>
      ))}
      {person.proposals?.map((proposal) => (
        <div key={proposal.id} className="row">
          <span>
            <Tag kind="w">
              {t(proposal.revokes ? 'org.grant.proposedEnd' : 'org.grant.proposed')}
            </Tag>{' '}
            <b>{t(`org.role.${proposal.role}`)}</b>{' '}
            <span className="small mute">
              {scope(proposal)} ·{' '}
              {t('org.grant.by', {
                name: proposal.proposedBy,
                day: f.shortDay(proposal.proposedAt),
              })}
            </span>
          </span>
          <span className="end">
            <ActionButton
              size="compact-sm"
              refusal={proposal.refusal}
              busy={decide.isPending}
              onClick={() => decide.mutate({ proposalId: proposal.id, accept: true })}
            >
              {t('org.grant.accept')}
            </ActionButton>{' '}
            <ActionButton
              kind="quiet"
              size="compact-sm"
              refusal={proposal.refusal}
              onClick={() => decide.mutate({ proposalId: proposal.id, accept: false })}
            >
              {t('org.grant.decline')}
            </ActionButton>
          </span>
        </div>
      ))}
      {person.seenBy && person.seenBy.length > 0 && (
        <div className="row">
          <span>
            {t('org.grant.seenBy')} <span className="small mute">{t('org.grant.seenByNote')}</span>
          </span>
          <span className="end small">
            {person.seenBy
              .map(({ role, name }) => `${name}（${t(`org.role.${role}`)}）`)
              .join('、')}
          </span>
        </div>
      )}
      <ErrorNote error={revoke.error ?? decide.error} />
      {isGiving && <Give person={person} onClose={() => setGiving(false)} />}
    </Card>
  )
}

// Roles of a department; the others are of the whole organization.
const ofDepartment: Role[] = ['hrbp', 'executive', 'facilitator', 'auditor']

function Give({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation()
  const [{ role, departmentId, until, reason }, write, forget] = useKeptForm<{
    role: Role
    departmentId: string | null
    until: string
    reason: string
  }>(`grant.${person.id}`, { role: 'hrbp', departmentId: null, until: '', reason: '' })
  const give = useMutation({
    ...api.org.grant.mutationOptions(),
    onSuccess: useShowPerson(() => {
      forget()
      onClose()
    }),
  })
  const hasScope = ofDepartment.includes(role)
  const lacking =
    role === 'hrbp' && !departmentId
      ? 'org.grantNeedsDepartment'
      : role === 'auditor' && !until
        ? 'org.auditorNeedsEnd'
        : null
  return (
    <FormDialog
      title={t('org.grant.giveTitle', { name: person.name })}
      submit={t('org.grant.give')}
      refusal={lacking}
      busy={give.isPending}
      error={give.error}
      onClose={onClose}
      onSubmit={() =>
        give.mutate({
          id: person.id,
          role,
          departmentId: hasScope ? departmentId : null,
          toAt: until ? new Date(`${until}T23:59:59`) : null,
          reason: reason.trim() || null,
        })
      }
    >
      <Select
        label={t('org.grant.role')}
        allowDeselect={false}
        value={role}
        onChange={(value) => write({ role: value as Role })}
        data={roleSchema.options.map((value) => ({ value, label: t(`org.role.${value}`) }))}
        description={t(`org.roleText.${role}`)}
      />
      {hasScope && (
        <DepartmentPick
          label={t('org.grant.scope')}
          value={departmentId}
          onChange={(id) => write({ departmentId: id })}
        />
      )}
      <DateField
        label={t('org.grant.untilLabel')}
        value={until}
        onChange={(day) => write({ until: day })}
        required={role === 'auditor'}
      />
      <ReasonField
        label={t('org.grant.reason')}
        most={500}
        isOptional
        value={reason}
        onChange={(words) => write({ reason: words })}
      />
    </FormDialog>
  )
}
