import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SoundPlayer } from '../../components/sound-player.js';
import { useMe } from '../../lib/session.js';
import { soundLength } from '../../lib/sound-length.js';
import { useFormat } from '../../lib/use-format.js';
import { DropButton } from './drop-button.js';
import { type RecorderState, useRecorder } from './recorder.js';
import type { SoundFormProps } from './sound-form.js';
import { SpokenFields } from './spoken-fields.js';
import { TakenSound } from './taken-sound.js';
import { changeTake, forgetTake, soundOf, type Take, unusedTakes } from './takes.js';

/** Speak, hear it, take it or speak again. */
export function RecordStep({ value, onChange }: SoundFormProps) {
  const { t } = useTranslation('bulletins');
  const { accountId } = useMe();
  const { moment } = useFormat();
  const recorder = useRecorder(accountId, (at) => t('record.name', { at: moment(at).replace(':', 'h') }));
  const { state } = recorder;
  const use = (take: Take) => {
    void changeTake(take.id, { used: true });
    onChange({ takeId: take.id, refused: false, made: null });
  };
  if (value.takeId !== null || value.made !== null) {
    return (
      <>
        <TakenSound
          value={value}
          onChange={onChange}
          again={t('record.again')}
          onAgain={() => recorder.reset()}
        />
        <SpokenFields value={value} onChange={onChange} />
      </>
    );
  }
  return (
    <div className="stack">
      <Beginning state={state} onStart={recorder.start} onUse={use} />
      {(state.kind === 'recording' || state.kind === 'paused') && <Running recorder={recorder} />}
      {!recorder.isKept && <Alert type="warning" showIcon title={t('record.notKept')} />}
      {state.kind === 'done' && (
        <>
          {state.interrupted && <Alert type="warning" showIcon title={t('record.interrupted')} />}
          <TakePlayer take={state.take} label={t('record.mine')} />
          <Button type="primary" size="large" block onClick={() => use(state.take)}>
            {t('record.use')}
          </Button>
          <DropButton
            block
            ask={t('record.dropAsk')}
            onDrop={() => {
              void forgetTake(state.take.id);
              recorder.start();
            }}
          >
            {t('record.again')}
          </DropButton>
        </>
      )}
    </div>
  );
}

function Beginning({
  state,
  onStart,
  onUse,
}: {
  state: RecorderState;
  onStart: () => void;
  onUse: (take: Take) => void;
}) {
  const { t } = useTranslation('bulletins');
  if (state.kind === 'asking') return <Alert type="info" showIcon title={t('record.asking')} />;
  if (state.kind !== 'idle' && state.kind !== 'failed') return null;
  return (
    <>
      {state.kind === 'failed' && (
        <Alert type="error" showIcon role="alert" title={t(`record.${state.why}`)} />
      )}
      <Button type="primary" size="large" block onClick={onStart}>
        {t('record.start')}
      </Button>
      <Unused onUse={onUse} />
    </>
  );
}

const QUIET = 0.35;
const LOUD = 0.95;

function Running({ recorder }: { recorder: ReturnType<typeof useRecorder> }) {
  const { t } = useTranslation('bulletins');
  const { state, level, elapsedMs } = recorder;
  const recent = useRecentLoudest(level);
  const judged = recent >= LOUD ? 'loud' : recent < QUIET ? 'quiet' : 'fine';
  const paused = state.kind === 'paused' ? state.why : null;
  return (
    <div className="card stack">
      {paused === 'taken' && <Alert type="warning" showIcon role="alert" title={t('record.interrupted')} />}
      {paused === 'back' && <Alert type="info" showIcon role="alert" title={t('record.back')} />}
      <p className="bulletin-clock">{t('record.elapsed', { time: soundLength(elapsedMs) })}</p>
      <meter
        className="bulletin-meter"
        aria-label={t('record.level')}
        min={0}
        max={1}
        low={QUIET}
        high={LOUD}
        optimum={0.7}
        value={level}
      />
      {paused === null && elapsedMs > 3000 && <p role="status">{t(`record.${judged}`)}</p>}
      <Button type="primary" size="large" block onClick={recorder.finish}>
        {t('record.stop')}
      </Button>
      {paused === null && (
        <Button block onClick={recorder.pause}>
          {t('record.pause')}
        </Button>
      )}
      {(paused === 'asked' || paused === 'back') && (
        <Button block onClick={recorder.resume}>
          {t('record.resume')}
        </Button>
      )}
    </div>
  );
}

/** Words are judged by their loudest sounds: it falls slowly between them. */
function useRecentLoudest(level: number): number {
  const [recent, setRecent] = useState(0);
  useEffect(() => setRecent((before) => Math.max(level, before * 0.97)), [level]);
  return recent;
}

/** Recordings that a closed page left behind. */
function Unused({ onUse }: { onUse: (take: Take) => void }) {
  const { t } = useTranslation('bulletins');
  const { accountId } = useMe();
  const { moment } = useFormat();
  const { data, refetch } = useQuery({
    queryKey: ['takes', accountId],
    queryFn: () => unusedTakes(accountId),
    staleTime: 0,
  });
  const [take] = data ?? [];
  if (!take) return null;
  return (
    <div className="card stack">
      <p>{t('record.unused', { at: moment(take.startedAt) })}</p>
      <TakePlayer take={take} label={t('record.unused', { at: moment(take.startedAt) })} />
      <div className="row">
        <Button onClick={() => onUse(take)}>{t('record.useOld')}</Button>
        <DropButton
          danger
          ask={t('record.dropAsk')}
          onDrop={() => void forgetTake(take.id).then(() => refetch())}
        >
          {t('record.discard')}
        </DropButton>
      </div>
    </div>
  );
}

/** A sound that is on this machine only. */
export function TakePlayer({ take, label }: { take: Take; label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let current = true;
    void soundOf(take).then((file) => {
      if (!file || !current) return;
      made = URL.createObjectURL(file);
      setUrl(made);
    });
    return () => {
      current = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [take]);
  return url === null ? null : <SoundPlayer label={label} source={{ url }} />;
}
