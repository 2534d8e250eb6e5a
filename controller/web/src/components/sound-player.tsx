import { Segmented } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createListened, type Listened, type ReportHeard } from '../lib/listened.js';
import './sound-player.css';

const RATES = [1, 1.25, 1.5] as const;

export interface SoundPlayerProps {
  /** What is heard: "Bản tiếng Việt". */
  label: string;
  /** A recording of the controller's, or a sound that is still only on this machine. */
  source: { sha256: string } | { url: string };
  autoPlay?: boolean;
  /** Speeds to choose from, for those who hear many. */
  speeds?: boolean;
  /** What of the recording was really heard. */
  onHeard?: ReportHeard;
}

/** Plays a sound. Recordings have a copy for browsers that play no Ogg; where it is missing, the canonical one. */
export function SoundPlayer({ label, source, autoPlay = false, speeds = false, onHeard }: SoundPlayerProps) {
  const { t } = useTranslation();
  const [rate, setRate] = useState<number>(1);
  const element = useRef<HTMLAudioElement>(null);
  const key = 'sha256' in source ? source.sha256 : source.url;
  const listened = useListened(key, onHeard);
  return (
    <div className="sound-player">
      {/* biome-ignore lint/a11y/useMediaCaption: the text stands beside it */}
      <audio
        key={key}
        ref={element}
        controls
        autoPlay={autoPlay}
        preload="none"
        aria-label={label}
        src={'url' in source ? source.url : undefined}
        onPlay={({ currentTarget }) => {
          currentTarget.playbackRate = rate;
          listened.begin(currentTarget.currentTime);
        }}
        onTimeUpdate={({ currentTarget }) => listened.at(currentTarget.currentTime)}
        onSeeking={({ currentTarget }) => listened.jump(currentTarget.currentTime)}
        onPause={({ currentTarget }) => listened.end(currentTarget.currentTime)}
        onEnded={({ currentTarget }) => listened.end(currentTarget.currentTime)}
      >
        {'sha256' in source && (
          <>
            <source src={`/api/recordings/${source.sha256}/aac`} type="audio/mp4" />
            <source src={`/api/recordings/${source.sha256}/audio`} type="audio/ogg" />
          </>
        )}
      </audio>
      {speeds && (
        <Segmented
          aria-label={t('player.speed')}
          value={rate}
          options={RATES.map((each) => ({
            value: each,
            label: `${String(each).replace('.', t('player.point'))}×`,
          }))}
          onChange={(next) => {
            setRate(next);
            if (element.current) element.current.playbackRate = next;
          }}
        />
      )}
    </div>
  );
}

/** Adds up what is heard of one sound, and tells whoever asked for that one. */
function useListened(key: string, onHeard: ReportHeard | undefined): Listened {
  const [of, setOf] = useState(() => listenedOf(key));
  const now = of.key === key ? of : listenedOf(key);
  if (now !== of) setOf(now);
  now.report = onHeard;
  return now.listened;
}

function listenedOf(key: string) {
  const of: { key: string; report?: ReportHeard | undefined; listened: Listened } = {
    key,
    listened: createListened(async (ms) => of.report?.(ms)),
  };
  return of;
}
