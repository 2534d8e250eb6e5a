import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { Loaded } from '../../components/loaded.js';
import { useListAddress } from '../../components/paged.js';
import { RuleFacts } from '../../components/place-rules/rule-facts.js';
import type { Areas } from '../../lib/areas.js';
import { rulesInForceQuery } from '../../lib/rules-in-force.js';
import { AreaRulesForm } from './rules-form.js';

/** When loudspeakers of a place may sound, and how much; of the commune, or of a village that says more (`?noi=`). */
export function RulesCard({ areas, commune }: { areas: Areas; commune: Area }) {
  const { t } = useTranslation('admin');
  const { get, set } = useListAddress();
  const area = areas.find(({ id }) => id === get('noi')) ?? commune;
  return (
    <section className="card stack">
      <h2>{t('rules.title')}</h2>
      <AreaPicker label={t('rules.of')} value={[area.id]} onChange={([noi]) => set({ noi: noi ?? null })} />
      <RulesOf key={area.id} area={area} />
    </section>
  );
}

function RulesOf({ area }: { area: Area }) {
  const { t } = useTranslation('admin');
  const inForce = useQuery(rulesInForceQuery(`/areas/${area.id}`));
  const [editing, setEditing] = useState(false);
  return (
    <Loaded query={inForce}>
      {(data) =>
        editing ? (
          <AreaRulesForm area={area} above={data.above} onDone={() => setEditing(false)} />
        ) : (
          <>
            <RuleFacts own={area} inForce={data} />
            <p className="soft small">{t('rules.below')}</p>
            <div>
              <Button onClick={() => setEditing(true)}>{t('rules.edit', { place: placeName(area) })}</Button>
            </div>
          </>
        )
      }
    </Loaded>
  );
}
