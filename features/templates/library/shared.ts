import type { Section } from '../contract.ts'
import { agreedSupport, remarks, restated } from './common.ts'
import { shared, t } from './words.ts'

/** How the two talk: laid out by the talk itself when it begins. */
export const mode = shared({
  key: 'mode',
  type: 'choice',
  label: t('怎么谈的', 'How you talked'),
  options: [
    { key: 'inPerson', label: t('当面', 'In person') },
    { key: 'video', label: t('视频', 'By video') },
    { key: 'phone', label: t('电话', 'By phone') },
    { key: 'paper', label: t('纸面补录', 'On paper, entered later') },
  ],
  required: true,
})

/** Remarks of both and their files, for the end of every record without a rating. */
export const lastWords: Section = {
  key: 'remarks',
  part: 'agreement',
  label: t('备注', 'Remarks'),
  fields: remarks,
}

/** What one does first, in one's own words, and what help was settled. */
export const firstStep = [restated, agreedSupport]
