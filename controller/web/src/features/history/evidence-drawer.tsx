import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Evidence } from './evidence.js';

export default function EvidenceDrawer({ playbackId, onClose }: { playbackId: string; onClose: () => void }) {
  const { t } = useTranslation('history');
  return (
    <Drawer open title={t('evidence')} size="large" onClose={onClose}>
      <Evidence playbackId={playbackId} />
    </Drawer>
  );
}
