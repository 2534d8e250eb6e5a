import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../lib/session.js';

const StopDialog = lazy(() => import('./stop-dialog.js'));

/** Top right on every page: one tap here, one in the dialog. */
export function StopButton() {
  const may = useMay();
  return may('stop.write') ? (
    <Suspense fallback={null}>
      <Stop />
    </Suspense>
  ) : null;
}

function Stop() {
  const { t } = useTranslation('stops');
  const [open, setOpen] = useState(false);
  return (
    <>
      {/* The dialog's code is there before anybody is in a hurry. */}
      <Button
        type="primary"
        danger
        onClick={() => setOpen(true)}
        onPointerEnter={() => void import('./stop-dialog.js')}
      >
        {t('stop')}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <StopDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
