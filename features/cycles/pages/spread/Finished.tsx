import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { ScaleSpread, Spread } from '../../spread/contract.ts'

/** Calibrations that were finished on this scale, with what lay outside that day and why. */
export function Finished({ seen, scale }: { seen: Spread; scale: ScaleSpread }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const notes = seen.finished.filter((note) => note.scale === scale.scale)
  if (notes.length === 0) return null
  const labelOf = (value: number) => {
    const point = scale.points.find((each) => each.value === value)
    return point ? text(point.label) : String(value)
  }
  return (
    <Card title={t('cycles.spread.finished')} note={t('cycles.spread.finishedNote')}>
      <ul className="stack" style={{ listStyle: 'none', padding: 0 }}>
        {notes.map((note) => (
          <li key={note.id}>
            <p>
              <span className="strong">
                {note.department ?? t('cycles.spread.everybody')}
                {note.ofOneTalk && t('cycles.spread.ofOneTalk')}
              </span>{' '}
              <span className="small mute">
                {note.by} · {f.dayTime(note.at)}
              </span>
            </p>
            <p className="measure">
              {note.outside.length === 0
                ? t('cycles.spread.wasInside', { rated: f.count(note.rated) })
                : note.outside
                    .map(({ value, people, expectedPercent }) =>
                      t('cycles.spread.was', {
                        label: labelOf(value),
                        people: f.count(people),
                        rated: f.count(note.rated),
                        share: f.share(people, note.rated),
                        expected: expectedPercent,
                      }),
                    )
                    .join(t('cycles.spread.semicolon'))}
            </p>
            {note.outside.length > 0 && (
              <p className="measure mute">
                {note.reason
                  ? t('cycles.spread.because', { reason: note.reason })
                  : t('cycles.spread.noReason')}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
