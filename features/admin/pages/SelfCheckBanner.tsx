import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../../ui/api.ts'

const anHour = 3_600_000

/** For HR admins and auditors, wherever they are: the night found something that is not as it was sealed. */
export function SelfCheckBanner({ className }: { className: string | undefined }) {
  const { t } = useTranslation()
  const { data } = useQuery(
    api.admin.selfCheck.latest.queryOptions({ staleTime: anHour, refetchInterval: anHour }),
  )
  if (!data || data.findings.length === 0) return null
  return (
    <div className={className} role="status">
      <span>{t('admin.selfCheck.banner', { count: data.findings.length })}</span>
      <Link to={'/settings/self-check' as string}>{t('admin.selfCheck.look')}</Link>
    </div>
  )
}
