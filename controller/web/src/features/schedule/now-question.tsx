import type { SchedulePreview } from '@loa/shared/api/schedules';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { usePreviewWords } from './use-preview-words.js';

/** "Phát ngay" sounds a moment after it is sent and cannot be taken back: what, where and when are said before. */
export function NowQuestion({
  preview,
  queued,
  busy,
  onYes,
  onNo,
}: {
  preview: SchedulePreview;
  /** It waits for what sounds already. */
  queued: boolean;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
}) {
  const { t } = useTranslation('schedule');
  const { where } = usePreviewWords();
  const { name, boxes, warnings } = preview;
  return (
    <ConfirmSound
      open
      kind="sound"
      title={t('now.ask')}
      what={name}
      where={
        <>
          {where(preview)}
          <br />
          {t('now.boxes', { count: boxes })}
        </>
      }
      when={t(queued ? 'now.whenQueued' : 'now.when')}
      yes={t('now.yes')}
      busy={busy}
      onYes={onYes}
      onNo={onNo}
    >
      {warnings.map(({ code, message }) => (
        <Alert key={code + message} type="warning" showIcon title={message} />
      ))}
    </ConfirmSound>
  );
}
