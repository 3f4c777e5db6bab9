import { addDays } from './dates.ts'

export type JobFamily = '生产' | '研发' | '销售' | '财务' | '职能'
export type Level = '基层' | '主管' | '中层' | '高层'

/** One row of the demo roster, as it would stand in an HR export. */
export interface DemoPerson {
  number: string
  name: string
  /** Path from the top, separated by "/". */
  department: string
  position: string
  jobFamily: JobFamily
  level: Level
  managerNo: string | null
  /** A second, dotted-line manager. */
  dottedManagerNo?: string
  hiredOn: string
  email: string | null
  status: '在职' | '离职'
  leftOn?: string
}

/** Number, name, position, hired on (a day, or days ago), and a nick for the mail address. */
type Row = [no: number, name: string, position: string, hired: string | number, mail?: string]

interface Team {
  department: string
  jobFamily: JobFamily
  level: Level
  manager: number | null
  rows: Row[]
}

const teams: Team[] = [
  {
    department: '总经办',
    jobFamily: '职能',
    level: '高层',
    manager: null,
    rows: [[1, '顾长泽', '总经理', '2006-03-18', 'gucz']],
  },
  {
    department: '总经办',
    jobFamily: '职能',
    level: '基层',
    manager: 1,
    rows: [
      [2, '温佩兰', '总经理助理', '2012-09-03', 'wenpl'],
      [3, '鲁正言', '内审专员', '2018-04-16', 'luzy'],
    ],
  },
  {
    department: '生产中心',
    jobFamily: '生产',
    level: '高层',
    manager: 1,
    rows: [[10, '司马勤', '生产副总', '2007-05-08', 'simaq']],
  },
  {
    department: '生产中心/机加车间',
    jobFamily: '生产',
    level: '中层',
    manager: 10,
    rows: [[11, '丁国栋', '车间主任', '2009-02-16', 'dinggd']],
  },
  {
    department: '生产中心/机加车间/甲班',
    jobFamily: '生产',
    level: '主管',
    manager: 11,
    rows: [[12, '罗长贵', '班组长', '2010-08-02', 'luocg']],
  },
  {
    department: '生产中心/机加车间/甲班',
    jobFamily: '生产',
    level: '基层',
    manager: 12,
    rows: [
      [31, '尹小满', '数控车工', '2021-07-05', 'yinxm'],
      [32, '张伟', '立车工', '2013-04-11'],
      [33, '计春生', '镗工', '2008-10-20'],
      [34, '苗壮', '数控车工', '2022-03-14'],
      [35, '冉启明', '卧加操作工', '2016-06-13'],
      [36, '褚红', '磨工', '2011-11-07'],
      [37, '唐二虎', '数控车工', '2019-05-27'],
      [38, '巴特尔', '立车工', '2017-09-18'],
      [39, '熊小蕾', '钳工', '2023-07-10'],
    ],
  },
  {
    department: '生产中心/机加车间/乙班',
    jobFamily: '生产',
    level: '主管',
    manager: 11,
    rows: [[13, '佘春梅', '班组长', '2011-03-21', 'shecm']],
  },
  {
    department: '生产中心/机加车间/乙班',
    jobFamily: '生产',
    level: '基层',
    manager: 13,
    rows: [
      [40, '阮文海', '立车工', '2014-02-24'],
      [41, '郁金生', '镗工', '2009-09-14'],
      [42, '常乐', '数控车工', '2022-08-22'],
      [43, '车永康', '数控车工', '2018-07-16'],
      [44, '孟大江', '卧加操作工', '2015-12-07'],
      [45, '钮秀芝', '磨工', '2012-05-28'],
      [46, '敖日格勒', '立车工', '2020-10-12'],
      [47, '郎平顺', '数控车工', '2016-04-05'],
      [48, '花小兵', '钳工', 12],
    ],
  },
  {
    department: '生产中心/装配车间',
    jobFamily: '生产',
    level: '中层',
    manager: 10,
    rows: [[14, '谭立冬', '车间主任', '2008-06-30', 'tanld']],
  },
  {
    department: '生产中心/装配车间/装配一班',
    jobFamily: '生产',
    level: '主管',
    manager: 14,
    rows: [[15, '韦建业', '班组长', '2012-02-13', 'weijy']],
  },
  {
    department: '生产中心/装配车间/装配一班',
    jobFamily: '生产',
    level: '基层',
    manager: 15,
    rows: [
      [49, '赵大勇', '装配钳工', '2011-08-15'],
      [50, '蓝天佑', '装配钳工', '2020-03-30'],
      [51, '贾桂香', '密封装配工', '2014-10-27'],
      [52, '齐小山', '装配钳工', '2017-11-20'],
      [53, '伍国庆', '装配钳工', '2010-05-17'],
      [54, '桑平', '装配钳工', '2021-12-06'],
      [55, '姬长顺', '起重工', '2013-09-09'],
      [56, '米晓东', '装配钳工', '2023-02-20'],
    ],
  },
  {
    department: '生产中心/装配车间/装配二班',
    jobFamily: '生产',
    level: '主管',
    manager: 14,
    rows: [[16, '郝秀英', '班组长', '2013-01-07', 'haoxy']],
  },
  {
    department: '生产中心/装配车间/装配二班',
    jobFamily: '生产',
    level: '基层',
    manager: 16,
    rows: [
      [57, '宫长河', '装配钳工', '2015-03-16'],
      [58, '成小凤', '密封装配工', '2018-08-27'],
      [59, '涂金贵', '装配钳工', '2012-07-23'],
      [60, '练建辉', '装配钳工', '2019-10-14'],
      [61, '浦志强', '起重工', '2016-01-18'],
      [62, '闵小军', '装配钳工', '2022-05-09'],
      [63, '安国平', '装配钳工', '2020-06-29'],
    ],
  },
  {
    department: '生产中心/装配车间/试压涂装班',
    jobFamily: '生产',
    level: '主管',
    manager: 14,
    rows: [[17, '马德福', '班组长', '2009-04-27', 'madf']],
  },
  {
    department: '生产中心/装配车间/试压涂装班',
    jobFamily: '生产',
    level: '基层',
    manager: 17,
    rows: [
      [64, '贺铁生', '试压工', '2006-09-01'],
      [65, '邱小菊', '涂装工', '2017-02-27'],
      [66, '童建国', '试压工', '2014-06-09'],
      [67, '翟亮', '涂装工', '2021-04-19'],
      [68, '苟全有', '包装工', '2018-12-03'],
    ],
  },
  {
    department: '生产中心/质量部',
    jobFamily: '生产',
    level: '中层',
    manager: 10,
    rows: [[18, '沈若溪', '质量部经理', '2014-07-14', 'shenrx']],
  },
  {
    department: '生产中心/质量部',
    jobFamily: '生产',
    level: '基层',
    manager: 18,
    rows: [
      [69, '阿依古丽·麦麦提', '终检员', '2019-07-08', 'aygl'],
      [70, '辛敏', '进料检验员', '2016-10-10', 'xinm'],
      [71, '艾国强', '三坐标检测员', '2013-12-16', 'aigq'],
      [72, '滕飞', '过程检验员', '2020-09-21', 'tengf'],
      [73, '幸云', '质量工程师', '2021-06-28', 'xingy'],
      [74, '乐建平', '计量员', '2011-01-10', 'yuejp'],
    ],
  },
  {
    department: '生产中心/设备动力',
    jobFamily: '生产',
    level: '主管',
    manager: 10,
    rows: [[19, '柯振海', '设备主管', '2010-11-15', 'kezh']],
  },
  {
    department: '生产中心/设备动力',
    jobFamily: '生产',
    level: '基层',
    manager: 19,
    rows: [
      [75, '水根生', '机修工', '2008-04-07'],
      [76, '党小龙', '电工', '2018-03-05'],
      [77, '麻双喜', '机修工', '2015-08-31'],
      [78, '易安', '设备点检员', '2022-10-17', 'yian'],
    ],
  },
  {
    department: '生产中心/计划仓储',
    jobFamily: '生产',
    level: '主管',
    manager: 10,
    rows: [[20, '龚雪晴', '计划主管', '2015-05-25', 'gongxq']],
  },
  {
    department: '生产中心/计划仓储',
    jobFamily: '生产',
    level: '基层',
    manager: 20,
    rows: [
      [79, '应佳', '生产计划员', '2019-02-25', 'yingj'],
      [80, '燕翔', '生产计划员', '2021-09-13', 'yanx'],
      [81, '房贵生', '仓库保管员', '2010-12-20'],
      [82, '经小娟', '配套员', '2017-06-05'],
      [83, '米来福', '叉车工', '2016-11-28'],
    ],
  },
  {
    department: '研发中心',
    jobFamily: '研发',
    level: '高层',
    manager: 1,
    rows: [[21, '欧阳致远', '研发总监', '2009-07-01', 'ouyzy']],
  },
  {
    department: '研发中心/水力设计组',
    jobFamily: '研发',
    level: '主管',
    manager: 21,
    rows: [[22, '祁连', '水力设计组组长', '2013-07-08', 'qil']],
  },
  {
    department: '研发中心/水力设计组',
    jobFamily: '研发',
    level: '基层',
    manager: 22,
    rows: [
      [84, '柳思齐', '水力工程师', '2020-07-06', 'liusq'],
      [85, '相文博', '水力工程师', '2018-04-09', 'xiangwb'],
      [86, '简宁', '仿真工程师', '2021-03-22', 'jiann'],
      [87, '屈平安', '水力工程师', '2023-07-03', 'qupa'],
    ],
  },
  {
    department: '研发中心/结构设计组',
    jobFamily: '研发',
    level: '主管',
    manager: 21,
    rows: [[23, '岑默', '结构设计组组长', '2012-10-15', 'cenm']],
  },
  {
    department: '研发中心/结构设计组',
    jobFamily: '研发',
    level: '基层',
    manager: 23,
    rows: [
      [88, '蒋𬭎', '结构工程师', '2017-07-03', 'jianghong'],
      [89, '夏侯清', '密封工程师', '2016-05-16', 'xiahouq'],
      [90, '盛楠', '结构工程师', '2019-08-05', 'shengn'],
      [91, '谷雨', '工艺工程师', '2020-11-09', 'guy'],
      [92, '卜凡', '结构工程师', '2022-07-04', 'buf'],
    ],
  },
  {
    department: '研发中心/电控测试组',
    jobFamily: '研发',
    level: '主管',
    manager: 21,
    rows: [[24, '卞晓雯', '电控测试组组长', '2014-04-21', 'bianxw']],
  },
  {
    department: '研发中心/电控测试组',
    jobFamily: '研发',
    level: '基层',
    manager: 24,
    rows: [
      [93, '景行', '电控工程师', '2018-07-02', 'jingx'],
      [94, '阎小川', '测试工程师', '2021-05-10', 'yanxc'],
      [95, '戚薇薇', '测试工程师', '2019-11-25', 'qiww'],
      [96, '庾浩', '嵌入式工程师', '2022-02-28', 'yuh'],
    ],
  },
  {
    department: '销售中心',
    jobFamily: '销售',
    level: '高层',
    manager: 1,
    rows: [[25, '封一川', '销售总监', '2011-06-07', 'fengyc']],
  },
  {
    department: '销售中心/华东区',
    jobFamily: '销售',
    level: '中层',
    manager: 25,
    rows: [[26, '方慧敏', '华东区经理', '2013-03-04', 'fanghm']],
  },
  {
    department: '销售中心/华东区',
    jobFamily: '销售',
    level: '基层',
    manager: 26,
    rows: [
      [97, '张伟', '客户经理', '2018-02-26', 'zhangw'],
      [98, '乔瑞', '客户经理', '2020-08-10', 'qiaor'],
      [99, '洪思远', '客户经理', '2022-04-18', 'hongsy'],
      [100, '霍青', '大客户经理', '2015-10-19', 'huoq'],
    ],
  },
  {
    department: '销售中心/北方区',
    jobFamily: '销售',
    level: '中层',
    manager: 25,
    rows: [[27, '白振东', '北方区经理', '2012-11-26', 'baizd']],
  },
  {
    department: '销售中心/北方区',
    jobFamily: '销售',
    level: '基层',
    manager: 27,
    rows: [
      [101, '关山', '客户经理', '2017-03-13', 'guans'],
      [102, '宿迎春', '客户经理', '2019-09-02', 'suyc'],
      [103, '佟岩', '客户经理', '2021-11-15', 'tongy'],
      [104, '邢大鹏', '大客户经理', '2014-08-18', 'xingdp'],
    ],
  },
  {
    department: '销售中心/西南区',
    jobFamily: '销售',
    level: '中层',
    manager: 25,
    rows: [[28, '杨朝晖', '西南区经理', '2014-12-08', 'yangzh']],
  },
  {
    department: '销售中心/西南区',
    jobFamily: '销售',
    level: '基层',
    manager: 28,
    rows: [
      [105, '沙玛依洛', '客户经理', '2020-01-06', 'shamayl'],
      [106, '向阳', '客户经理', '2018-06-11', 'xiangy'],
      [107, '滑清水', '客户经理', '2023-03-06', 'huaqs'],
    ],
  },
  {
    department: '销售中心/售后服务部',
    jobFamily: '销售',
    level: '中层',
    manager: 25,
    rows: [[29, '鲍永刚', '售后服务部经理', '2010-03-29', 'baoyg']],
  },
  {
    department: '销售中心/售后服务部',
    jobFamily: '销售',
    level: '基层',
    manager: 29,
    rows: [
      [108, '陶远', '现场服务工程师', '2017-05-22', 'taoy'],
      [109, '覃大山', '现场服务工程师', '2013-06-17', 'qinds'],
      [110, '虞小北', '现场服务工程师', '2021-08-02', 'yuxb'],
      [111, '农建军', '现场服务工程师', '2019-04-08', 'nongjj'],
      [112, '单小琴', '服务调度员', '2016-09-26', 'shanxq'],
    ],
  },
  {
    department: '销售中心/商务支持',
    jobFamily: '销售',
    level: '基层',
    manager: 25,
    rows: [
      [113, '储佳怡', '投标专员', '2019-06-24', 'chujy'],
      [114, '麦穗', '合同专员', '2022-09-05', 'mais'],
    ],
  },
  {
    department: '财务部',
    jobFamily: '财务',
    level: '中层',
    manager: 1,
    rows: [[30, '汪静宜', '财务经理', '2011-09-19', 'wangjy']],
  },
  {
    department: '财务部',
    jobFamily: '财务',
    level: '基层',
    manager: 30,
    rows: [
      [115, '苏冉', '成本会计', '2018-10-22', 'sur'],
      [116, '管彤', '总账会计', '2015-07-27', 'guant'],
      [117, '路遥远', '应收会计', '2020-04-13', 'luyy'],
      [118, '凤小莲', '出纳', '2017-12-11', 'fengxl'],
      [119, '全胜男', '税务会计', '2021-01-18', 'quansn'],
      [120, '荀斌', '资金主办', '2019-12-30', 'xunb'],
    ],
  },
  {
    department: '人力资源部',
    jobFamily: '职能',
    level: '中层',
    manager: 1,
    rows: [[4, '叶蓁', '人力资源部经理', '2013-08-05', 'yez']],
  },
  {
    department: '人力资源部',
    jobFamily: '职能',
    level: '基层',
    manager: 4,
    rows: [
      [121, '牧云', '绩效专员', '2021-10-25', 'muy'],
      [122, '古琳', '招聘专员', '2019-03-18', 'gul'],
      [123, '淳于静', '培训专员', '2017-08-14', 'chunyuj'],
    ],
  },
  {
    department: '行政部',
    jobFamily: '职能',
    level: '主管',
    manager: 1,
    rows: [[5, '彭桂芳', '行政主管', '2009-10-12', 'penggf']],
  },
  {
    department: '行政部',
    jobFamily: '职能',
    level: '基层',
    manager: 5,
    rows: [
      [124, '季小暖', '行政专员', '2020-12-14', 'jixn'],
      [125, '牛根旺', '司机', '2012-04-23'],
      [126, '仲秋', '安全员', '2016-02-22', 'zhongq'],
    ],
  },
  {
    department: '采购部',
    jobFamily: '职能',
    level: '中层',
    manager: 1,
    rows: [[6, '段成', '采购部经理', '2012-06-04', 'duanc']],
  },
  {
    department: '采购部',
    jobFamily: '职能',
    level: '基层',
    manager: 6,
    rows: [
      [127, '顾小雨', '铸件采购员', '2018-05-14', 'guxy'],
      [128, '商凯', '标准件采购员', '2021-02-01', 'shangk'],
      [129, '井然', '外协管理员', '2019-01-14', 'jingr'],
      [130, '闻莺', '供应商质量工程师', '2022-06-20', 'wenyi'],
    ],
  },
  {
    department: '信息部',
    jobFamily: '职能',
    level: '主管',
    manager: 1,
    rows: [[7, '林𠮷', '信息主管', '2015-11-02', 'linji']],
  },
  {
    department: '信息部',
    jobFamily: '职能',
    level: '基层',
    manager: 7,
    rows: [
      [131, '后晓东', '系统管理员', '2020-05-18', 'houxd'],
      [132, '白露', '数据分析员', '2023-04-03', 'bail'],
    ],
  },
]

/** 佟岩 resigned in the middle of the running cycle; his unsigned record closes as 已离职关闭. */
const leavers: Record<number, number> = { 103: -9 }

/** 景行 works half his week for the service people, who see him more often than his own group does. */
const dotted: Record<number, number> = { 93: 29 }

const numberOf = (no: number) => `YX${String(no).padStart(4, '0')}`

/** The roster as it stands on this day (YYYY-MM-DD). */
export function demoPeople(today: string): DemoPerson[] {
  return teams.flatMap(({ rows, manager, ...team }) =>
    rows.map(([no, name, position, hired, mail]) => {
      const left = leavers[no]
      const dottedTo = dotted[no]
      return {
        number: numberOf(no),
        name,
        ...team,
        position,
        managerNo: manager === null ? null : numberOf(manager),
        ...(dottedTo ? { dottedManagerNo: numberOf(dottedTo) } : {}),
        hiredOn: typeof hired === 'number' ? addDays(today, -hired) : hired,
        email: mail ? `${mail}@yanxi.example` : null,
        status: left === undefined ? '在职' : '离职',
        ...(left === undefined ? {} : { leftOn: addDays(today, left) }),
      } satisfies DemoPerson
    }),
  )
}
