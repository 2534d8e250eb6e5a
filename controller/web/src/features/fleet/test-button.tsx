import type { Box } from '@loa/shared/api/boxes';
import type { TestSound } from '@loa/shared/api/fleet';
import { Alert, Button, type ButtonProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { useFormat } from '../../lib/use-format.js';
import { useTest } from './box.js';
import { placeOf } from './use-level-words.js';

/** A short sound that says that it is a test, at one receiver, now. */
export function TestButton({ box, ...look }: { box: Box } & Pick<ButtonProps, 'type' | 'size'>) {
  const { t } = useTranslation('fleet');
  const { clock } = useFormat();
  const [asking, setAsking] = useState(false);
  const [sent, setSent] = useState<TestSound | null>(null);
  const { mutate, isPending, error, reset } = useTest(box.id, (test) => {
    setSent(test);
    setAsking(false);
  });
  const close = () => {
    reset();
    setAsking(false);
  };
  return (
    <>
      <Button {...look} disabled={box.state !== 'enrolled'} onClick={() => setAsking(true)}>
        {t('test.button')}
      </Button>
      {sent && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t('test.sent', { words: sent.words, at: clock(sent.until) })}
        />
      )}
      {asking && (
        <ConfirmSound
          open
          kind="sound"
          title={t('test.ask')}
          what={t('test.what')}
          where={placeOf(box)}
          when={t('test.when')}
          yes={t('test.yes')}
          busy={isPending}
          error={error}
          onYes={() => mutate(undefined)}
          onNo={close}
        />
      )}
    </>
  );
}
