import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { now } from '../lib/clock.js';
import { civilDate } from '../lib/format.js';
import { lazily } from '../lib/lazily.js';
import { type InAddress, useListAddress } from './paged.js';
import './date-range.css';

const DateField = lazily(() => import('./date-field.js'));

const civil = (text: string | null) => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

/** The days of `?tu=2026-11-02&den=2026-11-08`: today without them, or as many days back as `days` says. */
export function useDateRange(days = 1): { from: string; to: string } {
  return rangeOf(useListAddress().get, days);
}

function rangeOf(get: InAddress, days: number): { from: string; to: string } {
  const to = civil(get('den')) ?? civilDate(now());
  const from = civil(get('tu')) ?? civilDate(Date.parse(`${to}T12:00:00Z`) - (days - 1) * 86_400_000);
  return { from, to };
}

/** Two days in the address; the one that was chosen last drags the other along rather than name no day at all. */
export function DateRange({ days = 1 }: { days?: number }) {
  const { t } = useTranslation();
  const { set } = useListAddress();
  const { from, to } = useDateRange(days);
  return (
    <Suspense fallback={null}>
      <div className="row date-range">
        <DateField
          label={t('range.from')}
          value={from}
          onChange={(date) =>
            set((get) => {
              const { to } = rangeOf(get, days);
              return { tu: date, den: date !== null && date > to ? date : to };
            })
          }
        />
        <DateField
          label={t('range.to')}
          value={to}
          onChange={(date) =>
            set((get) => {
              const { from } = rangeOf(get, days);
              return { den: date, tu: date !== null && date < from ? date : from };
            })
          }
        />
      </div>
    </Suspense>
  );
}
