import type { Box } from '@loa/shared/api/boxes';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { LinkButton } from '../../components/link-button.js';
import { useToast } from '../../components/toasts.js';
import { useReplace, useRevoke } from './box.js';
import { keepCode } from './kept-codes.js';
import { placeOf } from './use-level-words.js';

/** A code for one that waits, another in the place of one that broke, and the end of one. */
export function ManageCard({ box }: { box: Box }) {
  const { t } = useTranslation('fleet');
  const [open, setOpen] = useState<'replace' | 'revoke' | null>(null);
  const close = () => setOpen(null);
  return (
    <section className="card stack">
      <h2>{t('manage.title')}</h2>
      {box.state === 'created' && (
        <div className="stack">
          <p>{t('manage.waits')}</p>
          <div className="row">
            <LinkButton type="primary" to={`/lap-moi/${box.id}`}>
              {t('manage.install')}
            </LinkButton>
          </div>
        </div>
      )}
      {box.state === 'enrolled' && (
        <div className="stack">
          <p>{t('manage.replaceText')}</p>
          <div className="row">
            <Button onClick={() => setOpen('replace')}>{t('manage.replace')}</Button>
          </div>
        </div>
      )}
      <p>{t('manage.revokeText')}</p>
      <div className="row">
        <Button danger onClick={() => setOpen('revoke')}>
          {t('manage.revoke')}
        </Button>
      </div>
      {open === 'replace' && <Replace box={box} onClose={close} />}
      {open === 'revoke' && <Revoke box={box} onClose={close} />}
    </section>
  );
}

function Replace({ box, onClose }: { box: Box; onClose: () => void }) {
  const { t } = useTranslation('fleet');
  const navigate = useNavigate();
  const { mutate, isPending, error } = useReplace(box.id, ({ box: fresh, code }) => {
    keepCode(fresh.id, code);
    void navigate(`/lap-moi/${fresh.id}`);
  });
  return (
    <ConfirmSound
      open
      kind="silence"
      title={t('manage.replaceAsk')}
      what={t('manage.replaceWhat')}
      where={placeOf(box)}
      when={t('manage.replaceWhen')}
      yes={t('manage.replaceYes')}
      busy={isPending}
      error={error}
      onYes={() => mutate(undefined)}
      onNo={onClose}
    />
  );
}

function Revoke({ box, onClose }: { box: Box; onClose: () => void }) {
  const { t } = useTranslation('fleet');
  const tell = useToast();
  const { mutate, isPending, error } = useRevoke(box.id, () => {
    tell(t('manage.revoked'));
    onClose();
  });
  return (
    <ConfirmSound
      open
      kind="silence"
      title={t('manage.revokeAsk')}
      what={t('manage.revokeWhat')}
      where={placeOf(box)}
      when={t('manage.revokeWhen')}
      yes={t('manage.revoke')}
      busy={isPending}
      error={error}
      onYes={() => mutate(undefined)}
      onNo={onClose}
    />
  );
}
