import { Priority } from '@loa/shared/messages/use';
import { PlaybackState } from '@loa/shared/playback';
import { useQuery } from '@tanstack/react-query';
import { Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { BulletinSelect } from '../../components/bulletin-select.js';
import { DateRange, useDateRange } from '../../components/date-range.js';
import { ListFilter } from '../../components/list-filter.js';
import { useListAddress } from '../../components/paged.js';
import { BOXES } from '../../lib/boxes.js';
import { dayOf } from '../../lib/format.js';
import { itemQuery } from '../../lib/paged-query.js';
import type { PlaybackFilter } from '../../lib/playbacks.js';
import { useMay, useMe } from '../../lib/session.js';
import { chosenStates, offeredStates, stateParam } from './state-filter.js';

/** `?tu=2026-11-02&den=…&noi=area_x&loa=box_y&bai=bulletin_z&tt=missed,failed&uu=emergency` */
export function useHistoryFilter(): PlaybackFilter {
  const { get } = useListAddress();
  const { from, to } = useDateRange();
  return {
    area: get('noi'),
    box: get('loa'),
    bulletin: get('bai'),
    state: stateParam(chosenStates(get('tt'))),
    priority: Priority.safeParse(get('uu')).data ?? null,
    from: dayOf(from).from,
    to: dayOf(to).to,
  };
}

export function HistoryFilters() {
  const { t } = useTranslation('history');
  const { get, set } = useListAddress();
  const me = useMe();
  const may = useMay();
  return (
    <div className="stack not-printed">
      <div className="row">
        <DateRange />
        <StateFilter />
      </div>
      <AreaPicker
        label={t('area')}
        value={[get('noi') ?? me.areaId]}
        onChange={([first]) => set({ noi: first === me.areaId ? null : (first ?? null) })}
      />
      <details className="history-more" open={get('uu') !== null || get('bai') !== null}>
        <summary>{t('moreFilters')}</summary>
        <div className="row">
          <PriorityFilter />
          {may('bulletin.read') && (
            <div className="grow">
              <BulletinSelect
                clearable
                label={t('bulletin')}
                value={get('bai')}
                onChange={(bai) => set({ bai })}
              />
            </div>
          )}
        </div>
      </details>
      <BoxFilter />
    </div>
  );
}

function StateFilter() {
  const { t } = useTranslation(['history', 'app']);
  const { get, set } = useListAddress();
  return (
    <Select
      className="grow"
      mode="multiple"
      allowClear
      showSearch={false}
      aria-label={t('state')}
      placeholder={t('anyState')}
      value={offeredStates(chosenStates(get('tt')))}
      onChange={(states) => set({ tt: stateParam(states) })}
      options={offeredStates(PlaybackState.options).map((state) => ({
        value: state,
        label: t(`app:playback.${state}`),
      }))}
    />
  );
}

function PriorityFilter() {
  const { t } = useTranslation(['history', 'app']);
  return (
    <ListFilter
      name="uu"
      label={t('priority')}
      usual={t('anyPriority')}
      options={Priority.options.map((value) => ({ value, label: t(`app:priority.${value}`) }))}
    />
  );
}

/** Came from a loudspeaker's page: says so, with a way out. */
function BoxFilter() {
  const { t } = useTranslation('history');
  const { get, set } = useListAddress();
  const id = get('loa');
  const { data } = useQuery({ ...itemQuery(BOXES, id ?? ''), enabled: id !== null });
  if (id === null) return null;
  const name = data?.name ?? '…';
  return (
    <p>
      <Tag closable onClose={() => set({ loa: null })}>
        {t('box', { name })}
      </Tag>
    </p>
  );
}
