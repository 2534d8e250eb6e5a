import type { OneTimeLink } from '@loa/shared/api/accounts';
import { Alert, Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../components/toasts.js';
import { useFormat } from '../../lib/use-format.js';

/** A one-time link, shown this once: to be copied, or handed to Zalo by the phone's own sharing. */
export function LinkCard({ link, name }: { link: OneTimeLink; name: string }) {
  const { t } = useTranslation('admin');
  const { moment } = useFormat();
  const tell = useToast();
  const url = new URL(link.path, location.origin).href;
  const at = moment(link.expiresAt);
  const text = t(link.kind === 'invite' ? 'link.inviteText' : 'link.resetText', { name, at });
  const copy = async () => {
    await navigator.clipboard.writeText(`${text}\n${url}`);
    tell(t('link.copied'));
  };
  // Leaving the sheet is no error.
  const share = () => navigator.share({ text, url }).catch(() => undefined);
  return (
    <section className="card stack" aria-label={t('link.title')}>
      <Alert type="success" showIcon title={t('link.once', { name, at })} />
      <Input.TextArea
        readOnly
        rows={3}
        aria-label={t('link.title')}
        value={url}
        onFocus={({ target }) => target.select()}
      />
      <div className="row">
        {typeof navigator.share === 'function' && (
          <Button type="primary" onClick={() => void share()}>
            {t('link.share')}
          </Button>
        )}
        {window.isSecureContext ? (
          <Button onClick={() => void copy()}>{t('link.copy')}</Button>
        ) : (
          <span className="soft">{t('link.byHand')}</span>
        )}
      </div>
      <p className="soft small">{t('link.careful')}</p>
    </section>
  );
}
