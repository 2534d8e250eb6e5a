import type { SchedulePreview } from '@loa/shared/api/schedules';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';

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
  const { name, villages, clusters, boxes, warnings } = preview;
  const names = villages.join(', ');
  const where = clusters > villages.length ? t('andMore', { where: names, count: clusters }) : names;
  return (
    <ConfirmSound
      open
      kind="sound"
      title={t('now.ask')}
      what={name}
      where={
        <>
          {where}
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
