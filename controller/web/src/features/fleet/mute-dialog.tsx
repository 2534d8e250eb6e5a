import type { Box } from '@loa/shared/api/boxes';
import type { Volume } from '@loa/shared/api/fleet';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { useToast } from '../../components/toasts.js';
import { usePatchVolume } from './box.js';
import { placeOf } from './use-level-words.js';

/** Silent until somebody opens it again; or the way back. */
export function MuteDialog({ box, volume, onClose }: { box: Box; volume: Volume; onClose: () => void }) {
  const { t } = useTranslation('fleet');
  const tell = useToast();
  const { muted } = volume;
  const { mutate, isPending, error } = usePatchVolume(box.id, () => {
    tell(t(muted ? 'sound.unmuted' : 'sound.mutedNow'));
    onClose();
  });
  return (
    <ConfirmSound
      open
      kind={muted ? 'sound' : 'silence'}
      title={t(muted ? 'sound.unmuteAsk' : 'sound.muteAsk')}
      what={t(muted ? 'sound.unmuteWhat' : 'sound.muteWhat')}
      where={placeOf(box)}
      when={t(muted ? 'sound.unmuteWhen' : 'sound.muteWhen')}
      yes={t(muted ? 'sound.unmute' : 'sound.mute')}
      busy={isPending}
      error={error}
      onYes={() => mutate({ muted: !muted })}
      onNo={onClose}
    />
  );
}
