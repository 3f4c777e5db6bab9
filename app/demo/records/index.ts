import { ayguli } from './ayguli.ts'
import { dingGuodong } from './dingGuodong.ts'
import { guXiaoyu } from './guXiaoyu.ts'
import { guanShan } from './guanShan.ts'
import { heTiesheng } from './heTiesheng.ts'
import { jiangHong } from './jiangHong.ts'
import { liuSiqi } from './liuSiqi.ts'
import { luoChanggui } from './luoChanggui.ts'
import { suRan } from './suRan.ts'
import { taoYuan } from './taoYuan.ts'
import { yinXiaoman } from './yinXiaoman.ts'
import { zhangWei } from './zhangWei.ts'
import { zhaoDayong } from './zhaoDayong.ts'
import type { Written } from './shape.ts'

/** The conversations written word by word. All others are composed. */
export const written: Written[] = [
  ...yinXiaoman,
  ...luoChanggui,
  ...dingGuodong,
  ...zhaoDayong,
  ...heTiesheng,
  ...ayguli,
  ...jiangHong,
  ...liuSiqi,
  ...zhangWei,
  ...guanShan,
  ...taoYuan,
  ...suRan,
  ...guXiaoyu,
]
