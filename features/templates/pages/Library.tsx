import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { api } from '../../../ui/api.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import type { TemplateSummary } from '../contract.ts'
import { purposeOf, purposes } from '../library/purposes.ts'
import { Reading } from './Reading.tsx'
import { Drafts } from './shelf/Drafts.tsx'
import { NewTemplate } from './shelf/NewTemplate.tsx'
import { useText } from './useText.ts'
import styles from './Library.module.css'

/** The shelf of templates, and the one that is open. */
export function Library() {
  const { t } = useTranslation()
  const { template } = useSearch({ strict: false }) as { template?: string }
  const list = useQuery(api.templates.list.queryOptions())
  const shown =
    list.data?.find(({ id, key }) => key === template || id === template) ?? list.data?.[0]
  return (
    <>
      <PageHeader
        title={t('templates.library.title')}
        sub={t('templates.library.sub')}
        actions={
          <>
            <ActionButton kind="quiet" to="/design/packs">
              {t('packs.title')}
            </ActionButton>
            <ActionButton kind="quiet" to="/design/interventions">
              {t('intervention.toRules')}
            </ActionButton>
            <ActionButton kind="quiet" to="/design/flows">
              {t('templates.library.flows')}
            </ActionButton>
            <NewTemplate />
          </>
        }
      />
      <ErrorNote error={list.error} onRetry={list.refetch} />
      {list.isPending && <Pending />}
      <Drafts />
      {list.data?.length === 0 && <EmptyState text={t('templates.library.empty')} />}
      {list.data && shown && (
        <div className={styles.desk} data-chosen={template !== undefined || undefined}>
          <nav aria-label={t('templates.library.templates')} className={styles.shelf}>
            {shelves(list.data).map(([purpose, templates]) => (
              <section key={purpose} aria-labelledby={`shelf-${purpose}`}>
                <h2 id={`shelf-${purpose}`} className={styles.purposeName}>
                  {t(`templates.library.purpose.${purpose}`)}
                </h2>
                {templates.map((each) => (
                  <OnShelf key={each.id} template={each} isOpen={each.id === shown.id} />
                ))}
              </section>
            ))}
          </nav>
          <Reading id={shown.id} />
        </div>
      )}
    </>
  )
}

/** Templates by what they are for, an organization's own last; variants behind what they build upon. */
function shelves(templates: TemplateSummary[]): [string, TemplateSummary[]][] {
  const byPurpose = Map.groupBy(templates, (each) => purposeOf(each) ?? 'own')
  return [...purposes, 'own' as const].flatMap((purpose) => {
    const here = byPurpose.get(purpose)
    return here ? [[purpose, here] as [string, TemplateSummary[]]] : []
  })
}

function OnShelf({ template, isOpen }: { template: TemplateSummary; isOpen: boolean }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  return (
    <Link
      to="."
      search={((before: object) => ({ ...before, template: template.key })) as never}
      className={styles.book}
      data-variant={template.variantOf !== null || undefined}
      {...(isOpen && { 'aria-current': 'page' as const })}
    >
      <b>{text(template.title)}</b>
      <span>
        {f.minutes(template.minutes)} ·{' '}
        {template.variantOf
          ? t('templates.library.variant')
          : t(
              template.hasRating
                ? 'templates.library.withRatingNote'
                : 'templates.library.noRating',
              { n: template.dimensions.length },
            )}
        {template.retiredAt && ` · ${t('drafts.shelf.retired')}`}
      </span>
    </Link>
  )
}
