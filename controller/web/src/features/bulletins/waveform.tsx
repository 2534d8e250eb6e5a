import { useQuery } from '@tanstack/react-query';
import { Button, Slider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { soundLength } from '../../lib/sound-length.js';
import { peaksQuery } from './bulletins.js';

export interface WaveformProps {
  sha256: string;
  durationMs: number;
  busy: boolean;
  onTrim: (bounds: { startMs?: number; endMs?: number }) => void;
}

/** Steps of the two handles, milliseconds. */
const STEP_MS = 100;

/** What a recording looks like, with two handles for where it should begin and end. */
export default function Waveform({ sha256, durationMs, busy, onTrim }: WaveformProps) {
  const { t } = useTranslation('bulletins');
  const peaks = useQuery(peaksQuery(sha256));
  const [bounds, setBounds] = useState<[number, number]>([0, durationMs]);
  const [startMs, endMs] = bounds;
  const whole = startMs === 0 && endMs === durationMs;
  const seconds = (ms = 0) => (ms / 1000).toFixed(1).replace('.', ',');
  return (
    <div className="stack">
      <Loaded query={peaks}>
        {({ points }) => (
          <svg className="bulletin-wave" viewBox="0 0 1000 100" preserveAspectRatio="none" role="img">
            <title>{t('sound.wave')}</title>
            <path d={shape(points)} />
            <rect x={0} y={0} width={(1000 * startMs) / durationMs} height={100} />
            <rect
              x={(1000 * endMs) / durationMs}
              y={0}
              width={1000 - (1000 * endMs) / durationMs}
              height={100}
            />
          </svg>
        )}
      </Loaded>
      <Slider
        range
        min={0}
        max={durationMs}
        step={STEP_MS}
        value={bounds}
        ariaLabelForHandle={[t('sound.trimFrom'), t('sound.trimTo')]}
        tooltip={{ formatter: seconds }}
        onChange={([from = 0, to = durationMs]) => setBounds([from, Math.min(to, durationMs)])}
      />
      <div className="row">
        <Button loading={busy} onClick={() => onTrim({})}>
          {t('sound.trimSilence')}
        </Button>
        {!whole && (
          <Button loading={busy} onClick={() => onTrim({ startMs, endMs })}>
            {t('sound.trimKeep', { time: soundLength(endMs - startMs) })}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The loudness above and below the middle line, as one outline in a box of 1000 × 100. */
export function shape(points: readonly number[]): string {
  const step = 1000 / Math.max(1, points.length);
  return points
    .map((point, index) => {
      const half = Math.max(1, point / 2);
      const left = (index * step).toFixed(1);
      return `M${left} ${(50 - half).toFixed(1)}h${(step * 0.8).toFixed(1)}v${(2 * half).toFixed(1)}h-${(step * 0.8).toFixed(1)}z`;
    })
    .join('');
}
