import type { WhySilent } from '@loa/shared/api/answers';
import type { PlaybackState } from '@loa/shared/playback';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { PLAYBACK_TONES } from '../../lib/words.js';

/** The sentence and the remedy: loud where something went wrong, plain where it did not. No state: the log has nothing. */
export function WhyNote({
  state,
  answer,
}: {
  state: PlaybackState | null;
  answer: Pick<WhySilent, 'text' | 'remedy'>;
}) {
  const { t } = useTranslation('history');
  const tone = state === null ? 'warn' : PLAYBACK_TONES[state];
  if (tone === 'good' || tone === 'busy' || tone === 'calm') return <p className="card">{answer.text}</p>;
  const words = (
    <>
      <p>{answer.text}</p>
      <p>
        <strong>{t('remedy')}:</strong> {answer.remedy}
      </p>
    </>
  );
  return <Alert type={tone === 'bad' ? 'error' : 'warning'} showIcon title={words} />;
}
