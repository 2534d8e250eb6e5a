import type { Suspension } from '@loa/shared/api/suspensions';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { useMay } from '../../lib/session.js';
import { suspensionsQuery } from '../../lib/suspensions.js';
import { useFormat } from '../../lib/use-format.js';
import type { Tone } from '../../lib/words.js';
import { type When, whenOf } from './suspension-draft.js';
import { useEnd } from './suspensions.js';
import { useWhat } from './use-what.js';

const TONES: Readonly<Record<When, Tone>> = { now: 'bad', coming: 'warn', over: 'calm', cancelled: 'calm' };

/** Times in which music, columns or everything is silent; those in force first. */
export default function SuspensionsPage() {
  const { t } = useTranslation('suspensions');
  const may = useMay();
  const suspensions = useQuery(suspensionsQuery());
  const today = civilDate(now());
  const add = may('suspension.write') && (
    <LinkButton type="primary" to="/tam-dung/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <Loaded query={suspensions}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty text={t('empty')} />}
            <ul className="stack">
              {items.map((suspension) => (
                <Card key={suspension.id} suspension={suspension} when={whenOf(suspension, today)} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
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
  const { id, name, from, until, areaIds } = suspension;
  const element = useRef<HTMLLIElement>(null);
  const { hash } = useLocation();
  const meant = hash === `#${id}`;
  // The list came after the address: the browser has looked for it in vain.
  useEffect(() => {
    if (meant) element.current?.scrollIntoView({ block: 'center' });
  }, [meant]);
  const names = areaIds.map((id) => placeNameOf(areas, id));
  // One that was made for a wider area ends where it was made.
  const mine = names.every((each) => each !== null);
  const where = names.map((each) => each ?? t('above')).join(', ');
  const open = when === 'now' || when === 'coming';
  return (
    <li id={id} ref={element} className="card stack">
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
