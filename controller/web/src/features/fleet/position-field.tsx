import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { positionOf, positionText } from './position.js';

/** A position as maps copy it, or where this phone stands now. */
export function PositionField({ value, onChange }: { value: string; onChange: (next: string) => void }) {
  const { t } = useTranslation('fleet');
  const [state, setState] = useState<'asking' | 'refused' | null>(null);
  const here = () => {
    setState('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude: lat, longitude: lon } }) => {
        setState(null);
        onChange(positionText({ lat, lon }));
      },
      () => setState('refused'),
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  };
  return (
    <div className="stack">
      <Field label={t('position.label')} hint={t('position.hint')}>
        {(id) => (
          <Input id={id} autoComplete="off" value={value} onChange={({ target }) => onChange(target.value)} />
        )}
      </Field>
      {positionOf(value) === false && <p role="alert">{t('position.wrong')}</p>}
      {/* Browsers tell where they are to pages over TLS alone. */}
      {window.isSecureContext && 'geolocation' in navigator && (
        <div className="row">
          <Button loading={state === 'asking'} onClick={here}>
            {t('position.here')}
          </Button>
          {state === 'refused' && <span role="alert">{t('position.refused')}</span>}
        </div>
      )}
    </div>
  );
}
