import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guessMapping } from './rules.ts'

test('Chinese headings are understood, with brackets and stars around them', () => {
  const header = [
    '序号',
    '*工号',
    '姓名（必填）',
    '直属上级',
    '直属上级工号',
    '所属部门',
    '职位',
    '职级',
    '入职日期',
    '工作邮箱',
    '手机号码',
    '员工状态',
  ]
  assert.deepEqual(guessMapping(header), {
    employeeNo: [1],
    name: [2],
    managerNo: [4],
    department: [5],
    position: [6],
    level: [7],
    hiredOn: [8],
    email: [9],
    phone: [10],
    status: [11],
  })
})

test('what a kind of business calls its departments is understood, and 部门 is preferred', () => {
  assert.deepEqual(guessMapping(['工号', '姓名', '门店']).department, [2])
  assert.deepEqual(guessMapping(['工号', '姓名', '班组', '部门']).department, [3])
})

test('English headings are understood, a name in two columns is put together', () => {
  const header =
    'emp_no,first_name,last_name,gender,birth_date,hire_date,department,title,status,manager_emp_no'.split(
      ',',
    )
  assert.deepEqual(guessMapping(header), {
    employeeNo: [0],
    name: [1, 2],
    gender: [3],
    hiredOn: [5],
    department: [6],
    position: [7],
    status: [8],
    managerNo: [9],
  })
})

test('a department in four columns is one path', () => {
  assert.deepEqual(
    guessMapping(['员工编号', '姓名', '一级部门', '二级部门', '三级部门', '四级部门']).department,
    [2, 3, 4, 5],
  )
})

test('the more exact heading wins where two would do', () => {
  assert.deepEqual(guessMapping(['编号', '工号', '姓名']).employeeNo, [1])
})

test('the columns of a real export are found among thirty others', () => {
  const header =
    '姓名,英文名,员工状态,部门,职位,工号,证件类型,证件号,手机号码,合同类型,员工类型,入职日期,合同公司,性别,出生日期,工作地点,联系地址,司龄,年龄,是否为BP,绩效分值,人才盘点最终结果,当前合同开始日,工作邮箱,工作电话'.split(
      ',',
    )
  const mapping = guessMapping(header)
  assert.deepEqual(mapping, {
    employeeNo: [5],
    name: [0],
    department: [3],
    position: [4],
    hiredOn: [11],
    status: [2],
    gender: [13],
    phone: [8],
    email: [23],
  })
})
