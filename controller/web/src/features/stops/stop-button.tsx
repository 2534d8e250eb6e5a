import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { framed } from '../../components/framed.js';
import { useMay } from '../../lib/session.js';
import './stop-button.css';

const StopDialog = framed(() => import('./stop-dialog.js'));

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
      {/* Not antd's: it stands on every page, whose first drawing antd's would hold up. The dialog's code is there
      before anybody is in a hurry. */}
      <button
        className="stop-button"
        type="button"
        onClick={() => setOpen(true)}
        onPointerEnter={() => void import('./stop-dialog.js')}
      >
        {t('stop')}
      </button>
      {open && (
        <Suspense fallback={null}>
          <StopDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
