import { useQuery } from '@tanstack/react-query';
import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { playbacksQuery } from '../../lib/playbacks.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { endOf, type LengthChoice, type StopLength, stopLengths } from './stop-lengths.js';
import { useStop } from './stops.js';

/** What runs now or soon decides how long; so far back may a session have begun, milliseconds. */
const BACK_MS = 3 * 3_600_000;
const AHEAD_MS = 3_600_000;

export default function StopDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('stops');
  const toast = useToast();
  const me = useMe();
  const [openedAt] = useState(now);
  const [areaId, setAreaId] = useState(me.areaId);
  const [chosen, setChosen] = useState<StopLength | null>(null);
  const around = { from: openedAt - BACK_MS, to: openedAt + AHEAD_MS, limit: 200 };
  const { data: playbacks } = useQuery(playbacksQuery(around));
  const { data: areas } = useQuery(areasQuery);
  const choices = stopLengths(playbacks?.items ?? [], openedAt);
  const choice = choices.find(({ length }) => length === chosen) ?? choices[0];
  const place = placeNameOf(areas, areaId) ?? me.areaName;
  const stop = useStop(() => {
    toast(t('done', { place }));
    onClose();
  });
  const words = useLengthWords();
  if (!choice) return null;
  return (
    <ConfirmSound
      open
      kind="silence"
      title={t('title')}
      what={t('what')}
      where={place}
      when={t('now', { until: words.until(choice) })}
      yes={t('yes')}
      no={t('no')}
      busy={stop.isPending}
      error={stop.error}
      onYes={() => stop.mutate({ areaId, ...endOf(choice) })}
      onNo={onClose}
    >
      <Radio.Group
        vertical
        aria-label={t('untilQuestion')}
        value={choice.length}
        onChange={({ target }) =>
          setChosen(choices.find(({ length }) => length === target.value)?.length ?? null)
        }
        options={choices.map((each) => ({ value: each.length, label: words.option(each) }))}
      />
      <AreaPicker
        label={t('elsewhere')}
        value={[areaId]}
        onChange={([first]) => setAreaId(first ?? me.areaId)}
      />
    </ConfirmSound>
  );
}

function useLengthWords() {
  const { t } = useTranslation('stops');
  const { moment } = useFormat();
  const at = ({ until }: LengthChoice) => ({ at: until === null ? '' : moment(until) });
  return {
    option(choice: LengthChoice): string {
      switch (choice.length) {
        case 'session':
          return t('optionSession', at(choice));
        case 'next':
          return t('optionNext', at(choice));
        case 'hour':
          return t('optionHour', at(choice));
        case 'lifted':
          return t('optionLifted');
      }
    },
    until(choice: LengthChoice): string {
      switch (choice.length) {
        case 'session':
          return t('untilSession', at(choice));
        case 'next':
          return t('untilNext', at(choice));
        case 'hour':
          return t('untilHour', at(choice));
        case 'lifted':
          return t('untilLifted');
      }
    },
  };
}
