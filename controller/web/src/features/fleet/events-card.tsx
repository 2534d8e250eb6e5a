import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { Row, Rows } from '../../components/rows.js';
import { useFormat } from '../../lib/use-format.js';
import { eventsQuery } from './box.js';

/** What happened to a receiver, the newest first: what people did, what was noticed, what it wrote down itself. */
export function EventsCard({ boxId }: { boxId: string }) {
  const { t } = useTranslation(['fleet', 'app']);
  const { moment } = useFormat();
  const events = useInfiniteQuery(eventsQuery(boxId));
  return (
    <section className="stack" aria-label={t('events.title')}>
      <h2>{t('events.title')}</h2>
      <Loaded query={events}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p className="card soft">{t('events.none')}</p>;
          return (
            <Rows label={t('events.title')}>
              {items.map(({ at, who, text }, index) => (
                <Row
                  // biome-ignore lint/suspicious/noArrayIndexKey: events only grow at the lower end, and have no names
                  key={`${at}-${index}`}
                  lead={<time dateTime={new Date(at).toISOString()}>{moment(at)}</time>}
                  title={text}
                  detail={who}
                />
              ))}
            </Rows>
          );
        }}
      </Loaded>
      {events.hasNextPage && (
        <div className="row">
          <Button loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
            {t('app:act.more')}
          </Button>
        </div>
      )}
    </section>
  );
}
