import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { now } from './clock.js';
import * as format from './format.js';

/** What format.ts writes, in the language of the page. */
export function useFormat() {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const language = i18n.language;
    const words = { h: t('unit.h'), min: t('unit.min'), s: t('unit.s') };
    return {
      ...{ clock: format.clock, clockSeconds: format.clockSeconds, date: format.date, days: format.days },
      /** `05:12` today, else with its date. */
      moment: (at: number) => format.moment(at, now()),
      duration: (ms: number) => format.duration(ms, words),
      number: (value: number, digits?: number) => format.number(value, language, digits),
      percent: (share: number) => format.percent(share, language),
    };
  }, [t, i18n.language]);
}
