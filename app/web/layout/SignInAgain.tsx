import { useState } from 'react'
import { Modal, PasswordInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../features/accounts/contract.ts'
import { SignInByPasskey } from '../../../features/accounts/pages/passkeys/SignInByPasskey.tsx'
import { api, client, publicApi, publicClient, queryClient } from '../../../ui/api.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { settleSession } from '../../../ui/session.ts'
import {
  answersIn,
  Asked,
  askedAnew,
  type Answers,
  type Asks,
} from '../../../features/accounts/pages/Asked.tsx'
import { useMe } from './me.ts'

const whoCameIn = () => client.accounts.me(undefined, { context: { asWhoever: true } })

/** Stands over the page when the session has ended: signing in here keeps everything typed behind it. */
export default function SignInAgain() {
  const { t } = useTranslation()
  const me = useMe()
  const [name, setName] = useState(me.employeeNo)
  const [password, setPassword] = useState('')
  const [organization, setOrganization] = useState<string | null>(null)
  const { data: welcome } = useQuery(publicApi.accounts.welcome.queryOptions())
  const several = (welcome?.organizations.length ?? 0) > 1
  const chosen =
    organization ?? welcome?.organizations.find((one) => one.name === me.organization.name)?.code
  const [asks, setAsks] = useState<Asks | null>(null)
  const [answers, setAnswers] = useState<Answers>({})
  const comeBack = (now: Me) => {
    // Somebody else sits here now: nothing of the page behind belongs to them.
    if (now.accountId !== me.accountId) return location.assign('/')
    queryClient.setQueryData(api.accounts.me.queryKey(), now)
    settleSession(true)
    void queryClient.invalidateQueries()
  }
  const signIn = useMutation({
    mutationFn: async () => {
      const { asks: more } = await publicClient.accounts.signIn({
        name,
        password,
        ...(several && chosen && { organization: chosen }),
        ...answersIn(answers),
      })
      if (more) setAsks(more)
      return more ? null : whoCameIn()
    },
    onError: (error) => setAsks((asked) => askedAnew(error) ?? asked),
    onSuccess: (now) => now && comeBack(now),
  })
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      // Whoever walks by an open screen does not read on behind the question.
      overlayProps={{ blur: 14, backgroundOpacity: 0.7 }}
      title={t('app.again.title')}
    >
      <form className="stack" onSubmit={(event) => (event.preventDefault(), signIn.mutate())}>
        <p className="mute">{t('app.again.kept')}</p>
        {asks ? (
          <Asked asks={asks} answers={answers} onAnswer={setAnswers} />
        ) : (
          <>
            {several && (
              <Select
                label={t('app.again.organization')}
                value={chosen ?? null}
                onChange={setOrganization}
                allowDeselect={false}
                data={welcome!.organizations.map((one) => ({ value: one.code, label: one.name }))}
              />
            )}
            <TextInput
              label={t('app.again.name')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              autoComplete="username"
              required
              withAsterisk={false}
            />
            <PasswordInput
              label={t('app.again.password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              required
              withAsterisk={false}
              data-autofocus
              visibilityToggleButtonProps={{ 'aria-label': t('app.again.show') }}
            />
          </>
        )}
        <ErrorNote error={signIn.error} />
        {!asks && <SignInByPasskey onDone={async () => comeBack(await whoCameIn())} />}
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={signIn.isPending}>
            {t('app.again.signIn')}
          </ActionButton>
          <ActionButton
            kind="quiet"
            onClick={() => (settleSession(false), location.assign('/sign-in'))}
          >
            {t('app.again.leave')}
          </ActionButton>
        </div>
      </form>
    </Modal>
  )
}
