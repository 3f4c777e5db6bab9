import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, publicApi } from '../../../ui/api.ts'
import { speak } from '../../../ui/language.ts'

/** Something a person can do about themselves or this device. */
export interface PersonItem {
  key: string
  text: string
  act: () => void
}

/** Language, light, settings, leaving. */
export function usePersonItems(): PersonItem[] {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const router = useRouter()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme()
  const setLocale = useMutation(api.accounts.setLocale.mutationOptions())
  const signOut = useMutation(
    publicApi.accounts.signOut.mutationOptions({
      onSuccess: () => {
        sessionStorage.clear()
        location.assign('/sign-in')
      },
    }),
  )
  const other = i18n.language === 'en' ? 'zh-CN' : 'en'
  const hasSettings = '/settings' in (router.routesByPath as Record<string, unknown>)
  return [
    ...(hasSettings
      ? [
          {
            key: 'do-settings',
            text: t('app.menu.settings'),
            act: () => void navigate({ to: '/settings' }),
          },
        ]
      : []),
    {
      key: 'do-language',
      text: t('app.menu.language'),
      act: () => void speak(other).then(() => setLocale.mutate({ locale: other })),
    },
    {
      key: 'do-scheme',
      text: t(scheme === 'dark' ? 'app.menu.light' : 'app.menu.dark'),
      act: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
    },
    ...(colorScheme === 'auto'
      ? []
      : [{ key: 'do-auto', text: t('app.menu.auto'), act: () => setColorScheme('auto') }]),
    { key: 'do-leave', text: t('app.menu.signOut'), act: () => signOut.mutate(undefined) },
  ]
}
