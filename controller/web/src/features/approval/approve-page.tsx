import type { WaitingApproval } from '@loa/shared/api/approvals';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Facts } from '../../components/facts.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { Message } from '../../components/message.js';
import { PageFrame } from '../../components/page-frame.js';
import { waitingQuery } from '../../lib/approvals.js';
import { useMay } from '../../lib/session.js';
import { soundLength } from '../../lib/sound-length.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import { Listen } from './listen.js';
import { Sign } from './sign.js';
import './approval.css';

/** Hear it, read it, sign it or return it. */
export default function ApprovePage() {
  const { t } = useTranslation('approval');
  const { variantId = '' } = useParams();
  const inbox = useQuery(waitingQuery(variantId));
  const item = inbox.data?.items[0];
  const [done, setDone] = useState<string | null>(null);
  if (done !== null) {
    return (
      <PageFrame title={t('one.title')}>
        <Message title={done}>
          <LinkButton type="primary" to="/cho-duyet">
            {t('toList')}
          </LinkButton>
        </Message>
      </PageFrame>
    );
  }
  return (
    <PageFrame title={item?.title ?? t('one.title')}>
      <Loaded query={inbox}>
        {({ reasons }) =>
          item ? <Approve key={contentOf(item)} item={item} reasons={reasons} onDone={setDone} /> : <Gone />
        }
      </Loaded>
    </PageFrame>
  );
}

/** What a tick and a name are for: of another text or sound nothing is confirmed yet. */
const contentOf = ({ variant: { id, recordingSha256, text } }: WaitingApproval) =>
  JSON.stringify([id, recordingSha256, text]);

function Gone() {
  const { t } = useTranslation('approval');
  return (
    <Message title={t('gone')} text={t('goneText')}>
      <LinkButton type="primary" to="/cho-duyet">
        {t('toList')}
      </LinkButton>
    </Message>
  );
}

function Approve({
  item,
  reasons,
  onDone,
}: {
  item: WaitingApproval;
  reasons: readonly string[];
  onDone: (text: string) => void;
}) {
  const { t } = useTranslation('approval');
  const may = useMay();
  const { variant, language, text, firstAir, notByYou, urgency } = item;
  const signs = may('bulletin.approve') && notByYou === null;
  return (
    <>
      <Alert
        type={urgency === 'late' ? 'error' : urgency === 'now' ? 'warning' : 'info'}
        showIcon
        title={text}
        description={firstAir && `${t('instead')}: ${firstAir.instead}`}
      />
      <About item={item} />
      {variant.recordingSha256 !== null && (
        <Listen
          variantId={variant.id}
          sha256={variant.recordingSha256}
          language={language}
          counts={may('bulletin.approve')}
        />
      )}
      <section className="card stack">
        <h2>{t('one.text')}</h2>
        <p className={variant.text === null ? 'soft' : 'approval-text'} lang={language}>
          {variant.text ?? t('one.noText')}
        </p>
      </section>
      {notByYou !== null && <Alert type="info" showIcon title={notByYou} />}
      {signs && <Sign item={item} reasons={reasons} onDone={onDone} />}
      <LinkButton to={`/ban-tin/${item.bulletinId}`}>{t('open')}</LinkButton>
    </>
  );
}

function About({ item }: { item: WaitingApproval }) {
  const { t } = useTranslation('approval');
  const { moment } = useFormat();
  const speech = useSpeech();
  const { language, areaName, firstAir, durationMs, endsAt } = item;
  const who = item.submittedByName ?? item.createdByName;
  const length = durationMs === null ? '' : ` · ${soundLength(durationMs)}`;
  return (
    <Facts
      facts={[
        [t('one.about'), `${t('by', { language: speech(language), place: areaName, who })}${length}`],
        [
          t(endsAt === null ? 'one.when' : 'one.missing'),
          firstAir && `${moment(firstAir.at)} · ${firstAir.village}`,
        ],
      ]}
    />
  );
}
