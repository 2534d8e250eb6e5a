import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, HolderOutlined } from '@ant-design/icons';
import type { ProgrammePreview } from '@loa/shared/api/programmes';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../components/state-tag.js';
import { useFormat } from '../../lib/use-format.js';
import { reordered, type SlotDraft } from './programme-draft.js';
import { SlotFields } from './slot-fields.js';

type Length = ProgrammePreview['slots'][number];

export interface SlotListProps {
  value: readonly SlotDraft[];
  lengths: ProgrammePreview | undefined;
  onChange: (slots: SlotDraft[]) => void;
}

/** The slots in order. Buttons move them up and down; on a computer they may be dragged as well. */
export function SlotList({ value, lengths, onChange }: SlotListProps) {
  const { t } = useTranslation('programmes');
  const [dragged, setDragged] = useState<number | null>(null);
  const [handle, setHandle] = useState<number | null>(null);
  const known = new Map(lengths?.slots.map((slot) => [slot.slot, slot]));
  if (value.length === 0) return <p className="card soft">{t('form.noSlots')}</p>;
  return (
    <ol className="stack">
      {value.map((slot, at) => (
        <li
          key={slot.slot}
          className={dragged === at ? 'card stack slot slot-dragged' : 'card stack slot'}
          // Only by its handle: what stands in fields stays selectable.
          draggable={handle === at}
          onDragStart={() => setDragged(at)}
          onDragOver={(event) => {
            event.preventDefault();
            if (dragged === null || dragged === at) return;
            onChange(reordered(value, dragged, at));
            setDragged(at);
            setHandle(at);
          }}
          onDragEnd={() => {
            setDragged(null);
            setHandle(null);
          }}
        >
          <Head
            slot={slot}
            at={at}
            last={at === value.length - 1}
            length={known.get(slot.slot)}
            onGrab={() => setHandle(at)}
            onMove={(to) => onChange(reordered(value, at, to))}
            onRemove={() => onChange(value.filter((each) => each !== slot))}
          />
          <SlotFields
            value={slot}
            onChange={(part) => onChange(value.map((each) => (each === slot ? { ...slot, ...part } : each)))}
          />
        </li>
      ))}
    </ol>
  );
}

interface HeadProps {
  slot: SlotDraft;
  at: number;
  last: boolean;
  length: Length | undefined;
  onGrab: () => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function Head({ slot, at, last, length, onGrab, onMove, onRemove }: HeadProps) {
  const { t } = useTranslation('programmes');
  const name = t('form.slotName', { n: at + 1, kind: t(`kind.${slot.kind}`) });
  return (
    <div className="slot-head">
      <span className="slot-handle" aria-hidden title={t('form.drag')} onPointerDown={onGrab}>
        <HolderOutlined />
      </span>
      <h3>{name}</h3>
      <SlotLength length={length} />
      <span className="slot-moves">
        <Button
          icon={<ArrowUpOutlined aria-hidden />}
          aria-label={t('form.up', { name })}
          disabled={at === 0}
          onClick={() => onMove(at - 1)}
        />
        <Button
          icon={<ArrowDownOutlined aria-hidden />}
          aria-label={t('form.down', { name })}
          disabled={last}
          onClick={() => onMove(at + 1)}
        />
        <Button
          danger
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t('form.remove', { name })}
          onClick={onRemove}
        />
      </span>
    </div>
  );
}

function SlotLength({ length }: { length: Length | undefined }) {
  const { t } = useTranslation('programmes');
  const { duration } = useFormat();
  if (!length) return null;
  const { durationMs, ready } = length;
  return (
    <span className="row">
      <span className="soft">
        {durationMs === null ? t('length.fills') : durationMs === 0 ? t('length.none') : duration(durationMs)}
      </span>
      {!ready && durationMs !== 0 && <Tag tone="warn">{t('length.notReady')}</Tag>}
    </span>
  );
}
