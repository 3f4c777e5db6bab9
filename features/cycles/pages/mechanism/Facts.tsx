import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { YearFacts } from '../../mechanism/contract.ts'
import { usePublished } from '../standard/usePublished.ts'

/** A year in sentences, each figure with its whole. */
export function Facts({ facts }: { facts: YearFacts }) {
  const { t } = useTranslation()
  const f = useFormat()
  const published = usePublished()
  const { cycles, people, sealed, deviating, versions, survey, hints, appeals } = facts
  const used = (noun: 'template' | 'flow') =>
    versions
      .filter((each) => each.noun === noun)
      .map((each) =>
        t('cycles.mechanism.used', { what: published(each), people: f.count(each.people) }),
      )
  return (
    <ul className="stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      <li>
        {t('cycles.mechanism.completion', {
          cycles: f.count(cycles),
          people: f.count(people),
          sealed: f.count(sealed),
          share: f.share(sealed, people),
        })}
      </li>
      <li>
        {t('cycles.mechanism.deviating', { people: f.count(people), some: f.count(deviating) })}
      </li>
      {(['template', 'flow'] as const).map((noun) => {
        const list = used(noun)
        return list.length === 0 ? null : (
          <li key={noun}>{t(`cycles.mechanism.${noun}s`, { list: f.list(list) })}</li>
        )
      })}
      <li>
        {t('cycles.mechanism.versions', {
          published: f.count(facts.published),
          adoptions: f.count(facts.adoptions),
        })}
      </li>
      <li>
        {survey ? (
          <>
            {t('cycles.mechanism.survey', {
              day: f.shortDay(survey.closedOn),
              invited: f.count(survey.invited),
              answered: f.count(survey.answered),
            })}{' '}
            <Link className="inline" to="/surveys/$id" params={{ id: survey.id } as never}>
              {t('cycles.mechanism.surveyResult')}
            </Link>
          </>
        ) : (
          t('cycles.mechanism.noSurvey')
        )}
      </li>
      <li>
        {t('cycles.mechanism.hints', { texts: f.count(hints.texts), some: f.count(hints.hinted) })}
      </li>
      <li>
        {t('cycles.mechanism.appeals', {
          opened: f.count(appeals.opened),
          decided: f.count(appeals.decided),
        })}
      </li>
    </ul>
  )
}
