import type { Dimension } from '../contract.ts'
import { t } from './words.ts'

/** For every kind of work. */
export const general: Dimension[] = [
  {
    key: 'results',
    label: t('工作成果', 'Results'),
    help: t(
      '年初约定的目标和指标，最后落在哪里。先看数字，再看中途条件变了多少。',
      'Where the agreed goals and indicators ended up. Figures first, then how far conditions shifted on the way.',
    ),
    weight: 40,
  },
  {
    key: 'quality',
    label: t('质量与交付', 'Quality and delivery'),
    help: t(
      '交出来的东西要不要返工，时间守没守住，下一道工序的人怎么说。',
      'How much needed rework, whether dates held, what the next person in line says.',
    ),
    weight: 25,
  },
  {
    key: 'cooperation',
    label: t('协作', 'Cooperation'),
    help: t(
      '信息是否早到，答应的事是否有回音，出了问题先补漏洞还是先分责任。',
      'Whether news arrives early, promises get an answer, and problems are fixed before blame is shared out.',
    ),
    weight: 20,
  },
  {
    key: 'growth',
    label: t('学习与成长', 'Learning'),
    help: t(
      '今年会了什么去年不会的，又教会了谁。',
      'What you can do now that you could not a year ago, and whom you have taught.',
    ),
    weight: 15,
  },
]

/** For sales and bidding teams. */
export const salesAndBidding: Dimension[] = [
  {
    key: 'bidPreparation',
    label: t('投标准备', 'Bid preparation'),
    help: t(
      '资质、业绩、技术响应和报价依据，在内部评审前齐了几成；开标后有没有因缺件丢分。',
      'How complete credentials, references, technical answers and price basis were before the internal review; points lost to missing papers.',
    ),
    weight: 30,
  },
  {
    key: 'benchmarking',
    label: t('对标分析', 'Competitor analysis'),
    help: t(
      '对竞争对手强弱的判断有没有出处，开标以后回头看，准不准。',
      'Whether the view of competitors’ strengths had sources, and how right it proved once bids were opened.',
    ),
    weight: 25,
  },
  {
    key: 'customers',
    label: t('客户经营', 'Customer relations'),
    help: t(
      '除了采购，还有谁愿意接你的电话；客户的下一步计划，你早知道还是晚知道。',
      'Who besides the buyer takes your call; whether you learn of the customer’s next plan early or late.',
    ),
    weight: 25,
  },
  {
    key: 'contracts',
    label: t('合同与回款', 'Contracts and payment'),
    help: t(
      '毛利守没守住，账期长没长，有没有留给交付同事的口头承诺。',
      'Margin held or given away, payment terms, and spoken promises left for the delivery team.',
    ),
    weight: 20,
  },
]

/** For finance, with the year-end closing as its busiest test. */
export const finance: Dimension[] = [
  {
    key: 'accuracy',
    label: t('数据准确', 'Accuracy'),
    help: t(
      '决算里被审计或复核改动了几处，是口径问题还是录入问题。',
      'How many entries audit or review had to change in the closing: a matter of definition or of typing.',
    ),
    weight: 35,
  },
  {
    key: 'timeliness',
    label: t('结账及时', 'Timeliness'),
    help: t(
      '关账日历上哪几天守住了，哪几天在等别人，等的时候做了什么。',
      'Which days of the closing calendar held, which were spent waiting for others, and what was done meanwhile.',
    ),
    weight: 25,
  },
  {
    key: 'control',
    label: t('内控漏洞与方案', 'Control gaps found and closed'),
    help: t(
      '发现了哪个口子，提了什么办法，现在堵上没有。',
      'Which gap you found, what you proposed, and whether it is closed today.',
    ),
    weight: 25,
  },
  {
    key: 'service',
    label: t('服务业务', 'Serving the business'),
    help: t(
      '业务部门拿到的是一张表，还是一个能用的判断。',
      'Whether the business received a table, or a judgement it could use.',
    ),
    weight: 15,
  },
]
