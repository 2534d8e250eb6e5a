import type { Overview } from '@loa/shared/api/overview';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazily } from '../../lib/lazily.js';
import { useFormat } from '../../lib/use-format.js';
import { begun, shareOf } from './overview.js';

/** Fewer bars than this say no more than the table. */
const BARS_FROM = 3;

const WeeksChart = lazily(() => import('./weeks-chart.js'));

/** Week by week what was heard of what was due: drawn, and the same as a table. */
export function WeeksCard({ weeks: all }: Pick<Overview, 'weeks'>) {
  const { t } = useTranslation('oversight');
  const { date, number, percent } = useFormat();
  const weeks = begun(all);
  if (weeks.length === 0) return <p className="card soft">{t('nothingYet')}</p>;
  return (
    <section className="card stack">
      <h2>{t('weeks')}</h2>
      <div className={weeks.length < BARS_FROM ? undefined : 'oversight-weeks'}>
        {weeks.length >= BARS_FROM && (
          <Suspense fallback={<div className="oversight-chart" aria-busy />}>
            <WeeksChart
              bars={weeks.map((week) => {
                const share = shareOf(week);
                const text = share === null ? '' : percent(share);
                return { name: date(week.monday).slice(0, 5), share, text };
              })}
            />
          </Suspense>
        )}
        <table className="oversight-table">
          <caption className="only-read">{t('weeks')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('weekFrom')}</th>
              <th scope="col">{t('heard')}</th>
              <th scope="col">{t('lost')}</th>
              <th scope="col">{t('share')}</th>
            </tr>
          </thead>
          <tbody>
            {[...weeks].reverse().map((week) => {
              const share = shareOf(week);
              return (
                <tr key={week.monday}>
                  <th scope="row">{date(week.monday)}</th>
                  <td>{number(week.finished)}</td>
                  <td>{number(week.lost)}</td>
                  <td>{share === null ? '–' : percent(share)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="soft small">{t('weeksNote')}</p>
    </section>
  );
}
