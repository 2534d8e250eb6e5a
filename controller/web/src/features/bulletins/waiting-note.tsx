import type { Bulletin, Variant } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../components/toasts.js';
import { inboxQuery } from '../../lib/approvals.js';
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
  const inbox = useQuery({ ...inboxQuery, enabled: may('approval.read') });
  const waiting = inbox.data?.items.find((item) => item.variant.id === variant.id);
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
          <Share title={bulletin.title} when={when} variantId={variant.id} t={t} />
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

function Share({
  title,
  when,
  variantId,
  t,
}: {
  title: string;
  when: string;
  variantId: string;
  t: ReturnType<typeof useTranslation<'bulletins'>>['t'];
}) {
  const toast = useToast();
  const [shown, setShown] = useState<string | null>(null);
  const url = `${window.location.origin}/cho-duyet/${variantId}`;
  const share = async () => {
    const text = t('one.shareText', { title, when: when || '…' });
    if (typeof navigator.share === 'function') {
      // Whoever closes the sheet has changed their mind.
      await navigator.share({ title, text, url }).catch(() => undefined);
      return;
    }
    try {
      await navigator.clipboard.writeText(`${text} ${url}`);
      toast(t('one.shared'));
    } catch {
      setShown(t('one.notShared', { url }));
    }
  };
  return (
    <span>
      <Button type="primary" onClick={() => void share()}>
        {t('one.share')}
      </Button>
      {shown !== null && <p role="status">{shown}</p>}
    </span>
  );
}
