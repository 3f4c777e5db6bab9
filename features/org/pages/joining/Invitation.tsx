import { type FormEvent, useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { publicApi, startAnew } from '../../../../ui/api.ts'
import { NewPassword } from '../../../accounts/pages/NewPassword.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'

/** The page behind an invitation link: choose a password and come in. */
export function Invitation() {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const { token = '' } = useParams({ strict: false }) as { token?: string }
  const [password, setPassword] = useState('')
  const { data: invitation, error } = useQuery(
    publicApi.joining.invitation.queryOptions({ input: { token }, retry: false }),
  )
  const accept = useMutation(
    publicApi.joining.acceptInvitation.mutationOptions({
      onSuccess: async () => {
        startAnew()
        await navigate({ to: '/' })
      },
    }),
  )
  if (failureIn({ data: invitation, error }))
    return (
      <div className="stack">
        <PageHeader title={t('joining.invitation.gone')} />
        <ErrorNote error={error} />
        <p className="mute">{t('joining.invitation.goneHelp')}</p>
        <div>
          <ActionButton to="/sign-in">{t('joining.signIn')}</ActionButton>
        </div>
      </div>
    )
  if (!invitation) return <Pending />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    accept.mutate({ token, password, locale: i18n.language === 'en' ? 'en' : 'zh-CN' })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <PageHeader
        title={t('joining.invitation.title', { name: invitation.name })}
        sub={t('joining.invitation.sub', {
          organization: invitation.organization,
          employeeNo: invitation.employeeNo,
        })}
      />
      <input type="text" autoComplete="username" value={invitation.employeeNo} readOnly hidden />
      <NewPassword
        label={t('joining.invitation.password')}
        autoFocus
        value={password}
        onChange={setPassword}
      />
      <ErrorNote error={accept.error} />
      <ActionButton kind="primary" type="submit" busy={accept.isPending}>
        {t('joining.invitation.do')}
      </ActionButton>
      <p className="small mute">
        {t('joining.invitation.until', { day: f.day(invitation.expiresAt) })}
      </p>
    </form>
  )
}
