import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { areasQuery, placeNameOf } from '../lib/areas.js';
import { framed } from './framed.js';
import { PlainButton } from './plain-button.js';
import { ProblemNote } from './problem-note.js';
import './area-picker.css';

const AreaDrawer = framed(() => import('./area-drawer.js'));

export interface AreaPickerProps {
  label: string;
  /** Ids of areas; whatever lies below them is meant, too. */
  value: readonly string[];
  onChange: (areaIds: string[]) => void;
  /** Several at once. */
  multiple?: boolean;
}

/** Says where, and opens the tree of places to change it. */
export function AreaPicker({ label, value, onChange, multiple = false }: AreaPickerProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const places = useQuery(areasQuery);
  const areas = places.data;
  const names = value.map((id) => placeNameOf(areas, id) ?? '…');
  const text = names.length === 0 ? t('area.none') : names.join(', ');
  return (
    <>
      <PlainButton
        className="area-picker"
        look={{ block: true }}
        busy={open && places.isLoading}
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
      >
        <span className="area-picker-label">{label}</span>
        <span className="area-picker-value">{text}</span>
      </PlainButton>
      {/* The tap is not lost: it opens when the places come. */}
      {open && !areas && <ProblemNote error={places.error} onRetry={() => void places.refetch()} />}
      {open && areas && (
        <Suspense fallback={null}>
          <AreaDrawer
            title={label}
            areas={areas}
            value={value}
            multiple={multiple}
            onDone={(chosen) => {
              onChange(chosen);
              setOpen(false);
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
