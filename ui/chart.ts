import type { EChartsCoreOption } from 'echarts/core'

/** A drawn chart, to be taken down when the page goes. */
export interface Drawn {
  update(option: EChartsCoreOption): void
  /** PNG as a data URL, on the page's own ground, twice the size for print. */
  picture(): string
  end(): void
}

/** The value of a token as the page has it now: charts draw on canvas and cannot read variables themselves. */
const token = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

/** Loads the chart library (bar and pie only) and draws with the page's tokens. */
export async function draw(element: HTMLElement, option: EChartsCoreOption): Promise<Drawn> {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  core.use([
    charts.BarChart,
    charts.PieChart,
    components.GridComponent,
    components.TooltipComponent,
    components.LegendComponent,
    renderers.CanvasRenderer,
  ])
  const chart = core.init(element)
  chart.setOption(option)
  const watch = new ResizeObserver(() => chart.resize())
  watch.observe(element)
  return {
    update: (next) => chart.setOption(next, true),
    picture: () => chart.getDataURL({ pixelRatio: 2, backgroundColor: token('surface') }),
    end: () => (watch.disconnect(), chart.dispose()),
  }
}

export interface Series {
  name: string
  /** Name of a token: bamboo, bamboo-pale, amber, pine, indigo, seal, line-strong. */
  tone: string
  values: number[]
}

const text = () => ({ color: token('ink-2'), fontFamily: token('sans'), fontSize: 13 })
const still = () => ({
  animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  animationDuration: 150,
  animationDurationUpdate: 150,
})
const tooltip = () => ({
  backgroundColor: token('surface'),
  borderColor: token('line-strong'),
  textStyle: { ...text(), color: token('ink') },
  confine: true,
})

/** Horizontal bars, one per category; several series are stacked. */
export const bars = (categories: string[], series: Series[]): EChartsCoreOption => ({
  ...still(),
  textStyle: text(),
  tooltip: { ...tooltip(), trigger: 'axis', axisPointer: { type: 'none' } },
  legend: {
    show: series.length > 1,
    top: 0,
    left: 0,
    itemWidth: 10,
    itemHeight: 10,
    icon: 'roundRect',
    textStyle: text(),
  },
  grid: { left: 0, right: 16, top: series.length > 1 ? 36 : 4, bottom: 0, containLabel: true },
  xAxis: {
    type: 'value',
    minInterval: 1,
    axisLabel: text(),
    splitLine: { lineStyle: { color: token('line') } },
  },
  yAxis: {
    type: 'category',
    data: categories,
    inverse: true,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { ...text(), color: token('ink'), width: 120, overflow: 'truncate' },
  },
  series: series.map((one) => ({
    type: 'bar',
    name: one.name,
    stack: 'all',
    data: one.values,
    barMaxWidth: 18,
    itemStyle: { color: token(one.tone) },
    emphasis: { disabled: true },
  })),
})

/** A ring with the parts of one whole, labelled with name and figure. */
export const pie = (
  categories: string[],
  tones: string[],
  values: number[],
): EChartsCoreOption => ({
  ...still(),
  textStyle: text(),
  tooltip: { ...tooltip(), trigger: 'item', formatter: '{b}: {c} ({d}%)' },
  series: [
    {
      type: 'pie',
      radius: ['42%', '62%'],
      center: ['50%', '52%'],
      minAngle: 2,
      label: {
        ...text(),
        color: token('ink'),
        bleedMargin: 0,
        formatter: ({ name, value }: { name: string; value: number }) =>
          `${name}\n${value.toLocaleString(document.documentElement.lang)}`,
      },
      labelLine: { length: 8, length2: 8, lineStyle: { color: token('line-strong') } },
      itemStyle: { borderColor: token('surface'), borderWidth: 2 },
      data: categories.map((name, at) => ({
        name,
        value: values[at],
        itemStyle: { color: token(tones[at] ?? 'indigo') },
      })),
      emphasis: { scale: false },
    },
  ],
})
