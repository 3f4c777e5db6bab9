import { useTranslation } from 'react-i18next'

/** What is not shown, and why: nobody takes what lies here for everything. */
export function Left({ withheld, more, most }: { withheld: number; more: boolean; most: number }) {
  const { t } = useTranslation()
  return (
    <>
      {withheld > 0 && (
        <p className="small mute">{t('insights.history.withheld', { count: withheld })}</p>
      )}
      {more && <p className="small mute">{t('insights.history.more', { count: most })}</p>}
    </>
  )
}
