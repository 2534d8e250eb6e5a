import type { Box } from '@loa/shared/api/boxes';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Row, Rows } from '../../components/rows.js';
import { BoxTag, PlaybackTag, Tag } from '../../components/state-tag.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import { placesOf, type TodayItem } from './today-items.js';

type Names = ReadonlyMap<string, string>;
/** More stand in the log; a home page is read at a glance. */
const MOST = 8;

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="today-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function TodayNow({ items, names }: { items: readonly TodayItem[]; names: Names }) {
  const { t } = useTranslation('today');
  return (
    <Section title={t('now')}>
      {items.length === 0 && <p className="soft">{t('nothingNow')}</p>}
      <Rows>
        {items.map((item) => (
          <ItemRow key={item.key} item={item} names={names} state={<PlaybackTag playback={item} />} />
        ))}
      </Rows>
    </Section>
  );
}

export function TodayNext({ items, names }: { items: readonly TodayItem[]; names: Names }) {
  const { t } = useTranslation('today');
  return (
    <Section title={t('next')}>
      {items.length === 0 && <p className="soft">{t('nothingNext')}</p>}
      <Rows>
        {items.slice(0, MOST).map((item) => (
          <ItemRow key={item.key} item={item} names={names} state={<Readiness item={item} />} />
        ))}
      </Rows>
      {items.length > MOST && <Link to="/nhat-ky?tt=planned,ready">{t('seeAll')}</Link>}
    </Section>
  );
}

function Readiness({ item }: { item: TodayItem }) {
  const { t } = useTranslation('today');
  const all = item.playbacks.length;
  const ready = item.playbacks.filter(({ state }) => state === 'ready').length;
  return <Tag tone={ready === all ? 'good' : 'calm'}>{t('ready', { ready, all })}</Tag>;
}

export function TodayFailed({ items, names }: { items: readonly TodayItem[]; names: Names }) {
  const { t } = useTranslation('today');
  if (items.length === 0) return null;
  return (
    <Section title={t('failed')}>
      <Rows>
        {items.slice(0, MOST).map((item) => (
          <ItemRow
            key={item.key}
            item={item}
            names={names}
            state={<PlaybackTag playback={item} />}
            to={`/nhat-ky/${item.playbacks[0]?.id}`}
          />
        ))}
      </Rows>
      {items.length > MOST && <Link to="/nhat-ky?tt=interrupted,missed,failed,unknown">{t('seeAll')}</Link>}
    </Section>
  );
}

export function TodaySilent({ boxes }: { boxes: readonly Box[] }) {
  const { t } = useTranslation('today');
  if (boxes.length === 0) return null;
  return (
    <Section title={t('silent')}>
      <Rows>
        {boxes.slice(0, MOST).map((box) => (
          <Row
            key={box.id}
            title={box.name}
            detail={`${box.areaName} · ${box.clusterName}`}
            state={<BoxTag condition={box.condition} />}
            to={`/loa/${box.id}`}
          />
        ))}
      </Rows>
      {boxes.length > MOST && <Link to="/loa?xem=trouble">{t('seeFleet')}</Link>}
    </Section>
  );
}

interface ItemRowProps {
  item: TodayItem;
  names: Names;
  state: ReactNode;
  to?: string;
}

function ItemRow({ item, names, state, to }: ItemRowProps) {
  const { t } = useTranslation('today');
  const { clock } = useFormat();
  const speech = useSpeech();
  const { names: few, more, count } = placesOf(item, names);
  const places = more > 0 ? t('placesMore', { names: few.join(', '), more }) : few.join(', ');
  const where = count > 1 ? t('places', { count, names: places }) : places;
  return (
    <Row
      lead={<time dateTime={new Date(item.plannedAt).toISOString()}>{clock(item.plannedAt)}</time>}
      title={item.title}
      detail={`${where} · ${speech(item.language)}`}
      state={state}
      {...(to === undefined ? {} : { to })}
    />
  );
}
