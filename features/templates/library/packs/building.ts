import type { Field, TemplateBody } from '../../contract.ts'
import { indicatorSets, tableOf, type IndicatorSet } from '../../blocks/indicators/rules.ts'
import { minutes, ownReminder, ownThoughts } from '../common.ts'
import { shared, t } from '../words.ts'

/** The set of figures with this key. */
export function figures(key: string): IndicatorSet {
  const set = indicatorSets.find((each) => each.key === key)
  if (!set) throw new Error(`there is no indicator set ${key}`)
  return set
}

/** The same talk with the set's figures looked at together, in the step named. */
export function withFigures(body: TemplateBody, set: IndicatorSet, step: string): TemplateBody {
  const table = tableOf(set)
  const at = body.sections.findIndex(({ part }) => part === 'agreement')
  return {
    ...body,
    sections: body.sections.toSpliced(at, 0, {
      key: 'figures',
      part: 'talk',
      label: t('一起看数', 'The figures, together'),
      intro: t(
        '数是用来问“怎么回事”的。先把口径对上，再谈原因。',
        'Figures are there to ask what happened. Agree on what they mean first, then on the reasons.',
      ),
      fields: [table],
    }),
    steps: body.steps.map((each) =>
      each.key === step ? { ...each, fields: [...each.fields, table.key] } : each,
    ),
  }
}

interface Light extends Pick<TemplateBody, 'title' | 'purpose' | 'steps' | 'agenda'> {
  self: Field[]
  manager: Field[]
  talk: Field[]
}

/** A short regular talk without a rating: both think for three minutes, talk, and settle one or two things. */
export const lightTalk = ({ self, manager, talk, ...words }: Light): TemplateBody => ({
  ...words,
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfNotes',
      part: 'self',
      label: t('来之前，想三分钟', 'Three minutes before you come'),
      intro: t('每题一两句就够。', 'A sentence or two for each is plenty.'),
      fields: [...self, ownThoughts],
    },
    {
      key: 'managerNotes',
      part: 'manager',
      label: t('来之前，想三分钟', 'Three minutes before you come'),
      fields: [...manager, ownReminder],
    },
    {
      key: 'talk',
      part: 'talk',
      label: t('说过的话', 'What was said'),
      fields: [...talk, minutes],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('说定的事', 'What we settled'),
      intro: t('一两件就够，下次从这里开始。', 'One or two will do; next time begins here.'),
      fields: [
        shared({
          key: 'nextGoals',
          type: 'nextGoals',
          label: t('下次之前做成的事', 'To be done by next time'),
          min: 0,
          max: 3,
        }),
        shared({
          key: 'supportNeeds',
          type: 'supportNeeds',
          label: t('需要的支持', 'Support needed'),
          max: 3,
        }),
      ],
    },
  ],
})
