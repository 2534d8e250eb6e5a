import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { SoundPlayer } from '../../components/sound-player.js';
import { heardQuery, useReportHeard } from '../../lib/heard.js';
import { soundLength } from '../../lib/sound-length.js';
import { useSpeech } from '../../lib/use-speech.js';

export interface ListenProps {
  variantId: string;
  sha256: string;
  language: string;
  /** Its title, where several recordings stand on one page. */
  of?: string;
  /** Whether what is heard is noted: for those who sign. */
  counts: boolean;
}

/** The recording, and how much of it this person has heard so far, by the controller's own reckoning. */
export function Listen({ variantId, sha256, language, of, counts }: ListenProps) {
  const { t } = useTranslation('approval');
  const speech = useSpeech();
  const heard = useQuery({ ...heardQuery(variantId), enabled: counts });
  const report = useReportHeard(variantId);
  const label = [t('one.sound', { language: speech(language) }), of].filter(Boolean).join(': ');
  return (
    <section className={of === undefined ? 'card stack' : 'stack'}>
      {of === undefined && <h2>{t('one.listen')}</h2>}
      <SoundPlayer
        label={label}
        source={{ sha256 }}
        speeds
        {...(counts ? { onHeard: (ms: number) => report.mutateAsync(ms) } : {})}
      />
      {counts && heard.data && (
        <p role="status">
          {heard.data.enough
            ? t('one.heardEnough')
            : t('one.heard', {
                heard: soundLength(heard.data.heardMs),
                needed: soundLength(heard.data.neededMs),
              })}
        </p>
      )}
      {counts && <ProblemNote error={heard.error} onRetry={() => void heard.refetch()} />}
      {report.error && (
        <Alert type="error" showIcon title={t('one.notCounted', { why: report.error.message })} />
      )}
    </section>
  );
}
