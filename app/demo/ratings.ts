import type { DemoPerson } from './people.ts'
import { filled, type Voice } from './pieces/fill.ts'
import type { Good, Trouble } from './pieces/shape.ts'
import type { Rated, Written } from './records/shape.ts'

/** Which of the four general subjects a dimension of a template speaks about. */
const subjectOf: Record<string, string[]> = {
  results: ['results'],
  quality: ['quality'],
  cooperation: ['cooperation'],
  growth: ['growth'],
  bidPreparation: ['bidPreparation', 'quality'],
  benchmarking: ['benchmarking', 'growth'],
  customers: ['customers', 'cooperation'],
  contracts: ['contracts', 'results'],
  accuracy: ['accuracy', 'quality'],
  timeliness: ['timeliness', 'results'],
  control: ['control', 'growth'],
  service: ['service', 'cooperation'],
  what: ['results', 'contracts', 'timeliness'],
  how: ['quality', 'cooperation', 'customers', 'bidPreparation', 'accuracy', 'service'],
  next: ['growth', 'benchmarking', 'control'],
  contribution: ['results', 'quality'],
  conduct: ['cooperation'],
  potential: ['growth'],
}

const plain = [
  '按部就班，没有出错，也没有特别突出的。',
  '这一项平平稳稳，没有要单独说的事。',
  '没有误过事，也没有让人眼前一亮的。',
  '和上一期差不多，守住了。',
]
const further = [
  '把这个做法教给<mate>。',
  '写下来，别人照着能做。',
  '换一件更难的，再做一次。',
  '不用人提醒，成习惯。',
  '多帮<mate>一把。',
  '三个月里再有两回这样的事。',
]
const modest = [
  '还行，没掉链子。',
  '中等吧。',
  '说得过去。',
  '没出岔子。',
  '自己觉得可以，听听<boss>怎么说。',
]

/** Ratings that follow from what happened: something good lifts, something bad lowers, both meet. */
export function ratingsOf({
  dimensions,
  goods,
  troubles,
  voice,
}: {
  dimensions: string[]
  family: DemoPerson['jobFamily']
  goods: Good[]
  troubles: Trouble[]
  voice: Voice
}): Pick<Written, 'ratings' | 'gapNote'> {
  const { random } = voice
  const ratings: Record<string, Rated> = {}
  let gapNote: string | undefined
  for (const dimension of dimensions) {
    const about = (piece: { of: string }) => subjectOf[dimension]?.includes(piece.of)
    const well = goods.find(about)
    const badly = troubles.find(about)
    const value =
      well && badly
        ? random.between(3, 4)
        : well
          ? random.chance(0.22)
            ? 5
            : 4
          : badly
            ? random.chance(0.18)
              ? 2
              : 3
            : 3
    const shift = random.pick([0, 0, 0, 0, -1, -1, 1, 1, random.chance(0.2) ? -2 : 0])
    const self = Math.min(5, Math.max(2, value + shift))
    ratings[dimension] = [
      self,
      self >= value && well
        ? well.told
        : badly && self < value
          ? badly.told
          : filled(random.pick(modest), voice),
      value,
      [well && sentence(well.situation), badly && sentence(badly.situation)]
        .filter(Boolean)
        .join('') || random.pick(plain),
      value === 5 ? '' : badly ? sentence(badly.remedy) : filled(random.pick(further), voice),
    ]
    const selfHighRatingLow = self > 3 && value < 3
    if (Math.abs(self - value) >= 2 || selfHighRatingLow) {
      const seen =
        value < self
          ? (badly?.situation ?? random.pick(plain))
          : (well?.situation ?? random.pick(plain))
      gapNote =
        value < self
          ? `有一项我比你低了${self - value}级。你做到的那些我认，我看的是这一件：${seen}。经过我可能不全清楚，谈的时候想先听你讲。`
          : `有一项我比你高了${value - self}级，不是客气。我看的是这一件：${seen}。你对自己比我对你严，想听听为什么。`
    }
  }
  return { ratings, ...(gapNote ? { gapNote: gapNote.replace('。。', '。') } : {}) }
}

const sentence = (text: string) => (/[。！？]$/.test(text) ? text : `${text}。`)
