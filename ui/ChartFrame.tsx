import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useComputedColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from './Card.tsx'
import { bars, type Drawn, draw, pie, type Series } from './chart.ts'
import { download, toCsv } from './csv.ts'
import { useFormat } from './useFormat.ts'
import styles from './ChartFrame.module.css'

interface Props {
  title: string
  /** What the picture says, in one sentence with figures: "生产部完成 41/52，5 人未到期". */
  reading: ReactNode
  /** Name of the first column of the table twin, e.g. 部门. */
  category: string
  categories: string[]
  /** For a pie exactly one series; its `tones` colour the slices. */
  series: Series[]
  kind: 'bar' | 'pie'
  tones?: string[]
  /** When the figures were taken; said in words under the picture. */
  asOf?: Date | string
  /** A picture of one's own, e.g. BarRows, instead of the drawn chart; the image download draws the chart. */
  children?: ReactNode
}

/** A picture with its sentence above, its table twin, and both as downloads. */
export function ChartFrame({
  title,
  reading,
  category,
  categories,
  series,
  kind,
  tones = [],
  asOf,
  children,
}: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isTable, setTable] = useState(false)
  const [drawn, hold] = useState<Drawn | null>(null)
  const picture = async () =>
    download(
      `${title}.png`,
      drawn?.picture() ?? (await drawnAside({ kind, categories, series, tones })),
    )
  const csv = () =>
    toCsv([
      [category, ...series.map((one) => one.name)],
      ...categories.map((name, at) => [name, ...series.map((one) => one.values[at] ?? 0)]),
    ])
  return (
    <Card title={title} note={reading}>
      {isTable ? (
        <div className="sideways" tabIndex={0} role="region" aria-label={title}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{category}</th>
                {series.map((one) => (
                  <th key={one.name} scope="col" className="number">
                    {one.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {categories.map((name, at) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {series.map((one) => (
                    <td key={one.name} className="number">
                      {f.count(one.values[at] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        (children ?? (
          <Drawing
            label={title}
            kind={kind}
            categories={categories}
            series={series}
            tones={tones}
            onDrawn={hold}
          />
        ))
      )}
      <div className={styles.foot}>
        <button type="button" onClick={() => setTable(!isTable)}>
          {t(isTable ? 'ui.chart.asPicture' : 'ui.chart.asTable')}
        </button>
        {!isTable && (
          <button type="button" onClick={() => void picture()}>
            {t('ui.chart.image')}
          </button>
        )}
        <button
          type="button"
          onClick={() => download(`${title}.csv`, new Blob([csv()], { type: 'text/csv' }))}
        >
          CSV
        </button>
        {asOf && <span className="faint">{t('ui.chart.asOf', { when: f.ago(asOf) })}</span>}
      </div>
    </Card>
  )
}

/** The chart as a PNG where the page shows a picture of its own. */
async function drawnAside(facts: Facts): Promise<string> {
  const place = document.createElement('div')
  place.style.cssText = `position: fixed; left: -9999px; width: 800px; height: ${heightOf(facts)}px`
  document.body.append(place)
  const chart = await draw(place, { ...pictureOf(facts), animation: false })
  const image = chart.picture()
  chart.end()
  place.remove()
  return image
}

type DrawingProps = Pick<Props, 'kind' | 'categories' | 'series'> & {
  label: string
  tones: string[]
  onDrawn: (chart: Drawn | null) => void
}

function Drawing({ label, kind, categories, series, tones, onDrawn }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme()
  // Figures come in new arrays with every render; the picture changes only when they do.
  const facts = JSON.stringify({ kind, categories, series, tones, scheme })
  useEffect(() => {
    let chart: Drawn | null = null
    let isGone = false
    // The page must have its tokens for the new colour scheme before they are read.
    const frame = requestAnimationFrame(async () => {
      if (!place.current) return
      chart = await draw(place.current, pictureOf(JSON.parse(facts) as Facts))
      if (isGone) chart.end()
      else onDrawn(chart)
    })
    return () => {
      isGone = true
      cancelAnimationFrame(frame)
      onDrawn(null)
      chart?.end()
    }
  }, [facts, onDrawn])
  const height = heightOf({ kind, categories })
  return (
    <div ref={place} role="img" aria-label={label} className={styles.drawing} style={{ height }} />
  )
}

type Facts = Pick<DrawingProps, 'kind' | 'categories' | 'series' | 'tones'>

const pictureOf = ({ kind, categories, series, tones }: Facts) =>
  kind === 'bar' ? bars(categories, series) : pie(categories, tones, series[0]?.values ?? [])

const heightOf = ({ kind, categories }: Pick<Facts, 'kind' | 'categories'>) =>
  kind === 'bar' ? Math.max(120, categories.length * 34 + 48) : 260
