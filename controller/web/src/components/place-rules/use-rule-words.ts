import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import type { LanguagePolicy, QuietTime } from '@loa/shared/place-rules';
import type { SoundWindow } from '@loa/shared/sound-window';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.js';
import type { Said } from './rules-change.js';

/** Monday first, as ISO numbers them from 1. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Rules as a person says them; lists in lines, where the page keeps lines. */
export function useRuleWords() {
  const { t } = useTranslation('rules');
  const { number } = useFormat();
  const level = (db: number) =>
    db === 0
      ? t('level.usual')
      : t(db < 0 ? 'level.quieter' : 'level.louder', { level: number(Math.abs(db)) });
  const windows = (hours: readonly SoundWindow[]) =>
    hours.length === 0
      ? t('never')
      : hours
          .map(({ from, to, maxGainDb }) => t('window', { from, to, level: level(maxGainDb) }))
          .join(',\n');
  const limit = (own: number | null, above: number | null, say: (value: number) => string) => {
    const told = above === null ? t('noLimit') : say(above);
    if (own === null) return t('asAbove', { what: told });
    return above !== null && above < own ? t('stricterAbove', { own: say(own), above: told }) : say(own);
  };
  return {
    level,
    windows,
    limit,
    minutes: (minutes: number) => t('minutes', { minutes }),
    times: (count: number) => t('times', { count }),
    /** A place's own hours; those that it has from above, where it has none. */
    hours: (own: Said['hours'], above: RulesInForce) =>
      own !== null
        ? windows(own)
        : t(above.usualHours ? 'usual' : 'asAbove', { what: `\n${windows(above.hours)}` }),
    quiet: (quiet: readonly QuietTime[]) =>
      quiet.length === 0
        ? t('noQuiet')
        : quiet
            .map(({ from, to, why, days }) =>
              days === undefined
                ? `${from}–${to} (${why})`
                : t('onDays', {
                    ...{ hours: `${from}–${to}`, why },
                    days: days.map((day) => t(`short.${WEEKDAYS[day - 1] ?? 'sun'}`)).join(', '),
                  }),
            )
            .join(';\n'),
    policy: (own: LanguagePolicy | null, above: LanguagePolicy) =>
      own === null ? t('asAbove', { what: t(`policy.${above}`) }) : t(`policy.${own}`),
    repeat: (own: boolean | null, above: boolean) => {
      const word = (repeats: boolean) => t(repeats ? 'repeats.yes' : 'repeats.no');
      return own === null ? t('asAbove', { what: word(above) }) : word(own);
    },
  };
}
