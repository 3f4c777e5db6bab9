import { Menu, useMantineColorScheme, useComputedColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, publicApi } from '../../../ui/api.ts'
import { Avatar } from '../../../ui/Person.tsx'
import { speak } from '../i18n/index.ts'
import { useMe } from './me.ts'
import styles from './Rail.module.css'

interface Item {
  key: string
  text: string
  act: () => void
}

/** What a person can do about themselves and this device: language, light, settings, leaving. */
export function usePersonItems(): Item[] {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const router = useRouter()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme()
  const setLocale = useMutation(api.accounts.setLocale.mutationOptions())
  const signOut = useMutation(publicApi.accounts.signOut.mutationOptions({ onSuccess: () => location.assign('/sign-in') }))
  const other = i18n.language === 'en' ? 'zh-CN' : 'en'
  const settings = '/settings' in (router.routesByPath as Record<string, unknown>)
  return [
    { key: 'language', text: t('app.menu.language'), act: () => void speak(other).then(() => setLocale.mutate({ locale: other })) },
    { key: 'scheme', text: t(scheme === 'dark' ? 'app.menu.light' : 'app.menu.dark'), act: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark') },
    { key: 'auto', text: t('app.menu.auto'), act: () => setColorScheme('auto') },
    ...(settings ? [{ key: 'settings', text: t('app.menu.settings'), act: () => void navigate({ to: '/settings' }) }] : []),
    { key: 'signOut', text: t('app.menu.signOut'), act: () => signOut.mutate(undefined) },
  ]
}

/** The person at the foot of the rail; opens a menu. */
export function PersonMenu() {
  const me = useMe()
  const items = usePersonItems()
  return (
    <Menu position="top-start" width={188}>
      <Menu.Target>
        <button type="button" className={styles.me}>
          <Avatar name={me.name} />
          <span>{me.name}<small>{[me.department, me.position].filter(Boolean).join(' · ')}</small></span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((item) => <Menu.Item key={item.key} onClick={item.act}>{item.text}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The same items as plain buttons, for the sheet on a phone. */
export function PersonMenuItems({ className }: { className: string }) {
  return usePersonItems().map((item) => <button key={item.key} type="button" className={className} onClick={item.act}>{item.text}</button>)
}
