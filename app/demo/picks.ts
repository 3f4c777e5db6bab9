import type { Text } from '../../features/templates/contract.ts'

/** Somebody one can be with one click, and what one will see. */
export interface DemoPick {
  role: Text
  employeeNo: string
  who: Text
}

export const demoPicks: DemoPick[] = [
  {
    role: { zh: '员工', en: 'Employee' },
    employeeNo: 'YX0031',
    who: {
      zh: '尹小满，数控车工。昨天谈完，班长已经签了，等她读完这一页；去年和年中的承诺都有了下文。',
      en: 'Yin Xiaoman turns pump shafts. Yesterday’s talk is signed by her foreman and waits for her; last year’s promises each have an ending.',
    },
  },
  {
    role: { zh: '员工（写自评）', en: 'Employee, still writing' },
    employeeNo: 'YX0108',
    who: {
      zh: '陶远，现场服务工程师。自评写了一半，想说的那件事还没想好怎么写。',
      en: 'Tao Yuan repairs pumps in the field. His self-assessment is half written; the hardest part is still open.',
    },
  },
  {
    role: { zh: '班组长', en: 'Foreman' },
    employeeNo: 'YX0012',
    who: {
      zh: '罗长贵，甲班班组长。九个人走到九个地方，自己的面谈约在三天后。',
      en: 'Luo Changgui leads a shift of nine, each at a different point; his own talk is three days away.',
    },
  },
  {
    role: { zh: '经理', en: 'Manager' },
    employeeNo: 'YX0026',
    who: {
      zh: '方慧敏，华东区经理。和张伟刚谈完，等她把计划写定；她自己答应过的也在清单上。',
      en: 'Fang Huimin runs sales in the east. Her talk with Zhang Wei needs its plan; her own promises stand in the same list.',
    },
  },
  {
    role: { zh: 'HR', en: 'HR' },
    employeeNo: 'YX0004',
    who: {
      zh: '叶蓁，人力资源部经理。看进行中的周期走到哪、谁在等谁，组织和两个已结束的周期也在这里。',
      en: 'Ye Zhen heads HR: where the running cycle stands, who waits for whom, the organization and two finished cycles.',
    },
  },
  {
    role: { zh: '行政', en: 'Facilitator' },
    employeeNo: 'YX0124',
    who: {
      zh: '季小暖，行政专员。哪间会议室什么时候有人用、谁订的，撞了就帮忙换一间；谈什么她看不到。',
      en: 'Ji Xiaonuan runs the rooms: which is taken when and by whom, and another one when two clash. What is said in them she never sees.',
    },
  },
  {
    role: { zh: '审计', en: 'Auditor' },
    employeeNo: 'YX0003',
    who: {
      zh: '鲁正言，内审专员。只读封存的记录，每一份都能验真，包括一份拒签和一份未答。',
      en: 'Lu Zhengyan audits. He reads sealed records only and can verify each, among them one refused and one unanswered.',
    },
  },
]
