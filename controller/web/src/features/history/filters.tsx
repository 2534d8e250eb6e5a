import { PlaybackState } from '@loa/shared/playback';
import { useQuery } from '@tanstack/react-query';
import { Select, Tag } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { useListAddress } from '../../components/paged.js';
import { boxesQuery } from '../../lib/boxes.js';
import { now } from '../../lib/clock.js';
import { civilDate, dayOf } from '../../lib/format.js';
import type { PlaybackFilter } from '../../lib/playbacks.js';
import { useMe } from '../../lib/session.js';
import './history.css';

const DateField = lazy(() => import('../../components/date-field.js'));

/** `?tu=2026-11-02&den=…&noi=area_x&loa=box_y&bai=bulletin_z&tt=missed,failed` */
export function useHistoryFilter(): PlaybackFilter {
  const { get } = useListAddress();
  const to = civil(get('den')) ?? civilDate(now());
  const from = civil(get('tu')) ?? to;
  return {
    area: get('noi'),
    box: get('loa'),
    bulletin: get('bai'),
    state: get('tt'),
    from: dayOf(from).from,
    to: dayOf(to).to,
  };
}

const civil = (text: string | null) => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

export function HistoryFilters() {
  const { t } = useTranslation('history');
  const { get, set } = useListAddress();
  const me = useMe();
  const today = civilDate(now());
  const to = civil(get('den')) ?? today;
  const from = civil(get('tu')) ?? to;
  return (
    <div className="stack not-printed">
      <Suspense fallback={null}>
        <div className="row history-dates">
          <DateField
            label={t('from')}
            value={from}
            onChange={(date) => set({ tu: date, den: date !== null && date > to ? date : to })}
          />
          <DateField
            label={t('to')}
            value={to}
            onChange={(date) => set({ den: date, tu: date !== null && date < from ? date : from })}
          />
          <StateFilter />
        </div>
      </Suspense>
      <AreaPicker
        label={t('area')}
        value={[get('noi') ?? me.areaId]}
        onChange={([first]) => set({ noi: first === me.areaId ? null : (first ?? null) })}
      />
      <BoxFilter />
    </div>
  );
}

function StateFilter() {
  const { t } = useTranslation(['history', 'app']);
  const { get, set } = useListAddress();
  const chosen = PlaybackState.options.filter((state) => get('tt')?.split(',').includes(state));
  // "Đang phát" stands for two states; it is offered once.
  const offered = PlaybackState.options.filter((state) => state !== 'claimed');
  return (
    <Select
      className="grow"
      mode="multiple"
      allowClear
      showSearch={false}
      aria-label={t('state')}
      placeholder={t('anyState')}
      value={chosen.filter((state) => state !== 'claimed')}
      onChange={(states) =>
        set({ tt: states.flatMap((each) => (each === 'started' ? ['claimed', each] : [each])).join(',') })
      }
      options={offered.map((state) => ({ value: state, label: t(`app:playback.${state}`) }))}
    />
  );
}

/** Came from a loudspeaker's page: says so, with a way out. */
function BoxFilter() {
  const { t } = useTranslation('history');
  const { get, set } = useListAddress();
  const id = get('loa');
  const { data } = useQuery(boxesQuery());
  if (id === null) return null;
  const name = data?.items.find((box) => box.id === id)?.name ?? '…';
  return (
    <p>
      <Tag closable onClose={() => set({ loa: null })}>
        {t('box', { name })}
      </Tag>
    </p>
  );
}
