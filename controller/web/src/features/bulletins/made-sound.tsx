import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemNote } from '../../components/problem-note.js';
import { SoundPlayer } from '../../components/sound-player.js';
import { lazily } from '../../lib/lazily.js';
import { soundLength } from '../../lib/sound-length.js';
import { useFormat } from '../../lib/use-format.js';
import { trim } from './bulletins.js';
import type { MadeSound } from './sound-draft.js';

const Waveform = lazily(() => import('./waveform.js'));

export interface MadeSoundProps {
  label: string;
  made: MadeSound;
  autoPlay?: boolean;
  /** `before` is what it was made of; by then another may stand in its place. */
  onChange: (made: MadeSound, before: MadeSound) => void;
}

/** A recording as loudspeakers will say it: hear it, cut its ends, see who uses the same. */
export function MadeSoundView({ label, made, autoPlay = false, onChange }: MadeSoundProps) {
  const { t } = useTranslation('bulletins');
  const { duration } = useFormat();
  const [cutting, setCutting] = useState(false);
  const cut = useMutation({
    mutationFn: ({ of, ...bounds }: { of: MadeSound; startMs?: number; endMs?: number }) => trim(of, bounds),
    onSuccess: ({ trimmedMs: _, ...next }, { of }) => onChange(next, of),
  });
  const { sha256, durationMs, cutFrom } = made;
  return (
    <div className="card stack">
      <p>
        <strong>{label}</strong> · {t('sound.length', { time: soundLength(durationMs) })}
      </p>
      <SoundPlayer label={label} source={{ sha256 }} autoPlay={autoPlay} />
      <SameSound made={made} />
      {cutting ? (
        <Suspense fallback={null}>
          <Waveform
            key={sha256}
            sha256={sha256}
            durationMs={durationMs}
            busy={cut.isPending}
            onTrim={(bounds) => cut.mutate({ ...bounds, of: made })}
          />
        </Suspense>
      ) : (
        <Button onClick={() => setCutting(true)}>{t('sound.cut')}</Button>
      )}
      {cut.data && (
        <p role="status">
          {cut.data.trimmedMs === 0
            ? t('sound.trimNothing')
            : t('sound.trimmed', { time: duration(cut.data.trimmedMs) })}
        </p>
      )}
      {cutFrom !== null && (
        <Button
          onClick={() => {
            cut.reset();
            onChange({ ...made, ...cutFrom, cutFrom: null }, made);
          }}
        >
          {t('sound.untrim')}
        </Button>
      )}
      <ProblemNote error={cut.error} />
    </div>
  );
}

function SameSound({ made }: { made: MadeSound }) {
  const { t } = useTranslation('bulletins');
  const others = new Map(made.sameAs.map(({ bulletinId, title }) => [bulletinId, title]));
  if (others.size === 0) return null;
  return (
    <p className="small">
      {t('sound.same', { count: others.size })}{' '}
      {[...others].slice(0, 5).map(([id, title]) => (
        <Link key={id} className="bulletin-same" to={`/ban-tin/${id}`}>
          {title}
        </Link>
      ))}
    </p>
  );
}
