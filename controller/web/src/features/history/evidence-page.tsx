import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { PageFrame } from '../../components/page-frame.js';
import { Evidence } from './evidence.js';
import { Letterhead } from './letterhead.js';

/** The evidence of one playback as a page of its own: to be sent as a link, and printed. */
export default function EvidencePage() {
  const { t } = useTranslation(['history', 'app']);
  const { playbackId = '' } = useParams();
  return (
    <PageFrame
      title={t('evidence')}
      actions={<Button onClick={() => window.print()}>{t('app:act.print')}</Button>}
    >
      <Letterhead />
      <Evidence playbackId={playbackId} />
    </PageFrame>
  );
}
