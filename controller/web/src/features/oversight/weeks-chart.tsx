import { BarChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

// On a canvas: what draws as SVG sets style attributes, which the page's policy refuses.
use([BarChart, GridComponent, CanvasRenderer]);

export interface WeekBar {
  name: string;
  /** From 0 to 1; null: nothing was due. */
  share: number | null;
  text: string;
}

/** For eyes alone; the table beside it says the same to everybody. */
export default function WeeksChart({ bars }: { bars: readonly WeekBar[] }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const chart = init(element);
    const font = { fontFamily: getComputedStyle(element).fontFamily, fontSize: 13, color: '#14211c' };
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
      xAxis: {
        type: 'category',
        data: bars.map(({ name }) => name),
        axisLabel: font,
        axisTick: { show: false },
      },
      yAxis: { type: 'value', min: 0, max: 1, axisLabel: { show: false }, splitLine: { show: false } },
      series: [
        {
          type: 'bar',
          barCategoryGap: '25%',
          itemStyle: { color: '#0b6e4f', borderRadius: [4, 4, 0, 0] },
          label: {
            show: true,
            position: 'top',
            ...font,
            formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.text ?? '',
          },
          data: bars.map(({ share }) => share ?? '-'),
        },
      ],
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [bars]);
  return <div ref={frame} className="oversight-chart not-printed" aria-hidden />;
}
