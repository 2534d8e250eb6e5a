import { AuditKind } from '@loa/shared/api/logs';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { DateRange, useDateRange } from '../../components/date-range.js';
import { useListAddress } from '../../components/paged.js';
import { dayOf } from '../../lib/format.js';
import { matches } from '../../lib/search.js';
import { useMe } from '../../lib/session.js';
import { AUDIT_KINDS, type AuditFilter, actorsQuery } from './audit.js';

/** Whoever opens the log asks about these days, mostly. */
export const USUAL_DAYS = 7;

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
        <Select
          className="grow"
          allowClear
          aria-label={t('kindLabel')}
          placeholder={t('anyKind')}
          value={AuditKind.safeParse(get('viec')).data ?? null}
          onChange={(kind?: AuditKind | null) => set({ viec: kind ?? null })}
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

/** Accounts of the place, and what did something without anybody being signed in. */
function ActorFilter() {
  const { t } = useTranslation('audit');
  const { get, set } = useListAddress();
  const { data } = useQuery(actorsQuery);
  const offered = [
    ...(data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []),
    { value: 'system', label: t('system') },
    { value: 'cli', label: t('cli') },
  ];
  const chosen = get('ai');
  // Somebody of a place above, or whose account left: chosen by a link.
  if (chosen !== null && !offered.some(({ value }) => value === chosen)) {
    offered.unshift({ value: chosen, label: t('other') });
  }
  return (
    <Select
      className="grow"
      allowClear
      showSearch={{ filterOption: (typed, option) => matches(option?.label ?? '', typed) }}
      aria-label={t('actor')}
      placeholder={t('anyActor')}
      value={chosen}
      onChange={(id?: string | null) => set({ ai: id ?? null })}
      options={offered}
    />
  );
}
