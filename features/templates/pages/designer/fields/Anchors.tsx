import { useTranslation } from 'react-i18next'
import { noText, valueAt } from '../../../drafts/editing/rules.ts'
import { useDesk } from '../desk.ts'
import { FaultsAt } from './FaultsAt.tsx'
import { Figure } from './Figure.tsx'
import { Items } from './Items.tsx'
import { Words } from './Words.tsx'

interface Anchor {
  value: number
  label: { zh: string; en: string }
}

/** The steps of a scale of its own, each with what it means. */
export function Anchors({ path }: { path: string }) {
  const { t } = useTranslation()
  const { body } = useDesk()
  const anchors = (valueAt(body, path) as Anchor[] | undefined) ?? []
  return (
    <>
      <FaultsAt path={path} />
      <Items<Anchor>
        path={path}
        nameOf={(n) => t('drafts.scale.point', { n })}
        add={t('drafts.scale.add')}
        fresh={() => ({
          value: Math.max(0, ...anchors.map(({ value }) => value)) + 1,
          label: noText,
        })}
        least={2}
      >
        {(own) => (
          <>
            <Figure path={`${own}.value`} label={t('drafts.scale.value')} isWhole />
            <Words path={`${own}.label`} label={t('drafts.scale.label')} />
            <Words path={`${own}.meaning`} label={t('drafts.scale.meaning')} isOptional />
          </>
        )}
      </Items>
    </>
  )
}
