import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from './toasts.js';

export interface ShareButtonProps {
  title: string;
  /** What is sent beside the address. */
  text: string;
  /** On this controller: `/cho-duyet/…`. */
  path: string;
}

/** A message to a colleague: by what the phone shares with (Zalo), else copied to be pasted there. */
export function ShareButton({ title, text, path }: ShareButtonProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const [shown, setShown] = useState<string | null>(null);
  const url = `${window.location.origin}${path}`;
  const share = async () => {
    if (typeof navigator.share === 'function') {
      // Whoever closes the sheet has changed their mind.
      await navigator.share({ title, text, url }).catch(() => undefined);
      return;
    }
    try {
      await navigator.clipboard.writeText(`${text} ${url}`);
      toast(t('share.done'));
    } catch {
      setShown(t('share.not', { url }));
    }
  };
  return (
    <span>
      <Button type="primary" onClick={() => void share()}>
        {t('share.send')}
      </Button>
      {shown !== null && <p role="status">{shown}</p>}
    </span>
  );
}
