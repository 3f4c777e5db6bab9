import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { download, toCsv } from '../../../../ui/csv.ts'
import { Tag, type TagKind } from '../../../../ui/Tag.tsx'
import type { Gap, TemplateBody } from '../../contract.ts'
import { useText } from '../useText.ts'
import styles from './GapMap.module.css'

interface Props {
  template: TemplateBody
  gaps: Gap[]
  viewer: 'employee' | 'manager' | 'other'
  /** Whether the manager has explained the difference already. */
  isExplained?: boolean
}

/** Where the two see it differently: a line per dimension, a sentence above, the figures as a table. */
export function GapMap({ template, gaps, viewer, isExplained = false }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const [isTable, setTable] = useState(false)
  const points = template.scale?.points ?? []
  const compared = gaps.filter(({ gap }) => gap !== null)
  if (points.length === 0 || gaps.length === 0) return null

  const nameOf = (key: string) => {
    const dimension = template.dimensions.find((each) => each.key === key)
    return dimension ? text(dimension.label) : key
  }
  const labelOf = (value: number | null) => {
    const point = points.find((each) => each.value === value)
    return point ? text(point.label) : '–'
  }
  const shareOf = (value: number) =>
    (points.findIndex((point) => point.value === value) / (points.length - 1)) * 100

  const same = compared.filter(({ gap }) => gap === 0).length
  const noted = gaps.filter(({ needsNote }) => needsNote)
  const reading = [
    t('templates.gap.same', { same, of: compared.length }),
    compared.length < gaps.length &&
      t('templates.gap.leftOut', { n: gaps.length - compared.length }),
    noted.length > 0 &&
      t(`templates.gap.noted.${isExplained ? 'done' : viewer}`, {
        names: noted.map(({ dimension }) => nameOf(dimension)).join(t('templates.gap.and')),
      }),
  ]
    .filter(Boolean)
    .join('')

  const wordOf = ({ gap, needsNote }: Gap): [TagKind, string] => {
    if (gap === null) return ['n', t('templates.gap.incomplete')]
    if (needsNote && viewer === 'manager' && !isExplained) return ['w', t('templates.gap.write')]
    if (gap === 0) return ['n', t('templates.gap.equal')]
    const who = viewer === 'employee' ? 'you' : viewer === 'manager' ? 'they' : 'employee'
    return [
      needsNote ? 'w' : 'i',
      t(`templates.gap.${gap > 0 ? 'stricter' : 'kinder'}.${who}`, { n: Math.abs(gap) }),
    ]
  }
  const csv = () =>
    toCsv([
      [
        t('templates.gap.dimension'),
        t('templates.gap.self'),
        t('templates.gap.manager'),
        t('templates.gap.levels'),
      ],
      ...gaps.map((each) => [
        nameOf(each.dimension),
        labelOf(each.self),
        labelOf(each.manager),
        each.gap ?? '',
      ]),
    ])

  return (
    <Card title={t('templates.gap.title')} note={reading}>
      {isTable ? (
        <table className={styles.table}>
          <thead>
            <tr>
              {(['dimension', 'self', 'manager', 'levels'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`templates.gap.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {gaps.map((each) => (
              <tr key={each.dimension}>
                <th scope="row">{nameOf(each.dimension)}</th>
                <td>{labelOf(each.self)}</td>
                <td>{labelOf(each.manager)}</td>
                <td>{each.gap === null ? '–' : each.gap > 0 ? `+${each.gap}` : each.gap}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <table className={styles.map}>
          <thead>
            <tr>
              <th scope="col">{t('templates.gap.dimension')}</th>
              <th scope="col">
                <span className={styles.ticks}>
                  {points.map((point) => (
                    <span key={point.value}>{text(point.label)}</span>
                  ))}
                </span>
              </th>
              <th scope="col">{t('templates.gap.both')}</th>
              <th scope="col">
                <span className="unseen">{t('templates.gap.levels')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {gaps.map((each) => {
              const [kind, word] = wordOf(each)
              const from = Math.min(
                ...[each.self, each.manager].filter((value) => value !== null).map(shareOf),
              )
              return (
                <tr key={each.dimension}>
                  <th scope="row">{nameOf(each.dimension)}</th>
                  <td>
                    <div className={styles.scale} aria-hidden>
                      {each.gap !== null && each.self !== null && each.manager !== null && (
                        <u
                          style={{
                            left: `${from}%`,
                            width: `${Math.abs(shareOf(each.self) - shareOf(each.manager))}%`,
                          }}
                        />
                      )}
                      {each.self !== null && (
                        <i className={styles.self} style={{ left: `${shareOf(each.self)}%` }} />
                      )}
                      {each.manager !== null && (
                        <i
                          className={styles.manager}
                          style={{ left: `${shareOf(each.manager)}%` }}
                        />
                      )}
                    </div>
                  </td>
                  <td className={styles.figures}>
                    {labelOf(each.self)} / {labelOf(each.manager)}
                  </td>
                  <td className={styles.word}>
                    <Tag kind={kind}>{word}</Tag>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      <div className={styles.foot}>
        {!isTable && (
          <span className={styles.legend}>
            <i className={styles.self} /> {t('templates.gap.self')} <i className={styles.manager} />{' '}
            {t('templates.gap.manager')}
          </span>
        )}
        <button type="button" onClick={() => setTable(!isTable)}>
          {t(isTable ? 'ui.chart.asPicture' : 'ui.chart.asTable')}
        </button>
        <button
          type="button"
          onClick={() =>
            download(`${t('templates.gap.title')}.csv`, new Blob([csv()], { type: 'text/csv' }))
          }
        >
          CSV
        </button>
      </div>
    </Card>
  )
}
