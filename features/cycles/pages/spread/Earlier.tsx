import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { ScaleSpread, Spread } from '../../spread/contract.ts'

type Before = NonNullable<Spread['earlier']>['scales'][number]

/**
 * The cycle before beside this one: label by label on the same scale; on another one by name and rank,
 * saying that the two cannot be compared. Nothing is converted (E20).
 */
export function Earlier({
  earlier,
  scale,
}: {
  earlier: NonNullable<Spread['earlier']>
  scale: ScaleSpread
}) {
  const same = earlier.scales.filter((each) => each.scale === scale.scale)
  return (same.length > 0 ? same : earlier.scales).map((before) => (
    <Beside
      key={before.scale}
      name={earlier.name}
      before={before}
      scale={scale}
      isSame={same.length > 0}
    />
  ))
}

function Beside({
  name,
  before,
  scale,
  isSame,
}: {
  name: string
  before: Before
  scale: ScaleSpread
  isSame: boolean
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const now = scale.whole!
  // From the top down, as people read a scale: first is best.
  const ranks = Array.from(
    { length: Math.max(before.points.length, scale.points.length) },
    (_, at) => at,
  )
  const cell = (
    { points }: Pick<Before, 'points'>,
    counts: number[],
    rated: number,
    rank: number,
  ) => {
    const at = points.length - 1 - rank
    const point = points[at]
    return point
      ? t('cycles.spread.labelled', {
          label: text(point.label),
          people: f.count(counts[at] ?? 0),
          share: f.share(counts[at] ?? 0, rated),
        })
      : '–'
  }
  return (
    <Card
      title={t('cycles.spread.earlier')}
      note={isSame ? t('cycles.spread.sameScale') : undefined}
      action={!isSame && <Tag kind="w">{t('cycles.spread.notComparable')}</Tag>}
    >
      {!isSame && <p className="measure">{t('cycles.spread.otherScale')}</p>}
      <DataTable
        caption={t('cycles.spread.earlier')}
        rows={ranks}
        rowKey={String}
        columns={[
          {
            key: 'rank',
            header: t('cycles.spread.rank'),
            phone: 'title',
            cell: (rank) => t('cycles.spread.nth', { n: rank + 1 }),
          },
          {
            key: 'before',
            header: t('cycles.spread.before', { name, rated: f.count(before.rated) }),
            cell: (rank) => cell(before, before.counts, before.rated, rank),
          },
          {
            key: 'now',
            header: t('cycles.spread.now', { rated: f.count(now.rated) }),
            cell: (rank) => cell(scale, now.manager.counts, now.rated, rank),
          },
        ]}
      />
    </Card>
  )
}
