import { MultiSelect, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { MappingRule } from '../../contract.ts'
import type { StepProps } from './stepProps.ts'
import styles from '../CycleDraft.module.css'
import { DepartmentSelect } from './DepartmentSelect.tsx'
import { Expected } from './Expected.tsx'

type Offered = {
  versionId: string
  title: { zh: string; en: string }
  retiredAt: Date | null
}

/** Which template and which flow for whom. The closest rule counts, not the first. */
export function Design({ cycle, draft, change }: StepProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const { data: choices } = useQuery(api.cycles.choices.queryOptions())
  const { data: templates } = useQuery(api.templates.list.queryOptions())
  const { data: everyFlow } = useQuery(api.flows.list.queryOptions({ input: { retired: true } }))
  const { data: dry } = useQuery(api.cycles.dryRun.queryOptions({ input: { id: cycle.id } }))
  if (!choices || !templates || !everyFlow) return <Pending />
  const offered = templates.filter(({ retiredAt }) => retiredAt === null)
  const flows = everyFlow.filter(({ retiredAt }) => retiredAt === null)
  const { mapping } = draft
  const set = (at: number, part: Partial<MappingRule>) =>
    change({ mapping: mapping.map((rule, index) => (index === at ? { ...rule, ...part } : rule)) })
  const names = (of: { name: string }[]) =>
    of.map(({ name }) => ({ value: name, label: name || t('cycles.draft.people.blank') }))
  // A draft may point to a version that has been followed by a newer one, or is no longer offered: it
  // stays, and says so.
  const versions = (all: Offered[], value: string) => {
    const of = all.filter(({ retiredAt }) => retiredAt === null)
    const chosen = all.find(({ versionId }) => versionId === value)
    const own = chosen
      ? t('cycles.draft.design.retired', { title: text(chosen.title) })
      : t('cycles.draft.design.olderVersion')
    return [
      ...of.map(({ versionId, title }) => ({ value: versionId, label: text(title) })),
      ...(of.some(({ versionId }) => versionId === value) ? [] : [{ value, label: own }]),
    ]
  }
  const add = () =>
    change({
      mapping: [
        ...mapping,
        {
          departmentIds: [],
          levels: [],
          jobFamilies: [],
          templateVersionId: offered[0]!.versionId,
          flowVersionId: flows[0]!.versionId,
        },
      ],
    })
  return (
    <>
      <Card title={t('cycles.draft.design.title')} note={t('cycles.draft.design.note')}>
        {mapping.map((rule, at) => {
          const template = templates.find(({ versionId }) => versionId === rule.templateVersionId)
          return (
            <section
              key={at}
              className={styles.rule}
              aria-label={t('cycles.draft.design.rule', { n: at + 1 })}
            >
              <DepartmentSelect
                label={t('cycles.draft.people.departments')}
                none={t('cycles.draft.design.everyDepartment')}
                value={rule.departmentIds ?? []}
                onChange={(departmentIds) => set(at, { departmentIds })}
              />
              <MultiSelect
                label={t('cycles.draft.people.levels')}
                placeholder={rule.levels.length ? '' : t('cycles.draft.design.everyLevel')}
                data={names(choices.levels)}
                value={rule.levels}
                onChange={(levels) => set(at, { levels })}
              />
              <MultiSelect
                label={t('cycles.draft.people.jobFamilies')}
                placeholder={rule.jobFamilies.length ? '' : t('cycles.draft.design.everyFamily')}
                data={names(choices.jobFamilies)}
                value={rule.jobFamilies}
                onChange={(jobFamilies) => set(at, { jobFamilies })}
              />
              <Select
                label={t('cycles.draft.design.template')}
                allowDeselect={false}
                data={versions(templates, rule.templateVersionId)}
                value={rule.templateVersionId}
                onChange={(id) => id && set(at, { templateVersionId: id })}
              />
              <Select
                label={t('cycles.draft.design.flow')}
                allowDeselect={false}
                data={versions(everyFlow, rule.flowVersionId)}
                value={rule.flowVersionId}
                onChange={(id) => id && set(at, { flowVersionId: id })}
              />
              <div className={styles.foot}>
                <span className="small mute">
                  {template &&
                    t(
                      template.hasRating
                        ? 'cycles.draft.design.rated'
                        : 'cycles.draft.design.notRated',
                      { minutes: f.minutes(template.minutes) },
                    )}
                </span>
                <ActionButton
                  kind="quiet"
                  onClick={() => change({ mapping: mapping.filter((_, index) => index !== at) })}
                  aria-label={t('cycles.draft.design.removeRule', { n: at + 1 })}
                >
                  {t('cycles.draft.remove')}
                </ActionButton>
              </div>
            </section>
          )
        })}
        <div className="stack">
          <div className="cluster">
            <ActionButton onClick={add}>{t('cycles.draft.design.add')}</ActionButton>
          </div>
          {dry && (
            <ul style={{ paddingLeft: 20, color: 'var(--ink-2)' }}>
              {dry.byMapping.map(({ template, flow, people }) => (
                <li key={`${text(template)} ${text(flow)}`}>
                  {t('cycles.draft.design.gets', {
                    people: f.count(people),
                    template: text(template),
                    flow: text(flow),
                  })}
                </li>
              ))}
              {dry.findings.noTemplate > 0 && (
                <li>{t('cycles.refusal.withoutTemplate', { count: dry.findings.noTemplate })}</li>
              )}
              {dry.findings.severalTemplates > 0 && (
                <li>
                  {t('cycles.refusal.severalTemplates', { count: dry.findings.severalTemplates })}
                </li>
              )}
            </ul>
          )}
        </div>
      </Card>
      <Expected cycle={cycle} draft={draft} change={change} />
    </>
  )
}
