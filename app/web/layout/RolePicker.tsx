import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { publicApi } from '../../../ui/api.ts'
import { useMe } from './me.ts'
import styles from './Banners.module.css'

/** In the demo company: see the same things as somebody else, with one choice. */
export function RolePicker() {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'zh'
  const me = useMe()
  const { data: picks } = useQuery(
    publicApi.joining.demoPicks.queryOptions({ staleTime: Infinity }),
  )
  // Everything on the page belongs to the person before: it starts anew.
  const enter = useMutation(
    publicApi.joining.enterDemo.mutationOptions({ onSuccess: () => location.assign('/') }),
  )
  if (!picks) return null
  const current = picks.some((pick) => pick.personId === me.personId) ? me.personId : ''
  return (
    <label className={styles.as}>
      {t(enter.isPending ? 'app.demo.trying' : 'app.demo.as')}
      <select
        value={current}
        disabled={enter.isPending}
        onChange={(event) => enter.mutate({ personId: event.currentTarget.value })}
      >
        {current === '' && <option value="">{me.name}</option>}
        {picks.map((pick) => (
          <option key={pick.personId} value={pick.personId}>
            {pick.role[language]} · {pick.name}
          </option>
        ))}
      </select>
    </label>
  )
}
