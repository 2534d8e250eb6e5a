import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import type { PlaceRules } from '@loa/shared/place-rules';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { Facts } from '../../components/facts.js';
import { useListAddress } from '../../components/paged.js';
import type { Areas } from '../../lib/areas.js';
import { RulesForm } from './rules-form.js';

/** When loudspeakers of a place may sound, and how much; of the commune, or of a village that says more (`?noi=`). */
export function RulesCard({ areas, commune }: { areas: Areas; commune: Area }) {
  const { t } = useTranslation('admin');
  const { get, set } = useListAddress();
  const [editing, setEditing] = useState(false);
  const area = areas.find(({ id }) => id === get('noi')) ?? commune;
  return (
    <section className="card stack">
      <h2>{t('rules.title')}</h2>
      <AreaPicker
        label={t('rules.of')}
        value={[area.id]}
        onChange={([noi]) => {
          setEditing(false);
          set({ noi: noi ?? null });
        }}
      />
      {editing ? (
        <RulesForm key={area.id} area={area} onDone={() => setEditing(false)} />
      ) : (
        <>
          <RuleFacts area={area} />
          <p className="soft small">{t('rules.below')}</p>
          <div>
            <Button onClick={() => setEditing(true)}>{t('rules.edit', { place: placeName(area) })}</Button>
          </div>
        </>
      )}
    </section>
  );
}

function RuleFacts({ area }: { area: Area }) {
  const { t } = useTranslation('admin');
  const words = useRuleWords();
  return (
    <Facts
      facts={[
        [t('rules.hours'), words.hours(area.hours)],
        [t('rules.quiet'), words.quiet(area.rules)],
        [t('rules.neighbours'), area.rules.neighbours.map(({ name }) => name).join(', ')],
        [t('rules.session'), words.minutes(area.rules.maxSessionMinutes)],
        [t('rules.day'), words.minutes(area.rules.maxDayMinutes)],
        [t('rules.sessions'), area.rules.maxSessionsPerDay ?? t('rules.asAbove')],
      ]}
    />
  );
}

/** Rules as a person says them. */
export function useRuleWords() {
  const { t } = useTranslation('admin');
  return {
    hours: (hours: Area['hours']) =>
      hours === null
        ? t('rules.asAbove')
        : hours.length === 0
          ? t('rules.never')
          : hours.map(({ from, to }) => `${from}–${to}`).join(', '),
    quiet: ({ quiet }: PlaceRules) =>
      quiet.length === 0
        ? t('rules.noQuiet')
        : quiet
            .map(({ from, to, why, days }) =>
              days === undefined
                ? `${from}–${to} (${why})`
                : t('rules.onDays', { hours: `${from}–${to}`, why, days: days.map(dayWord).join(', ') }),
            )
            .join('; '),
    minutes: (minutes: number | null) =>
      minutes === null ? t('rules.asAbove') : t('rules.minutes', { minutes }),
  };
}

/** T2 … T7, CN, as calendars here have it. */
const dayWord = (day: number): string => (day === 7 ? 'CN' : `T${day + 1}`);
