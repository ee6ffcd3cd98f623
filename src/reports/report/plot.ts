import { BarChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { palettesOf } from '../../../emails/index.ts';
import { type Measure, usual } from './measures.ts';
import type { PastEdition } from './read-report.ts';
import { writeValue } from './write-value.ts';

use([BarChart, GridComponent, MarkLineComponent, SVGRenderer]);

export interface Look {
  isDark: boolean;
  /** For a phone. */
  isNarrow: boolean;
  /** The publication's colour. */
  accent: string;
  language: string;
}

// As in styles.css: a picture reads no stylesheet of the page that it stands on.
export const tokens = {
  light: { soft: '#5a5e66', line: '#d6d1c7', bar: '#85817a' },
  dark: { soft: '#a9adb5', line: '#343941', bar: '#7d838d' },
};

/** One measure of an edition and of those before it, the oldest on the left, as a picture: SVG. */
export function drawPlot(measure: Measure, history: PastEdition[], look: Look): string {
  const { soft, line, bar } = tokens[look.isDark ? 'dark' : 'light'];
  const { accent } = palettesOf(look.accent)[look.isDark ? 'dark' : 'light'];
  const editions = history.toReversed();
  const [width, height] = look.isNarrow ? [330, 150] : [480, 170];
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  const middle = usual(measure, history);
  const text = { color: soft, fontFamily: 'system-ui, sans-serif', fontSize: 12 };
  chart.setOption({
    animation: false,
    grid: { left: 4, right: 4, top: 12, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: editions.map(({ number }) => String(number)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 2,
      minInterval: measure.isShare ? 0 : 1,
      splitLine: { lineStyle: { color: line } },
      axisLabel: { ...text, formatter: (value: number) => writeValue(measure, value, look.language) },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 22,
        barCategoryGap: '35%',
        data: editions.map((edition, index) => ({
          value: measure.valueOf(edition),
          itemStyle: { color: index === editions.length - 1 ? accent : bar },
        })),
        ...(middle !== null && {
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: soft, type: 'dashed' as const, width: 1 },
            data: [{ yAxis: middle }],
          },
        }),
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
