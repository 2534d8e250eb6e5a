import type { Box } from '@loa/shared/api/boxes';
import type { Volume } from '@loa/shared/api/fleet';
import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { useToast } from '../../components/toasts.js';
import { usePatchVolume } from './box.js';
import { mostOf, placeOf, useLevelWords } from './use-level-words.js';
import { levelsOf } from './volume-steps.js';

/** Only what is allowed here can be chosen; says what it becomes before it does. */
export function VolumeDialog({ box, volume, onClose }: { box: Box; volume: Volume; onClose: () => void }) {
  const { t } = useTranslation('fleet');
  const tell = useToast();
  const words = useLevelWords();
  const most = mostOf(volume);
  const now = volume.effectiveDb ?? most;
  const [level, setLevel] = useState(now);
  const { mutate, isPending, error } = usePatchVolume(box.id, () => {
    tell(t('sound.changed'));
    onClose();
  });
  const change = level === now ? 'same' : level > now ? 'louder' : 'quieter';
  return (
    <ConfirmSound
      open
      kind="sound"
      title={t('sound.changeAsk')}
      what={t(`sound.${change}`, { before: words(now, volume), after: words(level, volume) })}
      where={placeOf(box)}
      when={t('sound.changeWhen')}
      yes={t('sound.changeYes')}
      busy={isPending}
      error={error}
      // As loud as is allowed follows the group's own level when that changes.
      onYes={() => mutate({ maxGainDb: level === most ? null : level })}
      onNo={onClose}
    >
      <Radio.Group
        vertical
        aria-label={t('sound.level')}
        value={level}
        onChange={({ target }: { target: { value?: unknown } }) => setLevel(Number(target.value))}
        options={levelsOf(most, now).map((value) => ({ value, label: words(value, volume) }))}
      />
      <p className="soft small">{t('sound.most')}</p>
    </ConfirmSound>
  );
}
