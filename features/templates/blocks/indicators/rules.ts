import type { Column, Field, Text } from '../../contract.ts'
import { shared, t } from '../../library/words.ts'

/** One figure a kind of work is looked at by. */
export type Indicator = {
  key: string
  label: Text
  /** What it says, and what it does not. */
  meaning: Text
  unit: Text
  /** Where the figure comes from, so that two people look at the same one. */
  measured: Text
  /** A usual share of the whole; a set adds up to 100. */
  weight: number
  /** A figure that is better when it is smaller. */
  lowerIsBetter?: true
}
export type IndicatorSet = { key: string; label: Text; indicators: readonly Indicator[] }

const percent = t('%', '%')

/** Figures for six kinds of work, to be taken as they are or cut down to the three that matter. */
export const indicatorSets: readonly IndicatorSet[] = [
  {
    key: 'shopFloor',
    label: t('生产班组', 'Shop floor'),
    indicators: [
      {
        key: 'output',
        label: t('产量达成', 'Output reached'),
        meaning: t(
          '合格入库的件数对着月计划。断料停线的天数另记，不算在班组头上。',
          'Good pieces in store against the month’s plan. Days without material are noted and are not the team’s.',
        ),
        unit: t('件', 'pieces'),
        measured: t(
          '仓库入库单，每月 1 日由计划员导出',
          'Store receipts, drawn on the 1st by the planner',
        ),
        weight: 30,
      },
      {
        key: 'yield',
        label: t('一次合格率', 'First-pass yield'),
        meaning: t(
          '不返工、不挑选就合格的比例。返工后合格的不算。',
          'Right the first time, without rework or sorting.',
        ),
        unit: percent,
        measured: t('质检系统，按批次', 'Inspection system, by batch'),
        weight: 30,
      },
      {
        key: 'safety',
        label: t('安全规范', 'Safety'),
        meaning: t(
          '轻伤、险肇和违规操作的次数。险肇报得多不扣分，瞒报才扣。',
          'Minor injuries, near misses and breaches. Reporting many near misses costs nothing; hiding one does.',
        ),
        unit: t('次', 'times'),
        measured: t(
          '安全员台账，班会上当众对过',
          'The safety officer’s book, read out at the shift meeting',
        ),
        weight: 20,
        lowerIsBetter: true,
      },
      {
        key: 'changeover',
        label: t('换模时间', 'Changeover time'),
        meaning: t(
          '上一件合格到下一件合格之间的分钟数，取当月中位数。',
          'Minutes from the last good piece to the next good one; the month’s median.',
        ),
        unit: t('分钟', 'min'),
        measured: t('机台记录，班长抽查', 'Machine log, spot checks by the team leader'),
        weight: 10,
        lowerIsBetter: true,
      },
      {
        key: 'improvements',
        label: t('落地的改善', 'Improvements in use'),
        meaning: t(
          '现在还在用的改善，提了没用上的不算。',
          'Those still in use today; ideas that were never applied do not count.',
        ),
        unit: t('条', 'items'),
        measured: t(
          '改善看板，月底走一圈现场核对',
          'Improvement board, checked on a walk at month’s end',
        ),
        weight: 10,
      },
    ],
  },
  {
    key: 'development',
    label: t('研发', 'Research and development'),
    indicators: [
      {
        key: 'milestones',
        label: t('里程碑按期', 'Milestones on time'),
        meaning: t(
          '约定的节点里，按日子过了评审的比例。范围改了，日子要重新约。',
          'Share of agreed milestones reviewed by their day. If scope changes, the day is agreed anew.',
        ),
        unit: percent,
        measured: t('项目系统的评审记录', 'Review records of the project system'),
        weight: 35,
      },
      {
        key: 'escaped',
        label: t('漏到客户的缺陷', 'Defects that reached customers'),
        meaning: t(
          '发布后 90 天内客户报的严重缺陷。',
          'Serious ones reported within 90 days of release.',
        ),
        unit: t('个', 'defects'),
        measured: t('客服系统，按版本', 'Support system, by version'),
        weight: 25,
        lowerIsBetter: true,
      },
      {
        key: 'reviews',
        label: t('代码评审质量', 'Quality of code reviews'),
        meaning: t(
          '两个工作日内看完、并且提了至少一条有用意见的比例。',
          'Answered within two working days with at least one useful remark.',
        ),
        unit: percent,
        measured: t(
          '代码平台，每季抽 20 次由同组互看',
          'Code platform; 20 a quarter, read by the team',
        ),
        weight: 15,
      },
      {
        key: 'reuse',
        label: t('被别人接着用的东西', 'What others build on'),
        meaning: t(
          '被另一个项目实际用上的模块、文档或工具。',
          'Modules, documents or tools another project really uses.',
        ),
        unit: t('项', 'items'),
        measured: t('由用的一方写一句话确认', 'A sentence from those who use it'),
        weight: 10,
      },
      {
        key: 'teamwork',
        label: t('团队协作', 'Working together'),
        meaning: t(
          '接口变动提前说、卡住时有人应。只谈事例，不打印象分。',
          'Changes announced early, help when stuck. Cases only, no impressions.',
        ),
        unit: t('例', 'cases'),
        measured: t(
          '测试、产品、运维各举两例',
          'Two cases each from testing, product and operations',
        ),
        weight: 15,
      },
    ],
  },
  {
    key: 'sales',
    label: t('销售与投标', 'Sales and bidding'),
    indicators: [
      {
        key: 'collected',
        label: t('回款', 'Money received'),
        meaning: t(
          '到账才算，签了没回款的另列一行。',
          'Counted when it arrives; signed but unpaid stands in a line of its own.',
        ),
        unit: t('万元', '10,000 yuan'),
        measured: t('财务银行流水', 'Bank entries in finance'),
        weight: 35,
      },
      {
        key: 'margin',
        label: t('毛利率', 'Gross margin'),
        meaning: t(
          '按签约时核定的成本算，让利要写给了谁、为什么。',
          'On costs approved at signing; a discount names to whom and why.',
        ),
        unit: percent,
        measured: t('合同评审表', 'Contract review sheet'),
        weight: 20,
      },
      {
        key: 'winRate',
        label: t('投标中标率', 'Bids won'),
        meaning: t(
          '投出去的标里中了多少。明知陪标的，先报备，不算进来。',
          'Of the bids sent. A bid known to be lost beforehand is declared and left out.',
        ),
        unit: percent,
        measured: t(
          '投标台账，开标后一周内复盘',
          'Bid register, reviewed within a week of opening',
        ),
        weight: 15,
      },
      {
        key: 'visits',
        label: t('客户回访', 'Customer visits'),
        meaning: t(
          '见到了使用的人，而不只是采购。每次留三行记录。',
          'Met those who use it, not only those who buy. Three lines each time.',
        ),
        unit: t('次/月', 'a month'),
        measured: t('客户系统记录', 'Customer system'),
        weight: 15,
      },
      {
        key: 'complaints',
        label: t('客户投诉', 'Complaints'),
        meaning: t(
          '因为承诺过头或信息给错引起的投诉。',
          'Those caused by promising too much or passing on wrong information.',
        ),
        unit: t('起', 'cases'),
        measured: t('客服分类，销售可申辩一次', 'Classed by support; sales may object once'),
        weight: 15,
        lowerIsBetter: true,
      },
    ],
  },
  {
    key: 'finance',
    label: t('财务与年终决算', 'Finance and year-end closing'),
    indicators: [
      {
        key: 'closing',
        label: t('关账按日', 'Closed on time'),
        meaning: t(
          '关账日历上守住的天数。等别人资料的天数另记，写等谁。',
          'Days of the closing calendar that held. Days waiting for others are noted, with whom.',
        ),
        unit: percent,
        measured: t('关账日历，次月 5 日定稿', 'Closing calendar, settled on the 5th'),
        weight: 30,
      },
      {
        key: 'adjustments',
        label: t('审计调整', 'Audit adjustments'),
        meaning: t(
          '被审计改动的分录数。口径变了的不算，录错、漏提的算。',
          'Entries changed by audit. A change of definition does not count; errors and omissions do.',
        ),
        unit: t('笔', 'entries'),
        measured: t('审计调整表', 'List of audit adjustments'),
        weight: 25,
        lowerIsBetter: true,
      },
      {
        key: 'gapsClosed',
        label: t('堵上的内控漏洞', 'Control gaps closed'),
        meaning: t(
          '自己发现、提出办法、现在还在执行的。',
          'Found by oneself, with a remedy that is still in force.',
        ),
        unit: t('个', 'gaps'),
        measured: t('内控台账，抽查执行痕迹', 'Control register, traces of use sampled'),
        weight: 20,
      },
      {
        key: 'forecast',
        label: t('预测偏差', 'Forecast error'),
        meaning: t(
          '季度现金流预测和实际差多少。差得大不罚，说不清为什么差才要谈。',
          'Quarterly cash forecast against actual. A large error is no offence; one without a reason is to be discussed.',
        ),
        unit: percent,
        measured: t('预测表对银行余额', 'Forecast against bank balance'),
        weight: 10,
        lowerIsBetter: true,
      },
      {
        key: 'service',
        label: t('业务用得上', 'Of use to the business'),
        meaning: t(
          '业务部门拿报表做了决定的次数，由业务举例。',
          'Times a department decided by a report; they give the cases.',
        ),
        unit: t('例', 'cases'),
        measured: t('每季请三个部门各举一例', 'One case each from three departments a quarter'),
        weight: 15,
      },
    ],
  },
  {
    key: 'staff',
    label: t('职能', 'Staff functions'),
    indicators: [
      {
        key: 'projects',
        label: t('年度重点事项', 'Key matters of the year'),
        meaning: t(
          '年初说好的两三件事，做到哪一步。',
          'The two or three things agreed in January, and how far they came.',
        ),
        unit: percent,
        measured: t(
          '每件事写好“看什么算成”，年底对照',
          'For each, what will count as done, held against it in December',
        ),
        weight: 40,
      },
      {
        key: 'turnaround',
        label: t('答复时间', 'Time to answer'),
        meaning: t(
          '从同事提出到得到能用的答复，取中位数。答“不行”也算答复，要带理由。',
          'Median time until a colleague has an answer to work with. “No” is an answer, with a reason.',
        ),
        unit: t('工作日', 'working days'),
        measured: t('工单系统', 'Ticket system'),
        weight: 20,
        lowerIsBetter: true,
      },
      {
        key: 'simplified',
        label: t('砍掉的步骤', 'Steps removed'),
        meaning: t(
          '流程里去掉、没人想念的签字、表格和会。',
          'Signatures, forms and meetings removed and missed by nobody.',
        ),
        unit: t('处', 'steps'),
        measured: t('流程图改动前后', 'The process before and after'),
        weight: 20,
      },
      {
        key: 'errors',
        label: t('差错', 'Errors'),
        meaning: t(
          '工资、合同、证照这类不能错的事，错了几次。',
          'In what must not go wrong: pay, contracts, licences.',
        ),
        unit: t('次', 'times'),
        measured: t('差错登记，主动报的单列', 'Error register; self-reported ones apart'),
        weight: 20,
        lowerIsBetter: true,
      },
    ],
  },
  {
    key: 'service',
    label: t('服务', 'Service'),
    indicators: [
      {
        key: 'satisfaction',
        label: t('顾客满意', 'Customers satisfied'),
        meaning: t(
          '当天回访愿意再来的比例。只请顾客评这一次，不评人。',
          'Share who would come again, asked the same day, about this visit and not about a person.',
        ),
        unit: percent,
        measured: t(
          '扫码问一题，店长不经手',
          'One question by code; the shop manager does not handle it',
        ),
        weight: 30,
      },
      {
        key: 'standard',
        label: t('服务标准', 'Service standard'),
        meaning: t('神秘顾客清单里做到的条数。', 'Points met on the mystery visitor’s list.'),
        unit: percent,
        measured: t('每季两次，清单事先公开', 'Twice a quarter; the list is known beforehand'),
        weight: 25,
      },
      {
        key: 'solved',
        label: t('一次解决', 'Solved at once'),
        meaning: t(
          '不用顾客再来、再打电话的比例。',
          'Without the customer coming or calling again.',
        ),
        unit: percent,
        measured: t('客服系统，7 天内不重复', 'Support system, no repeat within 7 days'),
        weight: 20,
      },
      {
        key: 'complaints',
        label: t('投诉与挽回', 'Complaints, and customers won back'),
        meaning: t(
          '投诉里当天处理、顾客认可的比例。',
          'Complaints settled the same day to the customer’s content.',
        ),
        unit: percent,
        measured: t('投诉单上顾客的一句话', 'The customer’s own word on the form'),
        weight: 15,
      },
      {
        key: 'newcomers',
        label: t('带新人', 'Newcomers brought along'),
        meaning: t('带满三个月、能独立站岗的新人。', 'Who stand alone after three months.'),
        unit: t('人', 'people'),
        measured: t('出师单，店长和新人都签', 'Sign-off by shop manager and newcomer'),
        weight: 10,
      },
    ],
  },
]

const higher = { key: 'higher', label: t('越高越好', 'Higher') }
const lower = { key: 'lower', label: t('越低越好', 'Lower') }

const columns: Column[] = [
  { key: 'name', type: 'text', label: t('指标', 'Indicator'), required: true },
  { key: 'measured', type: 'text', label: t('数从哪来', 'Whose figure') },
  {
    key: 'weight',
    type: 'number',
    label: t('权重', 'Weight'),
    unit: percent,
    min: 0,
    max: 100,
    total: 'sum',
  },
  { key: 'target', type: 'number', label: t('目标', 'Target') },
  { key: 'actual', type: 'number', label: t('实际', 'Actual'), required: true },
  {
    key: 'direction',
    type: 'choice',
    label: t('哪头好', 'Better when'),
    options: [higher, lower],
  },
]

const line = ({ label, unit }: Indicator): Text =>
  t(`${label.zh}（${unit.zh}）`, `${label.en} (${unit.en})`)

/** The set as a table: what it is called, where the figure comes from and its weight are given. */
export const tableOf = ({ key, label, indicators }: IndicatorSet): Field =>
  shared({
    key: `indicators${key[0]!.toUpperCase()}${key.slice(1)}`,
    type: 'table',
    label: t(`指标 · ${label.zh}`, `Indicators: ${label.en}`),
    help: t(
      '不合适的行可以不填。目标和实际用同一个口径。',
      'Leave out lines that do not fit. Target and actual must mean the same.',
    ),
    columns,
    given: indicators.map((each) => ({
      name: line(each),
      measured: each.measured,
      weight: each.weight,
      direction: (each.lowerIsBetter ? lower : higher).label,
    })),
    max: 12,
  })

/** The set as the lines a goal review begins with; everything in them may be changed. */
export const goalsOf = ({ indicators }: IndicatorSet): NonNullable<Field['given']> =>
  indicators.map((each) => ({ goal: line(each), comment: each.measured }))
