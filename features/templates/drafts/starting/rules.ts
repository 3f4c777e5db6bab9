import type { TemplateBody, Text } from '../../contract.ts'
import { agreedGoals, minutes } from '../../library/common.ts'
import { own, t } from '../../library/words.ts'

/** The least a talk can be: one question before it, the minutes, one agreement, one step. */
export const blankTemplate: TemplateBody = {
  title: { zh: '', en: '' },
  purpose: { zh: '', en: '' },
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'before',
      part: 'self',
      label: t('来之前', 'Before you come'),
      fields: [
        own({
          key: 'topics',
          type: 'longText',
          label: t('想谈的事', 'What I would like to talk about'),
        }),
      ],
    },
    { key: 'talk', part: 'talk', label: t('说过的话', 'What was said'), fields: [minutes] },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('说定的事', 'What we settled'),
      fields: [{ ...agreedGoals, required: false, min: 0 }],
    },
  ],
  steps: [
    {
      key: 'open',
      label: t('从哪儿说起', 'Where to begin'),
      minutes: 15,
      opening: t('今天最想谈的是哪一件？', 'Which one matter would you like to talk about today?'),
      questions: [],
      fields: ['topics', 'minutes', 'nextGoals'],
      ratingHidden: true,
    },
  ],
  agenda: [],
}

/** The name under which a copy begins. */
export const copyTitle = ({ zh, en }: Text): Text => ({ zh: `${zh}（副本）`, en: `${en} (copy)` })
