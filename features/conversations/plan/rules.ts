import { daysBetween } from '../../cycles/rules.ts'
import type { PlanLineInput, SmartFinding } from '../contract.ts'

/** A line as far as the SMART check reads it. */
export type Checked = Pick<
  PlanLineInput,
  'layer' | 'what' | 'how' | 'measure' | 'support' | 'ownerKind' | 'ownerId' | 'dueOn'
>

// What can be counted: a digit, or a Chinese number word before a unit of something.
const counted =
  /\d|[一二两三四五六七八九十百千万半每][一二三四五六七八九十百千万]*(次|个|件|台|份|成|天|周|月|年|人|条|页|例|小时|分钟|批|班|家|项|张|遍|倍|级|元|吨|米|单|套|名|季)/u
// What somebody else can see happen.
const observable =
  /完成|通过|提交|上线|签字|签收|签完|交付|交出|交到|发布|发出|验收|到位|投入使用|用上|使用|启用|写进|写出|贴出|名单|报告|演示|讲|取得|拿到|证书|结果|归档|清单|合格|确认|回复|答复|批准|批复|关闭|达到|达标|记录|可查|检查|零|没有再|不再|done|submitted|approved|delivered|published|signed|report|list|certificate|passed|record|visible|shown|in use/iu
const vague =
  /^(进一步|继续|不断|努力|尽量|尽可能|积极|适当|逐步)?(加强|提升|提高|改善|改进|优化|注意|重视|完善|强化|做好|多|更加|improve|try|enhance|strengthen|be more|better)/iu
/** Fewer characters than this name no action. */
const shortest = 6
const farDays = 366

const lengthOf = (text: string) => [...text.trim()].length

// Two characters of Chinese or a word of three letters and more: enough to see a common subject.
function subjectsOf(text: string): Set<string> {
  const subjects = new Set<string>()
  for (const run of text.match(/\p{Script=Han}+/gu) ?? [])
    for (let i = 0; i + 1 < run.length; i++) subjects.add(run.slice(i, i + 2))
  for (const word of text.toLowerCase().match(/[a-z]{3,}/g) ?? []) subjects.add(word)
  return subjects
}

/**
 * Each of the SMART criteria, and who answers for it: fine, or why not. Owner, day and a measure that
 * can be counted or seen are asked for before the page is shown to both; the rest is advice.
 * @param topics what the two spoke about (gaps, causes, next goals); empty: nothing to relate to.
 * @param today 'YYYY-MM-DD'
 */
export function smartFindings(
  line: Checked,
  { topics, today }: { topics: string[]; today: string },
): SmartFinding[] {
  const fine = (criterion: SmartFinding['criterion']): SmartFinding => ({
    criterion,
    ok: true,
    blocking: false,
    key: `${criterion}Ok`,
  })
  const lacks = (
    criterion: SmartFinding['criterion'],
    key: string,
    blocking: boolean,
  ): SmartFinding => ({ criterion, ok: false, blocking, key })
  const find = (
    criterion: SmartFinding['criterion'],
    cases: [wrong: boolean, key: string, blocking: boolean][],
  ) => {
    const hit = cases.find(([wrong]) => wrong)
    return hit ? lacks(criterion, hit[1], hit[2]) : fine(criterion)
  }
  const said = `${line.what} ${line.how} ${line.measure}`
  const measurable = (text: string) => counted.test(text) || observable.test(text)
  const subjects = subjectsOf(said)
  return [
    find('specific', [
      [line.what.trim() === '', 'whatMissing', true],
      [lengthOf(line.what) < shortest, 'whatShort', false],
      [vague.test(line.what.trim()) && !counted.test(line.what), 'whatVague', false],
    ]),
    find('measurable', [
      [line.measure.trim() === '', 'measureMissing', true],
      [!measurable(line.measure), 'measureVague', true],
    ]),
    find('achievable', [
      [
        line.layer !== 'support' && line.how.trim() === '' && line.support.trim() === '',
        'howMissing',
        false,
      ],
    ]),
    find('relevant', [
      [
        topics.length > 0 && !topics.some((topic) => !subjectsOf(topic).isDisjointFrom(subjects)),
        'relevanceUnclear',
        false,
      ],
    ]),
    find('timeBound', [
      [line.dueOn === null, 'dueMissing', true],
      [line.dueOn !== null && line.dueOn < today, 'duePast', true],
      [line.dueOn !== null && daysBetween(today, line.dueOn) > farDays, 'dueFar', false],
    ]),
    find('owner', [[line.ownerKind === 'company' && line.ownerId === null, 'ownerMissing', true]]),
  ]
}

/** What keeps the plan from being shown to both: no line at all, or lines that lack something. */
export function planUnready(
  lines: (Checked & { position: number; findings: SmartFinding[] })[],
): { key: string; params: Record<string, string | number> }[] {
  if (lines.length === 0) return [{ key: 'planEmpty', params: {} }]
  return lines.flatMap((line, index) =>
    line.findings
      .filter((finding) => finding.blocking)
      .map((finding) => ({
        key: finding.key,
        params: { n: index + 1, what: [...line.what].slice(0, 18).join('') },
      })),
  )
}
