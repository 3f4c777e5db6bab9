import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Bar } from '../../../ui/Bars.tsx'
import { Card } from '../../../ui/Card.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import {
  questions,
  type Choice,
  type Counted,
  type Question,
  type Report,
  type Side,
} from '../contract.ts'
import { gapIn, remedyFor, remedyPlaces, type Gap } from '../rules.ts'
import styles from './Surveys.module.css'

interface Props {
  question: Question
  report: Report
  result: NonNullable<Report['result']>
}

/** One question as HR, managers and employees answer it: the gap in words first, then the figures. */
export function Views({ question, report, result }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { hrView, k } = report
  const views = result.views[question]
  const before = result.before?.views[question]
  const gap = gapIn(question, result.views, hrView)
  const remedy = remedyFor(question, result.views)
  const choice = (key: string) => t(`surveys.choice.${key}`)
  const isGiven = (key: Choice) =>
    hrView?.[question] === key ||
    [views, before].some(
      (each) => (each?.manager?.choices[key] ?? 0) + (each?.employee?.choices[key] ?? 0) > 0,
    )
  const [given, silent] = [true, false].map((wanted) =>
    questions[question].filter((key) => isGiven(key) === wanted),
  ) as [Choice[], Choice[]]
  return (
    <Card title={t(`surveys.question.${question}`)}>
      <div className="stack">
        <GapWords gap={gap} k={k} />
        <DataTable
          caption={t(`surveys.question.${question}`)}
          rows={given.map((key) => ({ key }))}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'choice',
              header: t('surveys.report.choice'),
              phone: 'title',
              cell: ({ key }) => choice(key),
            },
            {
              key: 'hr',
              header: t('surveys.side.hr'),
              cell: ({ key }) =>
                hrView?.[question] === key ? <Tag kind="p">{t('surveys.report.hrSees')}</Tag> : '',
            },
            ...(['manager', 'employee'] as const).map((side: Side) => ({
              key: side,
              header: t(`surveys.side.${side}`),
              cell: ({ key }: { key: string }) => (
                <Share
                  side={t(`surveys.side.${side}`)}
                  choice={key}
                  counted={views[side]}
                  before={before?.[side] ?? null}
                  k={k}
                />
              ),
            })),
          ]}
        />
        {silent.length > 0 && (
          <p className="small mute">
            {t('surveys.report.nobody', { list: f.list(silent.map(choice)) })}
          </p>
        )}
        {remedy && (
          <div className="cluster">
            <p className="measure">{t(`surveys.remedy.${remedy}.text`)}</p>
            <ActionButton to={remedyPlaces[remedy]}>
              {t(`surveys.remedy.${remedy}.go`)}
            </ActionButton>
          </div>
        )}
      </div>
    </Card>
  )
}

/** How the views differ, in words. */
function GapWords({ gap, k }: { gap: Gap; k: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  const choice = (key: string) => t(`surveys.choice.${key}`)
  const percent = (share: number) => f.share(Math.round(share * 100), 100)
  const said = () => {
    switch (gap.kind) {
      case 'unknown':
        return t('surveys.gap.unknown', { k })
      case 'apart':
        return t('surveys.gap.apart', {
          choice: choice(gap.choice),
          manager: percent(gap.manager),
          employee: percent(gap.employee),
        })
      case 'blind':
        return t('surveys.gap.blind', {
          choice: choice(gap.choice),
          share: percent(gap.share),
          hr: choice(gap.hr),
        })
      case 'alike':
        return t('surveys.gap.alike', { choice: choice(gap.choice), share: percent(gap.share) })
    }
  }
  return (
    <p className={styles.gap}>
      {said()}{' '}
      {gap.kind === 'apart' &&
        gap.hr &&
        t('surveys.gap.hr', { choice: choice(gap.most), hr: choice(gap.hr) })}
    </p>
  )
}

interface ShareProps {
  side: string
  choice: string
  counted: Counted
  before: Counted
  k: number
}

function Share({ side, choice, counted, before, k }: ShareProps) {
  const { t } = useTranslation()
  const f = useFormat()
  if (!counted) return <span className="mute small">{t('surveys.report.tooFew', { k })}</span>
  const people = counted.choices[choice] ?? 0
  return (
    <span className={styles.cell}>
      <Bar label={side} value={people} whole={counted.people} />
      <span>{f.of(people, counted.people)}</span>
      {before && (
        <small className="mute">
          {t('surveys.report.before', {
            share: f.share(before.choices[choice] ?? 0, before.people),
          })}
        </small>
      )}
    </span>
  )
}
