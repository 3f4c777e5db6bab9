import { useEffect } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Avatar } from '../../../../ui/Person.tsx'
import { Progress } from '../../../../ui/Progress.tsx'
import { publicApi, queryClient, startAnew } from '../../../../ui/api.ts'
import { ownPage } from '../../../accounts/pages/ownPage.ts'
import { Founding } from './Founding.tsx'
import styles from './Welcome.module.css'

/** The first visit: look around in the demo company, or found one's own. */
export function Welcome() {
  const { t } = useTranslation()
  const { found, next } = useSearch({ strict: false }) as { found?: boolean; next?: string }
  const { data: welcome, error } = useQuery(
    publicApi.accounts.welcome.queryOptions({
      refetchInterval: (query) => (query.state.data?.demo === 'preparing' ? 1000 : false),
    }),
  )
  const navigate = useNavigate()
  const askDemo = useMutation(
    publicApi.joining.askDemo.mutationOptions({
      onSettled: () =>
        void queryClient.invalidateQueries({ queryKey: publicApi.accounts.welcome.key() }),
    }),
  )
  if (failureIn({ data: welcome, error })) return <ErrorNote error={error} />
  if (!welcome) return <Pending />
  if (found && welcome.foundable) return <Founding />
  const preparing =
    askDemo.isSuccess && welcome.demo !== 'ready' ? true : welcome.demo === 'preparing'
  return (
    <>
      <PageHeader title={t('joining.title')} sub={t('joining.sub')} />
      <div className="stack">
        <Card title={t('joining.demo')} note={t('joining.demoNote')}>
          {welcome.demo === 'ready' ? (
            <Picks next={next} />
          ) : preparing ? (
            <Preparing hundredths={welcome.demoProgress} />
          ) : (
            <ActionButton
              kind="primary"
              busy={askDemo.isPending}
              onClick={() => askDemo.mutate({})}
            >
              {t('joining.tryDemo')}
            </ActionButton>
          )}
          <ErrorNote error={askDemo.error} />
        </Card>
        {welcome.foundable && (
          <Card title={t('joining.own')} note={t('joining.ownNote')}>
            <ActionButton
              onClick={() => void navigate({ to: '/welcome', search: { found: true } as never })}
            >
              {t('joining.foundOwn')}
            </ActionButton>
          </Card>
        )}
        {welcome.organizations.length > 0 && (
          <p className={styles.signIn}>
            <ActionButton kind="quiet" to="/sign-in" search={next ? { next } : {}}>
              {t('joining.signIn')}
            </ActionButton>
          </p>
        )}
      </div>
    </>
  )
}

function Preparing({ hundredths }: { hundredths: number }) {
  const { t } = useTranslation()
  useEffect(() => {
    const timer = setInterval(
      () => void queryClient.invalidateQueries({ queryKey: publicApi.accounts.welcome.key() }),
      1000,
    )
    return () => clearInterval(timer)
  }, [])
  return (
    <Progress
      label={t('joining.preparing')}
      done={hundredths}
      whole={hundredths > 0 ? 100 : null}
    />
  )
}

function Picks({ next }: { next: string | undefined }) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'zh'
  const navigate = useNavigate()
  const { data: picks } = useQuery(publicApi.joining.demoPicks.queryOptions())
  const enter = useMutation(
    publicApi.joining.enterDemo.mutationOptions({
      onSuccess: async () => {
        startAnew()
        await navigate({ href: ownPage(next) })
      },
    }),
  )
  if (!picks) return <Pending />
  return (
    <>
      <p className="mute">{t('joining.pick')}</p>
      <ul className={styles.picks}>
        {picks.map((pick) => (
          <li key={pick.personId}>
            <button
              type="button"
              className={styles.pick}
              disabled={enter.isPending}
              onClick={() => enter.mutate({ personId: pick.personId })}
            >
              <Avatar name={pick.name} />
              <span>
                <b>{pick.role[language]}</b> · {pick.name}
                <br />
                <span className="small mute">
                  {pick.department} · {pick.position}
                </span>
                <br />
                <span className="small">{pick.sees[language]}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <ErrorNote error={enter.error} />
    </>
  )
}
