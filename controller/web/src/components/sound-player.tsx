import { Segmented } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './sound-player.css';

const RATES = [1, 1.25, 1.5] as const;
/** Between two reports of what was heard, milliseconds of the recording. */
const REPORT_MS = 10_000;
/** A longer step is a jump, not listening, seconds. Browsers tell the time about four times a second. */
const JUMP_S = 1.2;

export interface SoundPlayerProps {
  /** What is heard: "Bản tiếng Việt". */
  label: string;
  /** A recording of the controller's, or a sound that is still only on this machine. */
  source: { sha256: string } | { url: string };
  autoPlay?: boolean;
  /** Speeds to choose from, for those who hear many. */
  speeds?: boolean;
  /** 0 when it begins, then what was really heard since the last call, milliseconds of the recording. */
  onHeard?: (ms: number) => void;
}

/** Plays a sound. Recordings have a copy for browsers that play no Ogg; where it is missing, the canonical one. */
export function SoundPlayer({ label, source, autoPlay = false, speeds = false, onHeard }: SoundPlayerProps) {
  const { t } = useTranslation();
  const [rate, setRate] = useState<number>(1);
  const element = useRef<HTMLAudioElement>(null);
  const listened = useListened(onHeard);
  const key = 'sha256' in source ? source.sha256 : source.url;
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

/** Adds up what was played, without jumps, and reports it now and then. */
function useListened(onHeard: ((ms: number) => void) | undefined) {
  const state = useRef({ last: 0, heardMs: 0, begun: false });
  const report = useRef(onHeard);
  report.current = onHeard;
  const [listened] = useState(() => {
    const send = () => {
      const ms = Math.round(state.current.heardMs);
      state.current.heardMs = 0;
      if (ms > 0) report.current?.(ms);
    };
    const at = (seconds: number) => {
      const step = seconds - state.current.last;
      state.current.last = seconds;
      if (step > 0 && step < JUMP_S) state.current.heardMs += step * 1000;
      if (state.current.heardMs >= REPORT_MS) send();
    };
    return {
      at,
      begin(seconds: number) {
        state.current.last = seconds;
        if (!state.current.begun) report.current?.(0);
        state.current.begun = true;
      },
      jump(seconds: number) {
        state.current.last = seconds;
      },
      end(seconds: number) {
        at(seconds);
        send();
      },
    };
  });
  return listened;
}
