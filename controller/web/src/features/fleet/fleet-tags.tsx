import type { FleetRow } from '@loa/shared/api/fleet';
import { useTranslation } from 'react-i18next';
import { BoxTag, Tag } from '../../components/state-tag.js';
import { simEndsSoon } from '../../lib/fleet.js';

/** How a receiver is, and what else somebody should know of it. */
export function FleetTags({ row }: { row: FleetRow }) {
  const { t } = useTranslation('fleet');
  return (
    <>
      <BoxTag condition={row.condition} />
      {row.muted && <Tag tone="warn">{t('muted')}</Tag>}
      {simEndsSoon(row) && <SimTag daysLeft={row.simDaysLeft ?? 0} />}
      {row.repair && <Tag tone="busy">{t('repair.tag', { name: row.repair.assignee })}</Tag>}
    </>
  );
}

export function SimTag({ daysLeft }: { daysLeft: number }) {
  const { t } = useTranslation('fleet');
  const ended = daysLeft < 0;
  return (
    <Tag tone={ended ? 'bad' : 'warn'}>{ended ? t('sim.ended') : t('sim.left', { count: daysLeft })}</Tag>
  );
}
