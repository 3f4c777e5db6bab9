import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Answers } from '../../templates/contract.ts'
import { library } from '../../templates/library/index.ts'
import { fieldsOf } from '../../templates/rules.ts'
import type { Family } from './contract.ts'
import { indexOf, type Source } from './copies/rules.ts'
import { formulaIn, isWall, passedOver, piecesOf, remarksOn } from './rules.ts'
import { normalised } from './words/rules.ts'

const names = ['陈一鸣', '周晓岚', 'Theo Brandt']

/** Sentences that could stand under anybody's name. */
const empty: Record<Family, string[]> = {
  verdict: [
    '表现正常',
    '表现正常。',
    '陈一鸣今年总体表现良好',
    '该员工工作认真负责，表现优秀。',
    '工作认真负责、态度端正，较好地完成了各项工作任务。',
    '按时完成领导交办的各项任务',
    '责任心强，团结同事，遵守公司规章制度。',
    '暂无明显不足',
    '一切正常！',
    '合格',
    'Performance is normal.',
    'Good job this year!',
    'Meets expectations.',
    'Theo Brandt is a good team player, hard-working and reliable.',
    'Everything fine, no issues',
    'She performed well.',
  ],
  cheer: [
    '继续努力',
    '继 续 努 力 ！！',
    '再接再厉，更上一层楼！',
    '希望明年继续保持，争取更大进步。',
    '加油👍',
    'Keep it up!',
    'Keep up the good work',
    'Well done. Continue to improve.',
  ],
  wish: [
    '沟通能力有待加强',
    '沟通能力有待加强。',
    '需进一步提升管理水平',
    '多学习，多沟通',
    '推进力度不够。',
    '进一步提升产品质量。',
    '不断学习，提高自己的业务能力。',
    'Communication skills need improvement.',
    'Room for improvement',
    'Be more proactive.',
    'Further improve product quality.',
  ],
  promise: [
    '公司会尽量提供支持。',
    '有问题随时沟通',
    '提供必要的支持和帮助',
    'The company will be as supportive as possible.',
    'Will provide support as needed',
  ],
  ditto: [
    '同上',
    '同上。',
    '略',
    '和去年一样',
    '一如既往',
    'Same as last year',
    'See above.',
    'ditto',
  ],
}

/** Sentences with the same words in them that say something. */
const full = [
  '表现正常的三台设备继续留在一线，第四台 5 月已换下。',
  '“表现正常，继续努力”这句话他去年听了三遍，今年我想换一种说法。',
  '继续努力把一次合格率从 96.2% 提到 98%，每周五看一次前三项缺陷。',
  '认真负责：8 月 12 日夜班发现批号不符，自己停线重查了 40 箱。',
  '沟通能力有待加强，8 月改版评审的接口变动测试组第三天才知道。',
  '加强沟通：每天 8:45 三方站着对十分钟。',
  '按时完成了 12 份月报里的 11 份。',
  '多沟通，先从每周二和测试组一起看缺陷单开始',
  '保持每周三的复盘',
  '公司会在 12 月 5 日前借来两台旧测试机。',
  '有困难随时沟通，我周二和周四下午在车间。',
  '和去年一样，三月的盘点是我带的。',
  '无',
  '没有',
  'n/a',
  '培训',
  '三坐标测量',
  '工作',
  '',
  '。。。',
  'Keep up the good work on the die changes: 38 minutes now, 30 by March.',
  'Performance is good on line two, poor on line four since the July change.',
  'Communication with testing needs improvement: the August change reached them on day three.',
  'Be more proactive in the Tuesday review by bringing two open points.',
  'Good job on closing the Hefei tender two days early.',
  'We will provide support by lending the two test machines before 5 December.',
  'None',
  'Training',
]

test('a sentence that could stand under anybody’s name is told from one that says something', () => {
  for (const [family, texts] of Object.entries(empty))
    for (const text of texts) assert.equal(formulaIn(text, names), family, text)
  for (const text of full) assert.equal(formulaIn(text, names), null, text)
})

test('what the library shows as well said is never called empty, and much of what it shows as badly said is', () => {
  const examples = new Map(
    library
      .flatMap(({ body }) => body.sections.flatMap(({ fields }) => fields))
      .flatMap(({ example }) => (example ? [[example.weak.zh, example] as const] : [])),
  )
  for (const { strong } of examples.values())
    for (const text of Object.values(strong)) assert.equal(formulaIn(text, names), null, text)
  const weak = [...examples.values()].flatMap((example) => Object.values(example.weak))
  assert.ok(weak.filter((text) => formulaIn(text, names)).length >= 12)
})

const anyText = fc.string({ unit: 'binary', maxLength: 60 })
const marks = fc.constantFrom(' ', '，', '。', '!', '　', '…', '\n', '“', '-', '👍')

test('blanks, marks, width and case do not matter, letters and their order do', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = normalised(text)
      assert.equal(normalised(once), once)
      assert.equal(normalised(text.normalize('NFKC')), once)
    }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(empty).flat()), fc.array(marks), (text, added) => {
      // Between sentences, not inside English words.
      assert.equal(
        formulaIn(`${added.join('')}${text}${added.join('')}`, names),
        formulaIn(text, names),
      )
    }),
  )
  fc.assert(
    fc.property(
      fc.constantFrom('表现正常', '继续努力', '同上'),
      fc.stringMatching(/^[0-9]{1,4}$/),
      (text, figure) => {
        assert.equal(formulaIn(`${text}${figure}`, names), null)
        assert.equal(normalised(`${text} ${figure}`).replace(/ /g, ''), `${text}${figure}`)
      },
    ),
  )
})

test('no text takes long, however it is woven', () => {
  const began = performance.now()
  for (const word of ['很', '继续', '工作', '更好', '努力', 'good ', 'very ', 'support '])
    formulaIn(`${word.repeat(200)}`.slice(0, 119) + '七', names)
  assert.ok(performance.now() - began < 500)
})

const passage =
  '六月换模培训里，他把十四步拆成三张图贴在机台上，二组的平均换模时间从五十二分钟降到三十八分钟。'

const where = (text: string, ...sources: Source[]) => indexOf(sources, names).likest(text)

test('a paragraph that stands elsewhere is found, also with another name and a word or two changed', () => {
  const other: Source = { kind: 'other', text: `开头一行\n刘洋：${passage}`, names: ['刘洋'] }
  assert.equal(where(passage, other), 'other')
  assert.equal(where(`陈一鸣：${passage}`, other), 'other')
  assert.equal(where(passage.replace('五十二', '五十').replace('二组', '三组'), other), 'other')
  assert.equal(where(passage, { kind: 'earlier', text: passage.slice(0, 30) }, other), 'other')
  // The same subject in words of one's own, and a short phrase many use.
  assert.equal(
    where(
      '换模这件事他做得细：图贴在机台上，新人照着做，平均时间降到三十八分钟，二组先用起来。',
      other,
    ),
    null,
  )
  assert.equal(where('按时交了月报', { kind: 'other', text: '按时交了月报' }), null)
  const english =
    'For the June die-change training he broke fourteen steps into three drawings on the machine; team two went from 52 to 38 minutes.'
  assert.equal(
    where(english.replace('he broke', 'she broke'), { kind: 'self', text: english }),
    'self',
  )
})

test('likeness is the same both ways, whole for the same text and none for strangers', () => {
  const words = fc.array(fc.constantFrom(...'天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏'), {
    minLength: 25,
    maxLength: 60,
  })
  fc.assert(
    fc.property(words, words, (a, b) => {
      const [one, two] = [a.join(''), b.join('')]
      assert.equal(where(one, { kind: 'other', text: one }), 'other')
      assert.equal(
        where(one, { kind: 'other', text: two }),
        where(two, { kind: 'other', text: one }),
      )
      assert.equal(where(one, { kind: 'other', text: english(b.length) }), null)
    }),
  )
})
const english = (n: number) => Array.from({ length: n }, (_, at) => `word${at}`).join(' ')

test('half a page without a break is a wall; in points or paragraphs it is not', () => {
  const sentence =
    '五月和八月两次改版都没有在当天通知测试组，第三天他们才从群里看到，只好重测两天。'
  const wall = sentence.repeat(7)
  assert.equal(isWall(wall), true)
  assert.equal(isWall(sentence.repeat(4)), false)
  assert.equal(isWall(`${sentence.repeat(3)}\n\n${sentence.repeat(4)}`), false)
  assert.equal(isWall(`换模教得好\n${wall}`), true)
  assert.equal(isWall(`1. ${sentence.repeat(3)}2. ${sentence.repeat(4)}`), false)
  assert.equal(isWall(`首先${sentence.repeat(3)}其次${sentence.repeat(4)}`), false)
  assert.equal(isWall(`${english(230)}.`), true)
})

const { body: template } = library.find(({ key }) => key === 'whatHowNext')!
const about = { level: null, jobFamily: null, ratings: {} }
const goal = {
  id: 'g',
  goal: '一次合格率',
  target: '98%',
  actual: '97.2%',
  attainment: null,
  comment: '',
  employeeAgrees: null,
  managerAgrees: null,
}

test('results without the way there are pointed to once one has gone on, and not before', () => {
  const over = (answers: Answers) => passedOver(template, 'self', answers, about)?.key ?? null
  const results = { selfGoals: [goal] }
  assert.equal(over({}), null)
  assert.equal(over(results), null)
  assert.equal(over({ ...results, selfIdeas: '先动夹具' }), 'selfHighlights')
  const told = [
    { id: 's', text: '每天站着对十分钟', kind: 'behaviour', situation: '', evidence: [] },
  ]
  assert.equal(over({ ...results, selfIdeas: '先动夹具', selfGaps: told }), null)
  assert.equal(over({ selfIdeas: '先动夹具' }), null)
})

test('a short claim beside its case is no empty sentence, and each kind is said once per question', () => {
  const statement = (text: string, situation: string) => ({
    id: text,
    text,
    kind: 'behaviour',
    situation,
    evidence: [],
  })
  const remarks = (strengths: unknown[]) =>
    remarksOn({
      template,
      part: 'manager',
      answers: { strengths },
      about,
      own: new Set(fieldsOf(template, 'manager').map(({ key }) => key)),
      names,
      sources: [],
    }).map(({ fieldKey, kind, params }) => [fieldKey, kind, params.n])
  assert.deepEqual(remarks([statement('工作认真负责', '8 月 12 日夜班停线重查 40 箱')]), [])
  assert.deepEqual(
    remarks([statement('工作认真负责', ''), statement('表现优秀', ''), statement('继续努力', '')]),
    [
      ['strengths', 'formula.verdict', 1],
      ['strengths', 'formula.cheer', 3],
    ],
  )
})

test('only what is said in sentences is looked at', () => {
  const fields = fieldsOf(template, 'self')
  const rating = fields.find(({ type }) => type === 'rating')!
  assert.deepEqual(
    piecesOf(rating, { value: 3, notRated: false, case: '继续努力', nextLevel: '' }),
    [{ text: '继续努力' }],
  )
  assert.deepEqual(piecesOf(rating, { value: 3, notRated: false, case: '', nextLevel: '' }), [])
})
