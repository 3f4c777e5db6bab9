import type { Dimension, Field, Scale } from '../contract.ts'
import { managers, own, t } from './words.ts'

/** Five points, each with a sentence that two people can hold a piece of work against. */
export const fivePoints: Scale = {
  key: 'fivePoints',
  points: [
    {
      value: 1,
      label: t('B−', 'B−'),
      meaning: t(
        '主要要求没有达到，别人需要经常补位',
        'Main requirements missed; others often have to step in',
      ),
    },
    {
      value: 2,
      label: t('B', 'B'),
      meaning: t(
        '大部分达到，有一两处还要提醒或返工',
        'Mostly met; one or two things still need a reminder or rework',
      ),
    },
    {
      value: 3,
      label: t('B+', 'B+'),
      meaning: t(
        '稳定达到要求，交出去就放心',
        'Reliably met; once handed over, it is in good hands',
      ),
    },
    {
      value: 4,
      label: t('A−', 'A−'),
      meaning: t('稳定超过要求，还能带着别人做好', 'Reliably exceeded, and helps others get there'),
    },
    {
      value: 5,
      label: t('A', 'A'),
      meaning: t(
        '明显超出期望，做法已经成了别人的参照',
        'Far beyond expectations; the way it was done has become the reference',
      ),
    },
  ],
}

/** How employees rate themselves: a value and, if they like, the thing they think of. */
export const ownRatings = (dimensions: Dimension[]): Field[] =>
  dimensions.map((dimension) =>
    own({
      key: `selfRating.${dimension.key}`,
      type: 'rating',
      dimension: dimension.key,
      label: dimension.label,
      help: dimension.help,
      required: true,
      mayFeedRating: true,
    }),
  )

/** How managers rate: a value, the case behind it, and what the next level would look like. */
export const managersRatings = (dimensions: Dimension[]): Field[] =>
  dimensions.map((dimension, position) =>
    managers({
      key: `rating.${dimension.key}`,
      type: 'rating',
      dimension: dimension.key,
      label: dimension.label,
      help: dimension.help,
      // Once is enough: the other dimensions are written the same way.
      ...(position === 0 && { example: ratingExample }),
      required: true,
      mayFeedRating: true,
      needs: ['case', 'nextLevel'],
    }),
  )

const ratingExample = {
  weak: t('再积极一点就能到下一级。', 'A bit more initiative and you are there.'),
  strong: t(
    '连续两个季度不需要我复核就能交付，并能带一名新人独立完成一次，就是 A−。',
    'Two quarters of deliveries that need no review by me, and one newcomer you have brought to do it alone: that is A−.',
  ),
}
