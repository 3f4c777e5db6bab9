/** A small seeded generator (mulberry32): the demo is the same on every machine. */
export interface Random {
  next(): number
  between(low: number, high: number): number
  pick<T>(items: readonly T[]): T
  chance(share: number): boolean
}

export function randomFrom(seed: string): Random {
  let state = 0x9e3779b9
  for (const char of seed)
    state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x85ebca6b) ^ (state >>> 13)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    pick: (items) => items[between(0, items.length - 1)] as (typeof items)[number],
    chance: (share) => next() < share,
  }
}

/** Whose words fill the gaps of a piece. */
export interface Voice {
  random: Random
  mates: string[]
  boss: string
  /** Half a year instead of a whole one. */
  short: boolean
  words?: Record<string, string>
}

const names: Record<string, string[]> = {
  customer: [
    '沂川化肥',
    '青麓纸业',
    '浔港水务',
    '北屏电厂',
    '岷达磷化',
    '汇衡石化',
    '宁陶钛业',
    '长桐纸业',
    '栖河淀粉',
    '崇岭矿业',
    '白汀盐化',
    '东篱酒业',
  ],
  machine: [
    '5 号数控车',
    '11 号数控车',
    '一米六立车',
    '3 号卧加',
    '老龙门',
    '落地镗',
    '外圆磨',
    '2 号数控车',
  ],
  part: [
    '泵轴',
    '叶轮口环',
    '机封盒',
    '轴承体',
    '端盖',
    '蜗壳盖',
    '轴套',
    '联轴器',
    '中段',
    '吐出段',
  ],
  shop: ['谭立冬', '丁国栋', '装配一班', '机加乙班', '试压班', '售后陶远'],
}

/** Fills every text inside a piece; one name per kind within the piece. */
export function filled<T>(piece: T, voice: Voice): T {
  const chosen: Record<string, string> = { boss: voice.boss, ...voice.words }
  const name = (slot: string) =>
    (chosen[slot] ??=
      slot === 'mate'
        ? voice.random.pick(voice.mates)
        : voice.random.pick(names[slot] ?? [`<${slot}>`]))
  const text = (value: string): string => {
    const worded = alternated(value, voice.random)
      .replace(/<n(\d+)-(\d+)>/g, (_, low, high) =>
        String(voice.random.between(Number(low), Number(high))),
      )
      .replace(/<k>/g, () => String(voice.random.between(1, voice.short ? 5 : 10)))
      .replace(/<month>/g, () => `{m-${voice.random.between(1, voice.short ? 5 : 10)}}`)
      .replace(/<([a-z]+)>/g, (_, slot: string) => name(slot))
    return worded.replace(/([。！？])[。]/g, '$1')
  }
  const walk = (value: unknown): unknown =>
    typeof value === 'string'
      ? text(value)
      : Array.isArray(value)
        ? value.map(walk)
        : value && typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]))
          : value
  return walk(piece) as T
}

/** `[a|b]` → one of them; the innermost first. */
function alternated(value: string, random: Random): string {
  const once = value.replace(/\[([^[\]]*)\]/g, (_, options: string) =>
    random.pick(options.split('|')),
  )
  return once === value ? once : alternated(once, random)
}
