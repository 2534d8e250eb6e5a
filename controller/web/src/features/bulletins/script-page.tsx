import type { BulletinScript } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Facts } from '../../components/facts.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { soundLength } from '../../lib/sound-length.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import { scriptQuery } from './bulletins.js';
import './bulletins.css';

/** The text in large letters, with who answers for it: to be read out, or filed. */
export default function ScriptPage() {
  const { t } = useTranslation(['bulletins', 'app']);
  const { bulletinId = '' } = useParams();
  const { moment } = useFormat();
  const script = useQuery(scriptQuery(bulletinId));
  return (
    <PageFrame
      title={script.data?.title ?? t('script.title')}
      actions={<Button onClick={() => window.print()}>{t('app:act.print')}</Button>}
    >
      <Loaded query={script}>
        {({ areaName, authorName, kind, columnName, sourceUnit, createdAt, variants }) => (
          <>
            <Facts
              facts={[
                [t('one.place'), areaName],
                [t('one.kind'), t(`kind.${kind}`)],
                [t('form.column'), columnName],
                [t('form.sourceUnit'), sourceUnit],
                [t('script.author'), authorName],
                [t('one.by'), moment(createdAt)],
              ]}
            />
            {variants.map((variant) => (
              <Read key={variant.language} variant={variant} />
            ))}
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Read({ variant }: { variant: BulletinScript['variants'][number] }) {
  const { t } = useTranslation('bulletins');
  const { duration, moment } = useFormat();
  const speech = useSpeech();
  const { language, text, words: count, estimatedMs, recordedMs, approvedBy } = variant;
  const words = t('script.words', { count });
  return (
    <section className="card stack">
      <h2>{speech(language)}</h2>
      <p className="soft">
        {recordedMs === null
          ? t('script.length', { words, time: duration(estimatedMs) })
          : t('script.recorded', { words, time: soundLength(recordedMs) })}
      </p>
      <p className="bulletin-text bulletin-script" lang={language}>
        {text ?? t('one.noText')}
      </p>
      {approvedBy.length === 0 && <p>{t('script.notApproved')}</p>}
      {approvedBy.map(({ at, who }) => (
        <p key={`${at} ${who}`}>{t('script.approved', { who, at: moment(at) })}</p>
      ))}
    </section>
  );
}
