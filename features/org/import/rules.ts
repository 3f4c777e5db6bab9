/** The columns of a roster the product understands; `department` may be spread over several. */
export const fields = [
  'employeeNo',
  'name',
  'department',
  'position',
  'jobFamily',
  'level',
  'managerNo',
  'hiredOn',
  'leftOn',
  'status',
  'gender',
  'phone',
  'email',
] as const
export type Field = (typeof fields)[number]

/** Everything that can be wrong with a row. A row with an open fault is not written. */
export const faultKinds = [
  'numberMissing',
  'numberTwice',
  'numberDamaged',
  'nameMissing',
  'departmentMissing',
  'levelUnknown',
  'statusUnknown',
  'hiredOnUnreadable',
  'hiredOnFuture',
  'leftOnUnreadable',
  'emailUnreadable',
  'managerSelf',
  'managerMissing',
  'managerLeft',
  'managerLoop',
  'secondTop',
  'textDamaged',
  'textTooLong',
  'perhapsReturned',
  'numberJoined',
] as const
export type FaultKind = (typeof faultKinds)[number]

/**
 * A cell that a spreadsheet program shows as text and never runs: what begins like a formula gets
 * an apostrophe in front (ASVS 1.2.10; also the full-width signs, which Excel folds).
 */
export const safeCell = (text: string): string =>
  /^[=+\-@\t\r\0＝＋－＠]/.test(text) ? `'${text}` : text

/** Rows as CSV that Excel opens in the right encoding: BOM, CRLF, every cell safe. */
export const safeCsv = (rows: readonly (readonly string[])[]): string =>
  '\ufeff' +
  rows
    .map((row) => row.map((cell) => `"${safeCell(cell).replaceAll('"', '""')}"`).join(',') + '\r\n')
    .join('')

interface FaultWords {
  line: string
  problem: string
  of: Record<FaultKind, string>
}

/** What is wrong with a row, in the words of the file that is handed back to be mended. */
export const faultWords: { zh: FaultWords; en: FaultWords } = {
  zh: {
    line: '原行号',
    problem: '问题',
    of: {
      numberMissing: '缺工号',
      numberTwice: '工号重复',
      numberDamaged: '工号被表格软件改成了科学计数',
      nameMissing: '缺姓名',
      departmentMissing: '缺部门',
      levelUnknown: '未知层级',
      statusUnknown: '未知人员状态',
      hiredOnUnreadable: '入职日期读不懂',
      hiredOnFuture: '入职日期在将来',
      leftOnUnreadable: '离职日期读不懂',
      emailUnreadable: '邮箱不完整',
      managerSelf: '上级是自己',
      managerMissing: '找不到上级工号',
      managerLeft: '上级已离职',
      managerLoop: '汇报关系成环，上级是',
      secondTop: '没有上级，又不是总经理',
      textDamaged: '含有损坏的字符',
      textTooLong: '文字过长',
      perhapsReturned: '可能是离职后回来的人，原工号',
      numberJoined: '这个工号已并入另一个账号，请用',
    },
  },
  en: {
    line: 'Line',
    problem: 'Problem',
    of: {
      numberMissing: 'no employee number',
      numberTwice: 'employee number appears twice',
      numberDamaged: 'employee number turned into scientific notation',
      nameMissing: 'no name',
      departmentMissing: 'no department',
      levelUnknown: 'unknown level',
      statusUnknown: 'unknown status',
      hiredOnUnreadable: 'hire date cannot be read',
      hiredOnFuture: 'hire date lies in the future',
      leftOnUnreadable: 'leaving date cannot be read',
      emailUnreadable: 'incomplete mail address',
      managerSelf: 'is their own manager',
      managerMissing: 'manager not found:',
      managerLeft: 'manager has left:',
      managerLoop: 'reporting loop, manager is',
      secondTop: 'no manager, and not the general manager',
      textDamaged: 'damaged characters',
      textTooLong: 'text too long',
      perhapsReturned: 'may be somebody who has come back, former number',
      numberJoined: 'this number was joined to another account, use',
    },
  },
}
