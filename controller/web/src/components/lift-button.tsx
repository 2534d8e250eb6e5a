import type { Stop } from '@loa/shared/api/stops';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLift } from '../lib/lift-stop.js';
import { ConfirmSound } from './confirm-sound.js';
import { useToast } from './toasts.js';

/** Lets loudspeakers sound again, once it was asked in words: those of the stops, which every page has. */
export default function LiftButton({ stop, place }: { stop: Stop; place: string }) {
  const { t } = useTranslation('stops');
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const lift = useLift(() => toast(t('lifted', { place })));
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('lift')}</Button>
      <ConfirmSound
        open={asking}
        kind="sound"
        title={t('liftTitle')}
        what={t('liftWhat')}
        where={place}
        when={t('liftNow')}
        yes={t('lift')}
        no={t('liftNo')}
        busy={lift.isPending}
        error={lift.error}
        onYes={() => lift.mutate(stop.id)}
        onNo={() => setAsking(false)}
      />
    </>
  );
}
