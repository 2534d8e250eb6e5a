import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFocusBack } from '../../lib/use-focus-back.js';
import { Evidence } from './evidence.js';

export default function EvidenceDrawer({ playbackId, onClose }: { playbackId: string; onClose: () => void }) {
  const { t } = useTranslation('history');
  useFocusBack(true);
  return (
    <Drawer open title={t('evidence')} size="large" onClose={onClose}>
      <div className="stack">
        <Evidence playbackId={playbackId} />
        <Link to={`/nhat-ky/${playbackId}`}>{t('open')}</Link>
      </div>
    </Drawer>
  );
}
