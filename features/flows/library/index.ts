import type { FlowBody, FlowStage } from '../contract.ts'
import { t } from '../../templates/library/words.ts'

export type BuiltIn = { key: string; body: FlowBody }

type Stage = Omit<FlowStage, 'after'>

// One after the other: each stage waits for the one before it.
const inOrder = (stages: Stage[]): FlowStage[] =>
  stages.map((stage, index) => ({
    ...stage,
    after: stages.slice(index - 1, index).map(({ key }) => key),
  }))

const assessments = (start: number): Stage[] => [
  {
    key: 'selfAssessment',
    kind: 'selfAssessment',
    label: t('员工自评', 'Self-assessment'),
    actor: 'employee',
    phase: 'prepare',
    dueDays: start + 10,
    // A missing self-assessment must not keep the talk from happening; the record says it is missing.
    onOverdue: 'skipWithMark',
  },
  {
    key: 'managerAssessment',
    kind: 'managerAssessment',
    label: t('主管评价', 'Manager’s assessment'),
    actor: 'manager',
    phase: 'prepare',
    dueDays: start + 20,
    onOverdue: 'remind',
  },
  {
    key: 'reveal',
    kind: 'reveal',
    label: t('双方同时打开', 'Opened to both'),
    actor: 'system',
    phase: 'prepare',
    dueDays: start + 20,
    onOverdue: 'remind',
  },
  {
    key: 'differenceNote',
    kind: 'differenceNote',
    label: t('差异说明', 'Explaining the difference'),
    actor: 'manager',
    phase: 'prepare',
    dueDays: start + 23,
    condition: 'largeGap',
    onOverdue: 'remind',
  },
  {
    key: 'meeting',
    kind: 'meeting',
    label: t('约时间', 'Fixing a time'),
    actor: 'manager',
    phase: 'prepare',
    dueDays: start + 25,
    onOverdue: 'remind',
    early: true,
  },
]

const talkToFollow = (start: number): Stage[] => [
  {
    key: 'talk',
    kind: 'talk',
    label: t('面谈', 'The talk'),
    actor: 'both',
    phase: 'talk',
    dueDays: start + 35,
    onOverdue: 'remind',
  },
  {
    key: 'agreement',
    kind: 'agreement',
    label: t('共识', 'Agreement'),
    actor: 'both',
    phase: 'agree',
    dueDays: start + 38,
    onOverdue: 'remind',
  },
  {
    key: 'signature',
    kind: 'signature',
    label: t('签字', 'Signatures'),
    actor: 'both',
    phase: 'agree',
    dueDays: start + 45,
    onOverdue: 'sealNotAnswered',
  },
  {
    key: 'archive',
    kind: 'archive',
    label: t('封存归档', 'Sealed and filed'),
    actor: 'system',
    phase: 'agree',
    dueDays: start + 45,
    onOverdue: 'remind',
  },
  {
    key: 'follow',
    kind: 'follow',
    label: t('跟踪', 'Following up'),
    actor: 'both',
    phase: 'follow',
    dueDays: start + 135,
    onOverdue: 'remind',
  },
]

const strategy: Stage[] = [
  {
    key: 'strategyBrief',
    kind: 'strategyBrief',
    label: t('战略解读', 'Reading the strategy'),
    actor: 'manager',
    phase: 'prepare',
    dueDays: 5,
    onOverdue: 'skipWithMark',
  },
  {
    key: 'goalAlignment',
    kind: 'goalAlignment',
    label: t('目标对齐', 'Aligning goals'),
    actor: 'both',
    phase: 'prepare',
    dueDays: 10,
    onOverdue: 'skipWithMark',
  },
]

const monthly: Stage[] = [
  {
    key: 'selfAssessment',
    kind: 'selfAssessment',
    label: t('员工准备', 'Employee prepares'),
    actor: 'employee',
    phase: 'prepare',
    dueDays: 3,
    onOverdue: 'skipWithMark',
  },
  {
    key: 'managerAssessment',
    kind: 'managerAssessment',
    label: t('主管准备', 'Manager prepares'),
    actor: 'manager',
    phase: 'prepare',
    dueDays: 5,
    onOverdue: 'skipWithMark',
  },
  {
    key: 'reveal',
    kind: 'reveal',
    label: t('双方同时打开', 'Opened to both'),
    actor: 'system',
    phase: 'prepare',
    dueDays: 5,
    onOverdue: 'remind',
  },
  {
    key: 'meeting',
    kind: 'meeting',
    label: t('约时间', 'Fixing a time'),
    actor: 'manager',
    phase: 'prepare',
    dueDays: 5,
    onOverdue: 'remind',
    early: true,
  },
  {
    key: 'talk',
    kind: 'talk',
    label: t('三十分钟', 'The half hour'),
    actor: 'both',
    phase: 'talk',
    dueDays: 8,
    onOverdue: 'remind',
  },
  {
    key: 'agreement',
    kind: 'agreement',
    label: t('说定的事', 'What we settled'),
    actor: 'both',
    phase: 'agree',
    dueDays: 8,
    onOverdue: 'remind',
  },
  {
    key: 'signature',
    kind: 'signature',
    label: t('双方确认', 'Both confirm'),
    actor: 'both',
    phase: 'agree',
    dueDays: 12,
    onOverdue: 'sealNotAnswered',
  },
  {
    key: 'archive',
    kind: 'archive',
    label: t('封存归档', 'Sealed and filed'),
    actor: 'system',
    phase: 'agree',
    dueDays: 12,
    onOverdue: 'remind',
  },
  {
    key: 'follow',
    kind: 'follow',
    label: t('下月回看', 'Looked at next month'),
    actor: 'both',
    phase: 'follow',
    dueDays: 40,
    onOverdue: 'remind',
  },
]

const plain: Stage[] = [
  {
    key: 'selfAssessment',
    kind: 'selfAssessment',
    label: t('员工准备', 'Employee prepares'),
    actor: 'employee',
    phase: 'prepare',
    dueDays: 7,
    onOverdue: 'skipWithMark',
  },
  {
    key: 'managerAssessment',
    kind: 'managerAssessment',
    label: t('主管准备', 'Manager prepares'),
    actor: 'manager',
    phase: 'prepare',
    dueDays: 10,
    onOverdue: 'remind',
  },
  {
    key: 'reveal',
    kind: 'reveal',
    label: t('双方同时打开', 'Opened to both'),
    actor: 'system',
    phase: 'prepare',
    dueDays: 10,
    onOverdue: 'remind',
  },
  {
    key: 'meeting',
    kind: 'meeting',
    label: t('约时间', 'Fixing a time'),
    actor: 'manager',
    phase: 'prepare',
    dueDays: 12,
    onOverdue: 'remind',
    early: true,
  },
  {
    key: 'talk',
    kind: 'talk',
    label: t('当面谈', 'The talk'),
    actor: 'both',
    phase: 'talk',
    dueDays: 20,
    onOverdue: 'remind',
  },
  {
    key: 'agreement',
    kind: 'agreement',
    label: t('说定的事', 'What we settled'),
    actor: 'both',
    phase: 'agree',
    dueDays: 22,
    onOverdue: 'remind',
  },
  {
    key: 'signature',
    kind: 'signature',
    label: t('双方确认', 'Both confirm'),
    actor: 'both',
    phase: 'agree',
    dueDays: 28,
    onOverdue: 'sealNotAnswered',
  },
  {
    key: 'archive',
    kind: 'archive',
    label: t('封存归档', 'Sealed and filed'),
    actor: 'system',
    phase: 'agree',
    dueDays: 28,
    onOverdue: 'remind',
  },
  {
    key: 'follow',
    kind: 'follow',
    label: t('跟踪', 'Following up'),
    actor: 'both',
    phase: 'follow',
    dueDays: 90,
    onOverdue: 'remind',
  },
]

/** What every organization finds on its first day. */
export const library: BuiltIn[] = [
  {
    key: 'base',
    body: {
      title: t('基层', 'Base level'),
      purpose: t(
        '先自评，再由主管评价，双方同时打开，谈过以后一起定计划、签字、封存，再跟到做完。',
        'Self-assessment first, then the manager’s, opened to both at once; after the talk a plan, signatures, the seal, and follow-up until it is done.',
      ),
      stages: inOrder([...assessments(0), ...talkToFollow(0)]),
    },
  },
  {
    key: 'management',
    body: {
      title: t('管理层', 'Management level'),
      purpose: t(
        '比基层多两步：先由上级讲清今年什么最要紧，双方把目标对上，再开始自评。',
        'Two steps more than the base level: the superior explains what matters most this year, both align the goals, then the self-assessment begins.',
      ),
      stages: inOrder([...strategy, ...assessments(10), ...talkToFollow(10)]),
    },
  },
  {
    key: 'monthly',
    body: {
      title: t('月度', 'Monthly'),
      purpose: t(
        '各想三分钟，谈半小时，说定一两件事，下个月从这里开始。没有评分，也没有差异说明。',
        'Three minutes of thought each, half an hour of talk, one or two things settled; next month begins there. No rating, no note on differences.',
      ),
      stages: inOrder(monthly),
    },
  },
  {
    key: 'plain',
    body: {
      title: t('不打分的面谈', 'A talk without rating'),
      purpose: t(
        '目标、发展、改进、回访都走这一条：两边各自准备，同时打开，谈过以后确认、封存，再跟到做完。没有评分，也没有差异说明。',
        'For goals, growth, improvement and return visits: both prepare, both open at once, and after the talk confirm, seal and follow up. No rating, no note on differences.',
      ),
      stages: inOrder(plain),
    },
  },
]
