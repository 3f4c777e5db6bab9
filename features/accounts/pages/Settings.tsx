import { type FormEvent, useState } from 'react'
import { PasswordInput, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api, client, queryClient } from '../../../ui/api.ts'
import { speak } from '../../../ui/language.ts'
import { toast } from '../../../ui/toasts.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import { Factor } from './Factor.tsx'
import { NewPassword } from './NewPassword.tsx'
import { StepUp } from './StepUp.tsx'
import { deviceOf } from './device.ts'
import { Passkeys } from './passkeys/Passkeys.tsx'

/** One's own settings: language, light, password, and where one is signed in. */
export function Settings() {
  const { t } = useTranslation()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  if (!me) return <Pending />
  return (
    <>
      <PageHeader
        title={t('accounts.settings.title')}
        sub={`${me.name} · ${me.employeeNo} · ${me.organization.name}`}
      />
      <div className="stack measure">
        <Look />
        <Elsewhere
          isWatching={me.grants.some(({ role }) => watching.includes(role))}
          isDeciding={me.grants.some(({ role }) => deciding.includes(role))}
          places={me.places}
        />
        <Passkeys />
        <Password />
        <Factor />
        <Sessions />
      </div>
    </>
  )
}

/** Who is told when something is not as it was sealed. */
const watching = ['hrAdmin', 'auditor']

/** Who deals with requests about data, or is the second person to an erasure. */
const deciding = ['hrAdmin', 'securityAdmin', 'auditor']

/** What lives with other nouns, by what one comes for: one's days, who sees what, and what an office runs. */
function Elsewhere({
  isWatching,
  isDeciding,
  places,
}: {
  isWatching: boolean
  isDeciding: boolean
  places: readonly string[]
}) {
  return (
    <>
      <Links
        title="days"
        links={[
          ['reminders', '/settings/reminders'],
          ['calendar', '/settings/calendar'],
        ]}
      />
      <Links
        title="trust"
        links={[
          ['myData', '/settings/my-data'],
          ['access', '/settings/access'],
          places.includes('delegation') && ['delegation', '/settings/delegation'],
          ['agreement', '/settings/agreement'],
        ]}
      />
      <Links
        title="office"
        links={[
          places.includes('channels') && ['channels', '/settings/channels'],
          isDeciding && ['privacy', '/privacy'],
          isWatching && ['selfCheck', '/settings/self-check'],
          places.includes('modules') && ['modules', '/settings/modules'],
        ]}
      />
    </>
  )
}

/** Pages by name under one heading; none where nothing is for this person. */
function Links({
  title,
  links,
}: {
  title: 'days' | 'trust' | 'office'
  links: readonly (readonly [key: string, to: string] | false)[]
}) {
  const { t } = useTranslation()
  const shown = links.filter((link) => link !== false)
  if (shown.length === 0) return null
  return (
    <Card title={t(`accounts.settings.${title}`)}>
      <ul>
        {shown.map(([key, to]) => (
          <li key={key} className="row">
            <div>
              {t(`accounts.settings.${key}Title`)}
              <br />
              <span className="small mute">{t(`accounts.settings.${key}Text`)}</span>
            </div>
            <div className="end">
              <ActionButton
                to={to}
                aria-label={`${t('accounts.settings.openList')} ${t(`accounts.settings.${key}Title`)}`}
              >
                {t('accounts.settings.openList')}
              </ActionButton>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Look() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const setLocale = useMutation(api.accounts.setLocale.mutationOptions())
  return (
    <Card title={t('accounts.settings.look')}>
      <div className="stack">
        <SegmentedControl
          aria-label={t('accounts.settings.language')}
          value={i18n.language === 'en' ? 'en' : 'zh-CN'}
          data={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(locale) => {
            setLocale.mutate({ locale: locale as 'zh-CN' | 'en' })
            void speak(locale as 'zh-CN' | 'en')
          }}
        />
        <SegmentedControl
          aria-label={t('accounts.settings.light')}
          value={colorScheme}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({
            value,
            label: t(`accounts.settings.scheme.${value}`),
          }))}
          onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
        />
      </div>
    </Card>
  )
}

function Password() {
  const { t } = useTranslation()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation(
    api.accounts.changePassword.mutationOptions({
      onSuccess: () => {
        setCurrent('')
        setNext('')
        toast({ text: t('accounts.settings.passwordChanged') })
        void queryClient.invalidateQueries({ queryKey: api.accounts.sessions.key() })
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ current, next })
  }
  return (
    <Card title={t('accounts.settings.password')}>
      <form className="stack" onSubmit={submit}>
        <PasswordInput
          label={t('accounts.settings.currentPassword')}
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showPassword') }}
        />
        <NewPassword label={t('accounts.settings.newPassword')} value={next} onChange={setNext} />
        <ErrorNote error={change.error} />
        <div>
          <ActionButton type="submit" busy={change.isPending}>
            {t('accounts.settings.changePassword')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}

type SessionRow = Awaited<ReturnType<typeof client.accounts.sessions>>[number]

function Sessions() {
  const { t } = useTranslation()
  const f = useFormat()
  const { data: sessions } = useQuery(api.accounts.sessions.queryOptions())
  // The one to end, or all but this one.
  const [ending, setEnding] = useState<'others' | SessionRow | null>(null)
  const end = async () => {
    if (ending === null || ending === 'others') return client.accounts.endOtherSessions({})
    await client.accounts.endSession({ id: ending.id })
    return { ended: 1 }
  }
  const onEnded = ({ ended }: { ended: number }) => {
    void queryClient.invalidateQueries({ queryKey: api.accounts.sessions.key() })
    toast({ text: t('accounts.settings.ended', { count: ended }) })
  }
  const nameOf = (session: SessionRow) =>
    deviceOf(session.userAgent) || t('accounts.settings.unknownDevice')
  if (!sessions) return <Pending />
  return (
    <Card title={t('accounts.settings.sessions')} note={t('accounts.settings.sessionsNote')}>
      <ul>
        {sessions.map((session) => (
          <li key={session.id} className="row">
            <div>
              {nameOf(session)}
              <br />
              <span className="small mute">
                {t('accounts.settings.seen', { ip: session.ip, when: f.ago(session.seenAt) })} ·{' '}
                {t('accounts.settings.since', { when: f.near(session.createdAt) })}
              </span>
            </div>
            <div className="end">
              {session.current ? (
                <Tag kind="d">{t('accounts.settings.thisDevice')}</Tag>
              ) : (
                <ActionButton kind="quiet" onClick={() => setEnding(session)}>
                  {t('accounts.settings.end')}
                </ActionButton>
              )}
            </div>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <ActionButton onClick={() => setEnding('others')}>
          {t('accounts.settings.endOthers')}
        </ActionButton>
      )}
      {ending !== null && (
        <StepUp
          title={
            ending === 'others'
              ? t('accounts.settings.endOthers')
              : t('accounts.settings.endOne', { device: nameOf(ending) })
          }
          text={t('accounts.settings.endText')}
          confirm={t('accounts.settings.end')}
          danger
          act={end}
          onDone={onEnded}
          onClose={() => setEnding(null)}
        />
      )}
    </Card>
  )
}
