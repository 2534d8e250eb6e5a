import type { Today } from '@loa/shared/api/today';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/use-format.js';

/** Three figures; each leads to what it counts. */
export function TodaySummary({ today }: { today: Today }) {
  const { t } = useTranslation('today');
  const { number } = useFormat();
  const { fleet, finishedCount, lostCount } = today;
  return (
    <ul className="today-summary" aria-label={t('summary.label')}>
      <Figure
        to="/loa"
        name={t('summary.fleet')}
        value={`${number(fleet.good)}/${number(fleet.all)}`}
        bad={fleet.silent > 0}
      />
      <Figure to="/nhat-ky?tt=finished" name={t('summary.played')} value={number(finishedCount)} />
      <Figure to={LOST_IN_LOG} name={t('summary.failed')} value={number(lostCount)} bad={lostCount > 0} />
    </ul>
  );
}

/** Nobody meant these to be silent. */
export const LOST_IN_LOG = '/nhat-ky?tt=interrupted,missed,failed,unknown';

function Figure({
  to,
  name,
  value,
  bad = false,
}: {
  to: string;
  name: string;
  value: string;
  bad?: boolean;
}) {
  return (
    <li>
      <Link className="card" to={to}>
        <span className="soft small">{name}</span>
        <strong className={bad ? 'figures today-bad' : 'figures'}>{value}</strong>
      </Link>
    </li>
  );
}
