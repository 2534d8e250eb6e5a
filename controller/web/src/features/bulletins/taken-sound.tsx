import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { isNoLine } from '../../lib/problem-error.js';
import { useFormat } from '../../lib/use-format.js';
import { DropButton } from './drop-button.js';
import { MadeSoundView } from './made-sound.js';
import { madeAnew } from './sound-draft.js';
import type { SoundFormProps } from './sound-form.js';
import { forgetTake } from './takes.js';
import { uploadTake } from './upload-take.js';

/** A sound that was recorded or chosen: goes up at once, then can be heard and cut as loudspeakers will say it. */
export function TakenSound({
  value,
  onChange,
  again,
  onAgain,
}: SoundFormProps & { again: string; onAgain: () => void }) {
  const { t } = useTranslation(['bulletins', 'app']);
  const { takeId, made } = value;
  const [share, setShare] = useState(0);
  const upload = useMutation({
    mutationFn: (id: string) => uploadTake(id, setShare),
    onSuccess: ({ sha256, durationMs, sameAs }, id) =>
      onChange(({ takeId: wanted }) => {
        if (wanted !== id) return {};
        const made = { sha256, durationMs, sameAs, spokenFrom: null, cutFrom: null };
        return { takeId: null, refused: false, made };
      }),
    onError: (error, id) =>
      onChange(({ takeId: wanted }) => (wanted === id ? { refused: !isNoLine(error) } : {})),
  });
  const { mutate } = upload;
  useEffect(() => {
    if (takeId !== null) mutate(takeId);
  }, [takeId, mutate]);
  const retry = takeId === null ? undefined : () => mutate(takeId);
  return (
    <div className="stack">
      {upload.isPending && <Progress share={share} />}
      {upload.isError && isNoLine(upload.error) && (
        <Alert
          type="warning"
          showIcon
          title={t('sound.keptHere')}
          description={<Button onClick={retry}>{t('app:act.retry')}</Button>}
        />
      )}
      {upload.isError && !isNoLine(upload.error) && <ProblemNote error={upload.error} onRetry={retry} />}
      {made !== null && (
        <MadeSoundView
          label={t(value.way === 'file' ? 'file.mine' : 'record.mine')}
          made={made}
          onChange={(next, before) => onChange(madeAnew(next, before))}
        />
      )}
      <DropButton
        // A file is still where it was chosen from; a voice is nowhere else.
        ask={value.way === 'record' ? t('record.dropAsk') : null}
        onDrop={() => {
          if (takeId !== null) void forgetTake(takeId);
          onChange({ takeId: null, refused: false, made: null });
          onAgain();
        }}
      >
        {again}
      </DropButton>
    </div>
  );
}

function Progress({ share }: { share: number }) {
  const { t } = useTranslation('bulletins');
  const { percent } = useFormat();
  const text = share < 1 ? t('sound.uploading', { share: percent(share) }) : t('sound.processing');
  return (
    <div className="stack">
      <p role="status">{text}</p>
      <progress className="bulletin-progress" aria-label={text} value={share} max={1} />
    </div>
  );
}
