import { type FormEvent, useState } from 'react'
import { PasswordInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { publicApi, startAnew } from '../../../ui/api.ts'
import { ownPage } from './ownPage.ts'
import { answersIn, Asked, askedAnew, type Answers, type Asks } from './Asked.tsx'
import { SignInByPasskey } from './passkeys/SignInByPasskey.tsx'

/** Mail address or employee number, and the password. */
export function SignIn() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const { data: welcome } = useQuery(publicApi.accounts.welcome.queryOptions())
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [organization, setOrganization] = useState<string | null>(null)
  const [asks, setAsks] = useState<Asks | null>(null)
  const [answers, setAnswers] = useState<Answers>({})
  const comeIn = async () => {
    startAnew()
    await navigate({ href: ownPage(next) })
  }
  const signIn = useMutation(
    publicApi.accounts.signIn.mutationOptions({
      onSuccess: async ({ asks }) => {
        if (asks) return setAsks(asks)
        await comeIn()
      },
      onError: (error) => setAsks((asked) => askedAnew(error) ?? asked),
    }),
  )
  const organizations = welcome?.organizations ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({
      name,
      password,
      ...(organization && { organization }),
      ...answersIn(answers),
    })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <PageHeader title={t('accounts.signIn.title')} />
      {asks ? (
        <Asked asks={asks} answers={answers} onAnswer={setAnswers} />
      ) : (
        <>
          {organizations.length > 1 && (
            <Select
              label={t('accounts.signIn.organization')}
              placeholder={t('accounts.signIn.anyOrganization')}
              clearable
              data={organizations.map(({ code, name }) => ({ value: code, label: name }))}
              value={organization}
              onChange={setOrganization}
            />
          )}
          <TextInput
            label={t('accounts.signIn.name')}
            autoComplete="username"
            autoCapitalize="none"
            required
            autoFocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('accounts.signIn.password')}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('accounts.showPassword') }}
          />
        </>
      )}
      <ErrorNote error={signIn.error} />
      <ActionButton kind="primary" type="submit" busy={signIn.isPending}>
        {t('accounts.signIn.do')}
      </ActionButton>
      {!asks && <SignInByPasskey onDone={comeIn} />}
      {asks ? (
        <ActionButton kind="quiet" onClick={() => (setAsks(null), setAnswers({}))}>
          {t('accounts.signIn.back')}
        </ActionButton>
      ) : (
        <p className="mute small">{t('accounts.signIn.help')}</p>
      )}
      {(welcome?.foundable || welcome?.demo === 'ready') && (
        <p className="small">
          <Link to="/welcome" search={{ next } as never}>
            {t('accounts.signIn.elsewhere')}
          </Link>
        </p>
      )}
    </form>
  )
}
