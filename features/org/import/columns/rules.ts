import { cleanText } from '../cells/rules.ts'
import type { Mapping } from '../contract.ts'
import { type Field, fields } from '../rules.ts'

/**
 * Headings seen in exports of Chinese and English HR systems, best first: `员工工号` wins over `编号`
 * when a file has both. Compared without blanks, brackets, `*` and case.
 */
const headings = {
  employeeNo:
    '工号 员工工号 员工编号 人员编号 职工号 职工编号 工作证号 员工代码 人员工号 员工号 empno employeeno employeenumber employeeid empid staffno staffid personnelnumber 编号',
  name: '姓名 员工姓名 人员姓名 中文姓名 职工姓名 fullname employeename displayname name',
  department:
    '部门 部门路径 部门全路径 部门全称 所属部门 所在部门 部门名称 组织 组织路径 组织全称 所属组织 行政组织 组织单元 门店 门店名称 车间 班组 项目组 departmentpath department dept orgunit organization organisation',
  position: '岗位 职位 岗位名称 职位名称 职务 任职岗位 position jobtitle title job',
  jobFamily: '岗位序列 序列 职位序列 职族 职类 岗位类别 职务序列 jobfamily jobcategory family',
  level: '层级 职级 职等 级别 岗位层级 管理层级 职级名称 level grade joblevel',
  managerNo:
    '直属上级工号 上级工号 直接上级工号 主管工号 直属主管工号 汇报对象工号 汇报上级工号 上级员工编号 上级编号 经理工号 managerempno managerno managerid manageremployeeid manageremployeenumber supervisorid supervisorno reportstoid',
  hiredOn:
    '入职日期 入职时间 到岗日期 入司日期 进厂日期 参加工作日期 hiredate hiredon startdate joindate dateofjoining onboarddate',
  leftOn: '离职日期 离职时间 最后工作日 leavedate lefton terminationdate enddate',
  status: '人员状态 员工状态 在职状态 状态 任职状态 status employmentstatus state',
  gender: '性别 gender sex',
  phone: '手机 手机号 手机号码 联系电话 移动电话 电话 mobile phone mobilephone phonenumber cell',
  email: '邮箱 工作邮箱 电子邮箱 公司邮箱 企业邮箱 电子邮件 邮件 email mail emailaddress workemail',
} satisfies Record<Field, string>

const known = new Map(
  fields.flatMap((field) =>
    headings[field].split(' ').map((heading, rank) => [heading, { field, rank }] as const),
  ),
)

/** A heading without what systems put around it: blanks, brackets, `*`, case. */
export const plainHeading = (cell: string): string =>
  cleanText(cell)
    .toLowerCase()
    .replace(/[(（【[].*?[)）】\]]/g, '')
    .replace(/[\s*＊:：_.\-·]/g, '')

const departmentStep =
  /^(?:([一二三四五六1-6])级(?:部门|组织|单位|机构)|(?:部门|组织|department|dept|orglevel)(?:级)?([1-6一二三四五六]))$/
const givenNames = ['firstname', 'givenname', '名', '名字']
const familyNames = ['lastname', 'surname', 'familyname', '姓', '姓氏']
const order = (step: string) => {
  const chinese = '一二三四五六'.indexOf(step)
  return chinese === -1 ? Number(step) : chinese + 1
}

/** Is this cell the heading of a column we understand? */
export const isHeading = (cell: string): boolean => {
  const heading = plainHeading(cell)
  return (
    known.has(heading) ||
    departmentStep.test(heading) ||
    givenNames.includes(heading) ||
    familyNames.includes(heading)
  )
}

/** Which column is probably which field; a person corrects it before anything is written. */
export function guessMapping(header: string[]): Mapping {
  const plain = header.map(plainHeading)
  const best = new Map<Field, { column: number; rank: number }>()
  plain.forEach((heading, column) => {
    const hit = known.get(heading)
    if (hit && hit.rank < (best.get(hit.field)?.rank ?? Infinity))
      best.set(hit.field, { column, rank: hit.rank })
  })
  const mapping: Mapping = {}
  for (const field of fields) {
    const hit = best.get(field)
    if (hit) mapping[field] = [hit.column]
  }
  const steps = departmentSteps(plain)
  if (steps.length > 1 || (steps.length && !mapping.department)) mapping.department = steps
  if (!mapping.name) {
    const name = nameColumns(plain)
    if (name.length) mapping.name = name
  }
  return mapping
}

const departmentSteps = (plain: string[]): number[] =>
  plain
    .map((heading, column) => ({ step: departmentStep.exec(heading), column }))
    .filter(({ step }) => step)
    .sort((a, b) => order(a.step![1] ?? a.step![2]!) - order(b.step![1] ?? b.step![2]!))
    .map(({ column }) => column)

// 姓 before 名, but first before last: each as its language speaks.
function nameColumns(plain: string[]): number[] {
  const given = plain.findIndex((heading) => givenNames.includes(heading))
  const family = plain.findIndex((heading) => familyNames.includes(heading))
  const familyFirst = family !== -1 && plain[family]!.startsWith('姓')
  return (familyFirst ? [family, given] : [given, family]).filter((column) => column !== -1)
}

/** Fields without which nothing can be imported. */
export const missingFields = (mapping: Mapping): Field[] =>
  (['employeeNo', 'name', 'department'] as const).filter((field) => !mapping[field]?.length)
