import { AuditKind } from '@loa/shared/api/logs';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { DateRange, useDateRange } from '../../components/date-range.js';
import { ListFilter } from '../../components/list-filter.js';
import { useListAddress } from '../../components/paged.js';
import { dayOf } from '../../lib/format.js';
import { matches } from '../../lib/search.js';
import { useMe } from '../../lib/session.js';
import { useSettled } from '../../lib/use-settled.js';
import { AUDIT_KINDS, type AuditFilter, actorsQuery } from './audit.js';

/** Whoever opens the log asks about these days, mostly. */
export const USUAL_DAYS = 7;
/** After the last key, before names are asked for, milliseconds. */
const SETTLE_MS = 300;

/** `?tu=2026-11-02&den=…&noi=area_x&ai=account_y&viec=approval` */
export function useAuditFilter(): AuditFilter {
  const { get } = useListAddress();
  const { from, to } = useDateRange(USUAL_DAYS);
  return {
    area: get('noi'),
    actor: get('ai'),
    kind: AuditKind.safeParse(get('viec')).data ?? null,
    from: dayOf(from).from,
    to: dayOf(to).to,
  };
}

export function AuditFilters() {
  const { t } = useTranslation('audit');
  const { get, set } = useListAddress();
  const me = useMe();
  return (
    <div className="stack not-printed">
      <DateRange days={USUAL_DAYS} />
      <div className="row">
        <ListFilter
          name="viec"
          label={t('kindLabel')}
          usual={t('anyKind')}
          options={AUDIT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <ActorFilter />
      </div>
      <AreaPicker
        label={t('area')}
        value={[get('noi') ?? me.areaId]}
        onChange={([first]) => set({ noi: first === me.areaId ? null : (first ?? null) })}
      />
    </div>
  );
}

interface Offered {
  value: string;
  label: string;
}

/** Accounts of the place, and what did something without anybody being signed in. */
function ActorFilter() {
  const { t } = useTranslation('audit');
  const { get, set } = useListAddress();
  const [typed, setTyped] = useState('');
  // Who was chosen by name keeps it, whatever is typed next.
  const [picked, setPicked] = useState<Offered | null>(null);
  const { data, isFetching } = useQuery(actorsQuery(useSettled(typed.trim(), SETTLE_MS)));
  const programs = [
    { value: 'system', label: t('system') },
    { value: 'cli', label: t('cli') },
  ].filter(({ label }) => matches(label, typed));
  const offered: Offered[] = [
    ...(data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []),
    ...programs,
  ];
  const chosen = get('ai');
  if (picked !== null && picked.value === chosen && !offered.some(({ value }) => value === chosen))
    offered.unshift(picked);
  // Somebody of a place above, or whose account left: chosen by a link.
  if (chosen !== null && !offered.some(({ value }) => value === chosen)) {
    offered.unshift({ value: chosen, label: t('other') });
  }
  return (
    <Select
      className="grow"
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      aria-label={t('actor')}
      placeholder={t('anyActor')}
      value={chosen}
      onChange={(id?: string | null) => {
        setPicked(offered.find(({ value }) => value === id) ?? null);
        set({ ai: id ?? null });
      }}
      options={offered}
    />
  );
}
