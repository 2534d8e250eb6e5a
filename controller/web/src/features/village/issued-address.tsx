import type { IssuedCalendarAddress } from '@loa/shared/api/calendar-address';
import { Button } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../components/note.js';
import { buttonClass } from '../../components/plain-button.js';
import { useToast } from '../../components/toasts.js';
import { lazily } from '../../lib/lazily.js';
import { addressesOf } from './phone-calendar.js';
import './village.css';

const QrCode = lazily(() => import('../../components/qr-code.js'));

/** An address, shown this once: opened in this phone's calendar, sent, copied, or read from the screen by another phone. */
export function IssuedAddress({ issued, place }: { issued: IssuedCalendarAddress; place: string }) {
  const { t } = useTranslation('village');
  const tell = useToast();
  const { url, webcal } = addressesOf(issued.path, location.origin);
  const text = t('phone.message', { place });
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    tell(t('phone.copied'));
  };
  // Leaving the sheet is no error.
  const share = () => navigator.share({ text, url }).catch(() => undefined);
  return (
    <>
      <Note type="success" title={t('phone.once')} />
      {/* One tap takes all of it, where the button cannot copy. */}
      <p className="village-address">{url}</p>
      <div className="row">
        {window.isSecureContext ? (
          <Button type="primary" onClick={() => void copy()}>
            {t('phone.copy')}
          </Button>
        ) : (
          <span className="soft">{t('phone.byHand')}</span>
        )}
        {typeof navigator.share === 'function' && (
          <Button onClick={() => void share()}>{t('phone.share')}</Button>
        )}
        <a className={buttonClass()} href={webcal}>
          {t('phone.openHere')}
        </a>
      </div>
      <div className="village-ways">
        <Suspense fallback={null}>
          <QrCode text={webcal} label={t('phone.qr')} />
        </Suspense>
        <ul>
          <li>{t('phone.onIphone')}</li>
          <li>{t('phone.onGoogle')}</li>
        </ul>
      </div>
    </>
  );
}
