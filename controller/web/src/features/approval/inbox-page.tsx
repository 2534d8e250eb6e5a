import type { WaitingApproval } from '@loa/shared/api/approvals';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { Lines } from '../../components/lines.js';
import { LinkButton } from '../../components/link-button.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { inboxQuery } from '../../lib/approvals.js';
import { type Areas, areasQuery } from '../../lib/areas.js';
import { useMe } from '../../lib/session.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { useSpeech } from '../../lib/use-speech.js';
import type { Tone } from '../../lib/words.js';
import { WaitingSets } from './waiting-sets.js';

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
  const me = useMe();
  const hasPage = useHasPage();
  const { get, set, cursor } = useListAddress();
  const area = get('noi');
  const { data: areas } = useQuery(areasQuery);
  const ofSeveral = (areas ?? []).filter(isCommuneNow).length > 1;
  const inbox = useQuery(inboxQuery({ area, cursor }));
  return (
    <PageFrame
      title={t('title')}
      help={t('help')}
      actions={
        <>
          {hasPage('/cho-duyet/loat') && <LinkButton to="/cho-duyet/loat">{t('set.title')}</LinkButton>}
          <LinkButton to="/cho-duyet/loat-da-duyet">{t('sets.title')}</LinkButton>
        </>
      }
    >
      {(ofSeveral || area !== null) && (
        <AreaPicker
          label={t('area')}
          value={[area ?? me.areaId]}
          onChange={([first]) => set({ noi: first === me.areaId ? null : (first ?? null) })}
        />
      )}
      {cursor === null && <WaitingSets area={area} />}
      <PagedList query={inbox} empty={t('empty')}>
        {(items) => (
          <Rows label={t('title')}>
            {items.map((item) => (
              <Waiting key={item.variant.id} item={item} />
            ))}
          </Rows>
        )}
      </PagedList>
    </PageFrame>
  );
}

const isCommuneNow = ({ level, mergedInto }: Areas[number]) => level === 'commune' && mergedInto === null;

function Waiting({ item }: { item: WaitingApproval }) {
  const { t } = useTranslation('approval');
  const speech = useSpeech();
  const { variant, title, language, areaName, text, urgency, notByYou, firstAir, signed, endsAt } = item;
  const who = item.submittedByName ?? item.createdByName;
  return (
    <Row
      to={`/cho-duyet/${variant.id}`}
      title={title}
      detail={
        <Lines
          of={[
            text,
            t('by', { language: speech(language), place: areaName, who }),
            urgency === 'late' && firstAir && `${t('instead')}: ${firstAir.instead}`,
            notByYou,
          ]}
        />
      }
      state={
        <>
          <Tag tone={TONES[urgency]}>{t(endsAt === null ? `urgency.${urgency}` : 'again')}</Tag>
          {signed && signed.by.length > 0 && (
            <Tag tone="busy">{t('signed.short', { have: signed.by.length, needs: signed.needs })}</Tag>
          )}
        </>
      }
    />
  );
}
