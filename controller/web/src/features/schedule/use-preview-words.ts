import type { SchedulePreview } from '@loa/shared/api/schedules';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';

/** A schedule before it is saved, in the words of whoever plans it. */
export function usePreviewWords() {
  const { t } = useTranslation('schedule');
  const { duration } = useFormat();
  const speech = useSpeech();

  const where = ({ villages, clusters }: SchedulePreview): string => {
    const names = villages.join(', ');
    return clusters > villages.length ? t('andMore', { where: names, count: clusters }) : names;
  };
  /** "Thứ 2–6 lúc 17:00, làng A, làng B — 12 phút — tiếng Việt rồi tiếng Jrai". */
  const line = (preview: SchedulePreview): string => {
    const { sentence, durationMs, languages, villages } = preview;
    const spoken = languages.map((language) =>
      speech(language).replace(/^Tiếng /, (word) => word.toLowerCase()),
    );
    return [
      villages.length > 0 ? `${sentence}, ${where(preview)}` : sentence,
      ...(durationMs > 0 ? [duration(durationMs)] : []),
      ...(spoken.length > 0 ? [spoken.join(t('thenSpeech'))] : []),
    ].join(' — ');
  };
  return { where, line };
}
