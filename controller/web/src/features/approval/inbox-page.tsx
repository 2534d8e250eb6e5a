import type { WaitingApproval } from '@loa/shared/api/approvals';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { inboxQuery } from '../../lib/approvals.js';
import { useSpeech } from '../../lib/use-speech.js';
import type { Tone } from '../../lib/words.js';

const TONES: Readonly<Record<WaitingApproval['urgency'], Tone>> = {
  late: 'bad',
  now: 'warn',
  today: 'busy',
  later: 'calm',
  unscheduled: 'calm',
};

/** What waits for approval, the most urgent first. */
export default function InboxPage() {
  const { t } = useTranslation('approval');
  const inbox = useQuery(inboxQuery);
  return (
    <PageFrame title={t('title')} help={t('help')}>
      <Loaded query={inbox}>
        {({ items, more }) => (
          <>
            {items.length === 0 && <Empty text={t('empty')} />}
            <Rows label={t('title')}>
              {items.map((item) => (
                <Waiting key={item.variant.id} item={item} />
              ))}
            </Rows>
            {more > 0 && <p className="soft">{t('more', { count: more })}</p>}
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Waiting({ item }: { item: WaitingApproval }) {
  const { t } = useTranslation('approval');
  const speech = useSpeech();
  const { variant, title, language, areaName, text, urgency, notByYou, firstAir } = item;
  const who = item.submittedByName ?? item.createdByName;
  return (
    <Row
      to={`/cho-duyet/${variant.id}`}
      title={title}
      detail={
        <>
          {text}
          <br />
          {t('by', { language: speech(language), place: areaName, who })}
          {urgency === 'late' && firstAir && (
            <>
              <br />
              {t('instead')}: {firstAir.instead}
            </>
          )}
          {notByYou !== null && (
            <>
              <br />
              {notByYou}
            </>
          )}
        </>
      }
      state={<Tag tone={TONES[urgency]}>{t(`urgency.${urgency}`)}</Tag>}
    />
  );
}
