import type { Bulletin, Variant } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { AskedEditPreview } from '../../components/edit-preview.js';
import { LinkButton } from '../../components/link-button.js';
import { ProblemNote } from '../../components/problem-note.js';
import { SoundPlayer } from '../../components/sound-player.js';
import { BulletinTag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useMay } from '../../lib/session.js';
import { useSpeech } from '../../lib/use-speech.js';
import { useMoveVariant, usesQuery } from './bulletins.js';
import { useMayWrite } from './may-write.js';
import { WaitingNote } from './waiting-note.js';

interface Props {
  bulletin: Bulletin;
  variant: Variant;
}

/** One language of a bulletin: how it stands, its sound, its text, and what can be done. */
export function VariantCard({ bulletin, variant }: Props) {
  const { t } = useTranslation('bulletins');
  const speech = useSpeech();
  const { state, stateReason, recordingSha256, text, language } = variant;
  return (
    <section className="card stack">
      <div className="row">
        <h2 className="grow">{speech(language)}</h2>
        <BulletinTag state={state} />
      </div>
      {stateReason !== null && (
        <Alert
          type={state === 'rejected' ? 'error' : 'info'}
          showIcon
          title={t(state === 'rejected' ? 'one.returned' : 'one.reason', { why: stateReason })}
        />
      )}
      {state === 'submitted' && <WaitingNote bulletin={bulletin} variant={variant} />}
      {recordingSha256 === null ? (
        <p className="soft">{t('one.noSound')}</p>
      ) : (
        <>
          <SoundPlayer
            label={t('one.played', { language: speech(language) })}
            source={{ sha256: recordingSha256 }}
          />
          <SameSound bulletinId={bulletin.id} sha256={recordingSha256} />
        </>
      )}
      {text === null ? (
        <p className="soft">{t('one.noText')}</p>
      ) : (
        <details open={text.length < 600}>
          <summary>{t('one.textShow')}</summary>
          <p className="bulletin-text" lang={language}>
            {text}
          </p>
        </details>
      )}
      <VariantActions bulletin={bulletin} variant={variant} />
    </section>
  );
}

/** Other bulletins with the very same sound. */
function SameSound({ bulletinId, sha256 }: { bulletinId: string; sha256: string }) {
  const { t } = useTranslation('bulletins');
  const { data } = useQuery(usesQuery(sha256));
  const others = [
    ...new Map(
      data?.items
        .filter((use) => use.bulletinId !== bulletinId)
        .map((use) => [use.bulletinId, use.title] as const),
    ),
  ];
  if (others.length === 0) return null;
  return (
    <p className="small">
      {t('sound.same', { count: others.length })}{' '}
      {others.slice(0, 5).map(([id, title]) => (
        <Link key={id} className="bulletin-same" to={`/ban-tin/${id}`}>
          {title}
        </Link>
      ))}
    </p>
  );
}

const MAY_SUBMIT: readonly Variant['state'][] = ['draft', 'rejected', 'withdrawn', 'expired'];

function VariantActions({ bulletin, variant }: Props) {
  const { t } = useTranslation('bulletins');
  const may = useMay();
  const writes = useMayWrite()(bulletin);
  const toast = useToast();
  const submit = useMoveVariant();
  const [withdrawing, setWithdrawing] = useState(false);
  const { id, state, recordingSha256, language } = variant;
  const withdraws = may('bulletin.withdraw') && (writes || !may('bulletin.write')) && state !== 'withdrawn';
  return (
    <div className="row not-printed">
      {writes && MAY_SUBMIT.includes(state) && recordingSha256 !== null && (
        <Button
          type="primary"
          loading={submit.isPending}
          onClick={() =>
            submit.mutate({ variantId: id, move: 'submit' }, { onSuccess: () => toast(t('one.submitted')) })
          }
        >
          {t('one.submit')}
        </Button>
      )}
      {writes && (
        <LinkButton to={`/ban-tin/${bulletin.id}/thu-tieng?tieng=${language}`}>{t('one.replace')}</LinkButton>
      )}
      {withdraws && (
        <Button danger onClick={() => setWithdrawing(true)}>
          {t('one.withdraw')}
        </Button>
      )}
      <ProblemNote error={submit.error} />
      {withdrawing && (
        <Withdraw bulletin={bulletin} variant={variant} onClose={() => setWithdrawing(false)} />
      )}
    </div>
  );
}

function Withdraw({ bulletin, variant, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation('bulletins');
  const speech = useSpeech();
  const toast = useToast();
  const { mutate, isPending, error } = useMoveVariant();
  const { data: areas } = useQuery(areasQuery);
  return (
    <ConfirmSound
      open
      kind="silence"
      title={t('one.withdrawTitle')}
      what={`${bulletin.title} (${speech(variant.language)})`}
      where={t('one.withdrawWhere', { place: placeNameOf(areas, bulletin.areaId) ?? '…' })}
      when={t('one.withdrawWhen')}
      yes={t('one.withdrawYes')}
      busy={isPending}
      error={error}
      onNo={onClose}
      onYes={() =>
        mutate(
          { variantId: variant.id, move: 'withdraw' },
          {
            onSuccess() {
              toast(t('one.withdrawn'));
              onClose();
            },
          },
        )
      }
    >
      <AskedEditPreview path={`/variants/${variant.id}/withdraw`} change={{}} />
    </ConfirmSound>
  );
}
