import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../../ui/api.ts'
import { fieldStages } from '../../../contract.ts'
import { useText } from '../../useText.ts'
import { useDesk } from '../desk.ts'

/** The stage of a flow somebody fills a section in at, by the names the flows give it. */
export function StageChoice({ path, value }: { path: string; value: string | undefined }) {
  const { t } = useTranslation()
  const text = useText()
  const { put } = useDesk()
  const { data: flows = [] } = useQuery(api.flows.list.queryOptions())
  const named = new Map<string, string[]>(fieldStages.map((key) => [key, []]))
  for (const flow of flows)
    for (const stage of flow.stages)
      if (stage.kind === 'form')
        named.set(stage.key, [
          ...(named.get(stage.key) ?? []),
          t('drafts.section.stageIn', { stage: text(stage.label), flow: text(flow.title) }),
        ])
  if (value && !named.has(value)) named.set(value, [])
  return (
    <Select
      label={t('drafts.section.stage')}
      description={t('drafts.section.stageNote')}
      placeholder={t('drafts.section.noStage')}
      clearable
      value={value ?? null}
      data={[...named].map(([key, names]) => ({
        value: key,
        label:
          names.join(t('flows.picture.comma')) ||
          t(`flows.kind.${key}`, { defaultValue: t('drafts.section.unknownStage', { key }) }),
      }))}
      onChange={(stage) => put(path, stage ?? undefined)}
    />
  )
}
