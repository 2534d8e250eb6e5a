import type { Suspension } from '@loa/shared/api/suspensions';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { LinkButton } from '../../components/link-button.js';
import { ListFilter } from '../../components/list-filter.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useMay } from '../../lib/session.js';
import { SUSPENSIONS } from '../../lib/suspensions.js';
import { useFormat } from '../../lib/use-format.js';
import type { Tone } from '../../lib/words.js';
import { type When, whenOf } from './suspension-draft.js';
import { useEnd } from './suspensions.js';
import { useWhat } from './use-what.js';

const TONES: Readonly<Record<When, Tone>> = { now: 'bad', coming: 'warn', over: 'calm', cancelled: 'calm' };

/** Times in which music, columns or everything is silent: `?tt=con` those that are not over, `?dot=…` one alone. */
export default function SuspensionsPage() {
  const { t } = useTranslation('suspensions');
  const may = useMay();
  const { get, set, cursor } = useListAddress();
  const today = civilDate(now());
  const one = get('dot');
  const open = get('tt') === 'con';
  const held = open ? { from: today, cancelled: 'false' } : {};
  const suspensions = useQuery(pagedQuery(SUSPENSIONS, one === null ? { ...held, cursor } : { id: one }));
  const add = may('suspension.write') && (
    <LinkButton type="primary" to="/tam-dung/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <div className="row not-printed">
        {one === null ? (
          <ListFilter
            name="tt"
            label={t('show')}
            usual={t('all')}
            options={[{ value: 'con', label: t('open') }]}
          />
        ) : (
          <Button onClick={() => set({ dot: null })}>{t('onlyOne')}</Button>
        )}
      </div>
      <PagedList query={suspensions} empty={t(open ? 'noneOpen' : 'empty')}>
        {(items) => (
          <ul className="stack">
            {items.map((suspension) => (
              <Card key={suspension.id} suspension={suspension} when={whenOf(suspension, today)} />
            ))}
          </ul>
        )}
      </PagedList>
    </PageFrame>
  );
}

function Card({ suspension, when }: { suspension: Suspension; when: When }) {
  const { t } = useTranslation('suspensions');
  const { date } = useFormat();
  const may = useMay();
  const what = useWhat();
  const toast = useToast();
  const { data: areas } = useQuery(areasQuery);
  const [asking, setAsking] = useState(false);
  const end = useEnd(suspension.id);
  const { name, from, until, areaIds } = suspension;
  const names = areaIds.map((id) => placeNameOf(areas, id));
  // One that was made for a wider area ends where it was made.
  const mine = names.every((each) => each !== null);
  const where = names.map((each) => each ?? t('above')).join(', ');
  const open = when === 'now' || when === 'coming';
  return (
    <li className="card stack">
      <h2>{name}</h2>
      <p>
        <Tag tone={TONES[when]}>{t(`when.${when}`)}</Tag>
      </p>
      <p>{t('sentence', { what: what(suspension), where, from: date(from), until: date(until) })}</p>
      {open && mine && may('suspension.write') && (
        <p className="not-printed">
          <Button onClick={() => setAsking(true)}>{t('end.button')}</Button>
        </p>
      )}
      <ConfirmSound
        open={asking}
        kind="sound"
        title={t('end.ask')}
        what={what(suspension)}
        where={where}
        when={t('end.when', { until: date(until) })}
        yes={t('end.yes')}
        no={t('end.no')}
        busy={end.isPending}
        error={end.error}
        onYes={() =>
          end.mutate(undefined, {
            onSuccess() {
              setAsking(false);
              toast(t('end.done', { name }));
            },
          })
        }
        onNo={() => setAsking(false)}
      />
    </li>
  );
}
