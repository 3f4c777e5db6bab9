import { families, type Family } from '../contract.ts'

/**
 * Sentences that could stand under anybody's name, as people write them. `[a/b]` is one of these, `[a/b]?`
 * one of these or none. A text is empty only if it consists of nothing else: a sentence that says when,
 * what or how many never matches. An honest “none” (无, n/a) is an answer and is not in here.
 */
const phrases: Record<Language, Record<Family, readonly string[]>> = {
  zh: {
    verdict: [
      '表现[还/都]?[正常/良好/较好/不错/稳定/尚可/还行/一般/优秀/优良/突出/很好/可以/合格/达标/到位/符合要求/符合预期/符合期望/令人满意]',
      '[都/均]?[正常/良好/不错/优秀/合格/达标/到位/令人满意/符合要求/符合预期]',
      '[按时/按期/按质/按量/按质按量/保质保量/圆满/顺利/认真/较好/很好/基本/出色][地/的]?完成[了]?[上级/领导/公司/部门/岗位]?[交办/布置/安排]?[的]?[各项/全部/所有/本职/日常/相关/既定]?[的]?[工作/任务/工作任务/目标/指标/职责]?',
      '完成[了]?[各项/全部/所有/本职/日常/相关][的]?[工作/任务/工作任务/目标/指标]',
      '[任务/目标/指标/完成]?[完成]?情况[正常/良好/较好/不错]',
      '态度[认真/端正/积极/良好/很好/好]',
      '[认真/踏实/负责/细心/勤奋/努力/积极/主动/敬业/尽责/尽职/尽心]',
      '[认真负责/踏实肯干/勤勤恳恳/兢兢业业/任劳任怨/尽职尽责/尽心尽力/爱岗敬业/积极主动/积极向上/勤奋努力/吃苦耐劳/认真细致]',
      '[有/具有/具备]?[较强/强烈/很强/高度]?[的]?责任心[强/较强/很强]?',
      '[责任心/执行力/学习能力/团队意识/能力/沟通能力/业务能力/专业能力/协作能力/主动性][较/很/非常/比较]?[强/好/高/突出/不错]',
      '团结[同事/同志]',
      '[尊敬/尊重/服从]领导[安排]?',
      '服从[公司/上级/工作]?[安排/分配/管理]',
      '遵守[公司/单位]?[的]?[各项]?[规章制度/制度/纪律/劳动纪律]',
      '[团队/部门]?[配合/协作/合作][得]?[默契/良好/很好/较好/不错/好]',
      '[暂]?[没有/无][明显/大的/较大]?[的]?[问题/不足/缺点/短板]',
      '一切[正常/都好/顺利]',
    ],
    cheer: [
      '[继续/再/多/更加/加倍/不断]?[努力/加油/奋斗/拼搏]',
      '继续[保持/加强/提升/进步/发扬/前进/提高/改进]',
      '再接再厉',
      '保持[下去/现状/状态/良好状态/良好的状态/住]?',
      '好好干',
      '更上一层楼',
      '百尺竿头更进一步',
      '再创[佳绩/辉煌/新高]',
      '戒骄戒躁',
      '发扬优点[改正/克服/弥补]?[缺点/不足]?',
      '扬长[补/避]短',
      '取长补短',
      '[争取/力争/取得/有]?[更大/更多/更好/新/长足]?[的]?[进步/成绩/成长/突破/发展]',
      '[做/干]得[更]?[好/很好/不错]',
      '做[到/得]?更好',
      '[辛苦/感谢]了',
    ],
    wish: [
      '[沟通/协调/协作/执行/业务/管理/专业/学习/表达/团队/创新/组织/领导/服务/技术/时间管理/工作/综合/抗压]?[能力/水平/意识/效率/质量/方面/力度/主动性/积极性/素质/技能]?[有待/有待于/需要/需/仍需/还需/还要/尚需/应该/应/要/可以][进一步/继续/不断/更加/再/多]?[加强/提升/提高/改善/改进/完善/增强/强化/努力]',
      '[需/要/应/需要/应该/仍需/还需]?[进一步/不断/持续/继续/努力/着力/尽快]?[加强/提升/提高/改善/改进/增强/强化/完善/优化][自己/自身/个人/本职]?[的]?[工作/沟通/协调/协作/学习/执行力/业务/管理/专业/团队/创新/产品/服务/综合]?[能力/水平/意识/效率/质量/方面/力度/素质/技能/知识/协作/合作/建设/学习/沟通/管理/责任心]?',
      '[要/应/应该/需要/需]?[多/勤/加强/注重/注意/重视][学习/沟通/思考/总结/交流/请教/汇报/细节/方法/锻炼/历练/团队协作/团队合作/工作方法]',
      '不断[学习/进步/提高/提升/完善/充实/成长/超越][自己/自我/自身]?',
      '[推进/执行/工作/管理/学习][力度/力/不够力度]?[不够/不足/欠缺/较弱/偏弱/一般]',
      '[沟通/协调/表达/执行/管理/业务/专业/学习][能力/水平/意识]?[不够/不足/欠缺/较弱/偏弱/差/一般/薄弱]',
      '[更]?[积极/主动]一[些/点]',
      '[有/还有][较大/很大/一定/进步/提升]?[的]?[提升/进步/改进/成长]?空间',
    ],
    promise: [
      '[公司/部门/领导/我/主管][会/将]?[尽量/尽力/全力/大力/积极]?[提供/给予]?[必要/一切/相应/足够]?[的]?支持',
      '[尽量/尽力/全力/大力/积极][提供/给予]?[必要/相应]?[的]?[支持/帮助/配合/协助]',
      '[提供/给予][必要/相应/更多/一定]?[的]?[支持/帮助/指导/培训/支持和帮助/支持与帮助/帮助和支持]',
      '有[问题/困难/需要][随时]?[找我/沟通/提/说/反馈]',
      '多[培训/指导/帮助/支持/关心]',
      '[视/看]情况[而定/支持/安排]?',
    ],
    ditto: [
      '[内容]?[同上/同前/如上/见上/略/同上期/同去年/同自评/见自评/同上一期]',
      '[和/与/跟/同][上面/上期/上次/去年/往年/自评/前面][一样/相同/一致]',
      '一如既往',
      '[如/见][上/前]所述',
      '没[什么/有什么]?变化',
    ],
  },
  en: {
    verdict: [
      '[performance/work/attitude/everything/it/all][is/was/are/has been]?[normal/good/fine/ok/okay/satisfactory/acceptable/average/solid/great/excellent/as expected/in order/well]',
      '[normal/good/fine/ok/okay/satisfactory/average/solid/great/excellent/nice/strong][overall]?[job/work/performance/attitude/effort/year/team player]?',
      '[meet/meets/met/fully meets][all]?[the]?[expectations/requirements/targets/goals]',
      '[as/in line with][expected/expectations]',
      '[do/does/did/doing/done][a]?[good/great/fine/solid/nice/decent][job/work]',
      '[performs/performed/performing/works/worked/doing][well/hard]',
      '[hard working/hardworking/reliable/conscientious/dedicated/committed/diligent/responsible/dependable/positive]',
      '[a]?[good]?team player',
      '[no][major/real]?[issues/problems/complaints/concerns/weaknesses]',
      '[complete/completes/completed][all]?[the/assigned/their/his/her/my]?[work/tasks/duties][on time]?',
    ],
    cheer: [
      'keep [it/this]?up[the]?[good/great/nice]?[work]?',
      'keep [going/trying/working hard/improving/doing well/at it]',
      '[well done/carry on/stay on track/continue as before/stay the course/do even better/do better]',
      '[keep/continue][up]?[the/this/doing]?[good/great/nice]?[work/job/effort/performance]',
      'continue to [do well/improve/grow/work hard/perform well]',
      '[thanks/thank you][for]?[the/your/all]?[hard]?[work/effort]?',
    ],
    wish: [
      '[communication/leadership/technical/management/time management/teamwork/planning/people/soft]?[skills/skill]?[need/needs/could use/require/requires/should have][some/more/further/a little]?[improvement/improving/work/attention/development]',
      '[communication/leadership/technical/management/teamwork/planning]?[skills/skill]?[could/should/can/must/need to/needs to][be]?[better/improve/improved/further improved/strengthened]',
      '[there is]?[some]?room for improvement',
      '[further]?[improve/develop/strengthen/enhance/work on][communication/leadership/technical/management/teamwork/time management/product/service/the/your/his/her/their/my/own]?[communication/skills/quality/efficiency/abilities/performance]?[skills]?',
      '[be/become][more]?[proactive/active/positive/careful/confident]',
      '[communicate/learn/study/listen/share][more/better]',
      '[did not/does not][push/try/communicate][hard]?[enough]',
    ],
    promise: [
      '[the company/company/we/i/the team]?[will]?[try to]?[provide/offer/give/be][full/all/the necessary/as much/as]?[support/supportive][as possible/as needed/when needed/where possible]?',
      '[full]?support[as needed/when needed/where possible]',
      'more [training/coaching/support]',
      '[more]?[training/coaching/support][would be nice/as needed/if needed/when needed]',
      '[let me know/ask me/come to me][if/when][anything/you need]?[is needed/anything/help]?',
    ],
    ditto: [
      '[same/the same][as]?[above/before/last time/last year/last period/self assessment/ever]?',
      '[see][above/self assessment]',
      'ditto',
      'as [above/usual/always/before/ever]',
      '[no change/no changes/nothing new/unchanged]',
    ],
  },
}

/** Words that may stand before, between and after without saying anything more. */
const fillers: Record<Language, readonly string[]> = {
  zh: '总的来说 总体来说 总体而言 总体上 总体 整体上 整体 综合来看 各方面 各项 方面 今年 本年度 本年 全年 年度 这一年 一年来 本季度 本月 上半年 下半年 该员工 该同志 该同事 员工 同志 同事 本人 我 你 您 他 她 大家 工作 日常 平时 平常 目前 一直 始终 都 均 也 还 还是 仍 的 地 得 了 在 能 能够 可以 会 要 比较 较 较为 基本 基本上 相对 很 非常 十分 更 更加 希望 望 请 期待 相信 今后 以后 未来 将来 下一步 下阶段 接下来 明年 来年 新的一年 和 与 及 以及 并 并且 且 而且 但 但是 同时 另外 此外 有 是 中 里 上'.split(
    ' ',
  ),
  en: 'overall|in general|generally|this year|this quarter|this period|the employee|employee|he|she|they|you|i|we|it|his|her|their|your|my|has|have|had|is|are|was|were|been|be|a|an|the|very|quite|really|rather|just|always|still|mostly|please|and|but|also|so|well|all|in|of|at|to|with|work|for next year|next year|going forward|in the future|i hope|hope|continue|continues|continued'.split(
    '|',
  ),
}

type Language = 'zh' | 'en'

interface Piece {
  words: string[]
  isOptional: boolean
}

// `[a/b]?c` as pieces; English words are told apart by the space after them.
const piecesOf = (phrase: string, gap: string): Piece[] =>
  (phrase.match(/\[[^\]]*\]\??|[^[]+/g) ?? []).map((piece) => ({
    words: (piece.startsWith('[')
      ? piece.replace(/^\[|\]\??$/g, '').split('/')
      : [piece.trim()]
    ).map((word) => word + gap),
    isOptional: piece.endsWith('?'),
  }))

const languages = (['zh', 'en'] as const).map((language) => {
  const gap = language === 'en' ? ' ' : ''
  return {
    gap,
    fillers: fillers[language].map((word) => word + gap),
    phrases: families.flatMap((family) =>
      phrases[language][family].map((phrase) => ({ family, pieces: piecesOf(phrase, gap) })),
    ),
  }
})

// Everywhere a phrase that begins here may end. Positions instead of backtracking: no text takes long.
function endsOf(sentence: string, from: number, pieces: readonly Piece[]): Set<number> {
  let at = new Set([from])
  for (const { words, isOptional } of pieces) {
    const next = new Set(isOptional ? at : [])
    for (const place of at)
      for (const word of words) if (sentence.startsWith(word, place)) next.add(place + word.length)
    if (next.size === 0) return next
    at = next
  }
  at.delete(from)
  return at
}

/**
 * The family of one sentence without its marks that could stand under anybody's name; 'filler' when it
 * says nothing at all, null when it says something.
 */
export function familyOf(sentence: string): Family | 'filler' | null {
  for (const language of languages) {
    const whole = sentence + language.gap
    const reached = new Map<number, Family | 'filler'>([[0, 'filler']])
    for (let at = 0; at < whole.length; at++) {
      const so = reached.get(at)
      if (!so) continue
      const reach = (end: number, family: Family | 'filler') => {
        if (!reached.has(end) || reached.get(end) === 'filler') reached.set(end, family)
      }
      for (const { family, pieces } of language.phrases)
        for (const end of endsOf(whole, at, pieces)) reach(end, so === 'filler' ? family : so)
      for (const word of language.fillers)
        if (whole.startsWith(word, at)) reach(at + word.length, so)
    }
    const found = whole.length > 0 && reached.get(whole.length)
    if (found) return found
  }
  return null
}
