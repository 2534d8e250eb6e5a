import type { Stop } from '@loa/shared/api/stops';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { useToast } from '../../components/toasts.js';
import { useKeepStopped } from './stops.js';

/** Lets a stop that would end by itself go on for seven days more. */
export default function KeepStoppedButton({ stop, place }: { stop: Stop; place: string }) {
  const { t } = useTranslation('stops');
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const keep = useKeepStopped(() => {
    setAsking(false);
    toast(t('done', { place }));
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('keep')}</Button>
      <ConfirmSound
        open={asking}
        kind="silence"
        title={t('keepTitle')}
        what={t('what')}
        where={place}
        when={t('keepWhen')}
        yes={t('keepYes')}
        busy={keep.isPending}
        error={keep.error}
        onYes={() => keep.mutate(stop)}
        onNo={() => setAsking(false)}
      />
    </>
  );
}
