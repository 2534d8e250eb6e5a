import type { Box } from '@loa/shared/api/boxes';
import type { Volume } from '@loa/shared/api/fleet';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { useMay } from '../../lib/session.js';
import { volumeQuery } from './box.js';
import { MuteDialog } from './mute-dialog.js';
import { TestButton } from './test-button.js';
import { useLevelWords } from './use-level-words.js';
import { VolumeDialog } from './volume-dialog.js';

/** How loud, and what can be done about it from here. */
export function SoundCard({ box }: { box: Box }) {
  const { t } = useTranslation('fleet');
  const volume = useQuery(volumeQuery(box.id));
  return (
    <section className="card stack">
      <h2>{t('sound.title')}</h2>
      <Loaded query={volume}>{(data) => <Sound box={box} volume={data} />}</Loaded>
    </section>
  );
}

function Sound({ box, volume }: { box: Box; volume: Volume }) {
  const { t } = useTranslation('fleet');
  const may = useMay();
  const words = useLevelWords();
  const [open, setOpen] = useState<'volume' | 'mute' | null>(null);
  const close = () => setOpen(null);
  const { muted, rosterMaxGainDb } = volume;
  return (
    <>
      <p>
        {rosterMaxGainDb === null
          ? t('sound.noRights')
          : muted
            ? t('sound.isMuted')
            : t('sound.now', { level: words(volume.effectiveDb, volume) })}
      </p>
      {may('box.sound') && (
        <div className="row">
          {!muted && rosterMaxGainDb !== null && <TestButton box={box} />}
          {!muted && rosterMaxGainDb !== null && (
            <Button onClick={() => setOpen('volume')}>{t('sound.change')}</Button>
          )}
          <Button danger={!muted} onClick={() => setOpen('mute')}>
            {t(muted ? 'sound.unmute' : 'sound.mute')}
          </Button>
        </div>
      )}
      {open === 'volume' && <VolumeDialog box={box} volume={volume} onClose={close} />}
      {open === 'mute' && <MuteDialog box={box} volume={volume} onClose={close} />}
    </>
  );
}
