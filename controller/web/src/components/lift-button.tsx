import type { LiftedStop, Stop } from '@loa/shared/api/stops';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLift } from '../lib/lift-stop.js';
import { useFormat } from '../lib/use-format.js';
import { useStopPlace } from '../lib/use-stop-place.js';
import { ConfirmSound } from './confirm-sound.js';
import { useToast } from './toasts.js';

/**
 * Lets loudspeakers sound again, once it was asked in words: those of the stops, which every page has. Where another stop
 * stands over the same place, nobody is told that it sounds.
 */
export default function LiftButton({ stop, place }: { stop: Stop; place: string }) {
  const { t } = useTranslation('stops');
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const saying = useLiftedWords(place);
  const lift = useLift((lifted) => toast(saying(lifted)));
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

/** So many other stops are named; more have a line each at the head of every page. */
const NAMED = 3;

function useLiftedWords(place: string): (lifted: LiftedStop) => string {
  const { t } = useTranslation('stops');
  const { moment } = useFormat();
  const placeOf = useStopPlace();
  return ({ still, allSilent }) => {
    const [longest] = still;
    if (!longest) return t('lifted', { place });
    const named = [...new Set(still.map(placeOf))];
    const others = `${named.slice(0, NAMED).join(', ')}${named.length > NAMED ? ' …' : ''}`;
    return t(allSilent ? 'liftedSilent' : 'liftedPart', { place, others, until: moment(longest.until) });
  };
}
