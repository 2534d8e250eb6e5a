import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/use-format.js';

export interface TodaySummaryProps {
  good: number;
  all: number;
  played: number;
  failed: number;
  left: number;
}

/** Four figures; each leads to what it counts. */
export function TodaySummary({ good, all, played, failed, left }: TodaySummaryProps) {
  const { t } = useTranslation('today');
  const { number } = useFormat();
  return (
    <ul className="today-summary" aria-label={t('summary.label')}>
      <Figure to="/loa" name={t('summary.fleet')} value={`${number(good)}/${number(all)}`} bad={good < all} />
      <Figure to="/nhat-ky?tt=finished" name={t('summary.played')} value={number(played)} />
      <Figure
        to="/nhat-ky?tt=interrupted,missed,failed,unknown"
        name={t('summary.failed')}
        value={number(failed)}
        bad={failed > 0}
      />
      <Figure to="/nhat-ky?tt=planned,ready" name={t('summary.left')} value={number(left)} />
    </ul>
  );
}

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
