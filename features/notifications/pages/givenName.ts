import { compound } from '../../../ui/initials.ts'

/** Surnames of one character that are met often. A name that begins with none of them is left whole. */
const usual = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙' +
    '黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉' +
    '骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄' +
    '丛仲虞敖巩明佘池查麻苑迟邝封官谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巢丰竺芮羿富牧隗山宓蓬郗邰从鄂' +
    '索咸籍赖邴濮阎郦雍璩濯钮浦洪荀水',
)

/**
 * How a colleague would say the name: without the family name where it is Chinese beyond doubt. Names of
 * other peoples written in Han characters (巴特尔, 敖日格勒, 买买提·肉孜) have none to leave out.
 */
export function givenName(name: string, language: string): string {
  if (!/^\p{Script=Han}/u.test(name)) return language === 'en' ? (name.split(' ')[0] ?? name) : name
  if (!/^\p{Script=Han}{3,4}$/u.test(name)) return name
  const characters = [...name]
  const family = compound.test(name) ? 2 : usual.has(characters[0]!) ? 1 : 0
  const rest = family > 0 ? characters.slice(family) : characters
  return rest.length === 2 ? rest.join('') : name
}
