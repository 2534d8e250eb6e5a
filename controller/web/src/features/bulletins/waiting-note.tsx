import type { Bulletin, Variant } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { ShareButton } from '../../components/share-button.js';
import { waitingQuery } from '../../lib/approvals.js';
import { areasQuery } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { useMay } from '../../lib/session.js';
import { approversNow } from './approvers-now.js';
import { communeOf } from './bulletin-draft.js';
import { rosterQuery } from './bulletins.js';

/** "Chờ đ/c Nam duyệt · phát 17:00 hôm nay · còn 50 phút", and the message to remind them with. */
export function WaitingNote({ bulletin, variant }: { bulletin: Bulletin; variant: Variant }) {
  const { t } = useTranslation('bulletins');
  const may = useMay();
  const inbox = useQuery({ ...waitingQuery(variant.id), enabled: may('approval.read') });
  const waiting = inbox.data?.items[0];
  const who = useApprovers(bulletin.areaId);
  const when = inSentence(waiting?.text ?? '');
  return (
    <Alert
      type="warning"
      showIcon
      title={when === '' ? who : `${who} · ${when}`}
      description={
        <>
          {waiting?.firstAir && <p>{t('one.instead', { what: waiting.firstAir.instead })}</p>}
          <ShareButton
            title={bulletin.title}
            text={t('one.shareText', { title: bulletin.title, when: when || '…' })}
            path={`/cho-duyet/${variant.id}`}
          />
        </>
      }
    />
  );
}

const inSentence = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

/** Whom it waits for, by the signed list of who may approve. */
function useApprovers(areaId: string): string {
  const { t } = useTranslation('bulletins');
  const { data: areas } = useQuery(areasQuery);
  const commune = areas ? communeOf(areas, areaId) : null;
  const { data } = useQuery({ ...rosterQuery(commune?.id ?? ''), enabled: commune !== null });
  const names = approversNow(data?.roster.people ?? [], now()).map(({ name, deputy }) =>
    deputy ? t('one.deputy', { name }) : name,
  );
  const [name, other, ...more] = names;
  if (name === undefined || more.length > 0) return t('one.waitAny');
  return other === undefined ? t('one.waitFor', { name }) : t('one.waitForTwo', { name, other });
}
