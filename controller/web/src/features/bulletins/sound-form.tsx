import { AudioOutlined, FileAddOutlined, FontSizeOutlined } from '@ant-design/icons';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../../lib/drafts.js';
import { DropButton } from './drop-button.js';
import { FileStep } from './file-step.js';
import { RecordStep } from './record-step.js';
import type { SoundDraft, Way } from './sound-draft.js';
import { forgetTake } from './takes.js';
import { TextStep } from './text-step.js';
import { loadTus } from './upload-take.js';
import './bulletins.css';

export interface SoundFormProps {
  value: SoundDraft;
  onChange: (part: Change<SoundDraft>) => void;
}

const ICONS: Readonly<Record<Way, ReactNode>> = {
  text: <FontSizeOutlined aria-hidden />,
  record: <AudioOutlined aria-hidden />,
  file: <FileAddOutlined aria-hidden />,
};
const STEPS = { text: TextStep, record: RecordStep, file: FileStep } as const;

/** Three ways to a sound; the one that was chosen takes the page. */
export function SoundForm({ value, onChange }: SoundFormProps) {
  const { t } = useTranslation('bulletins');
  const { way, takeId, made } = value;
  // Ready before the line is lost.
  useEffect(() => void loadTus().catch(() => undefined), []);
  if (way === null) {
    return (
      <div className="bulletin-ways">
        {(['text', 'record', 'file'] as const).map((each) => (
          <button
            key={each}
            type="button"
            className="bulletin-way"
            onClick={() => onChange({ way: each, ...(each === 'text' ? { language: 'vi' } : {}) })}
          >
            {ICONS[each]}
            <strong>{t(`fresh.${each}`)}</strong>
            <span className="soft">{t(`fresh.${each}Hint`)}</span>
          </button>
        ))}
      </div>
    );
  }
  const Step = STEPS[way];
  return (
    <div className="stack">
      <h2>{t(`fresh.${way}`)}</h2>
      <Step value={value} onChange={onChange} />
      <DropButton
        type="text"
        ask={way === 'record' && (takeId !== null || made !== null) ? t('record.dropAsk') : null}
        onDrop={() => {
          if (takeId !== null) void forgetTake(takeId);
          onChange({ way: null, takeId: null, refused: false, made: null });
        }}
      >
        {t('fresh.back')}
      </DropButton>
    </div>
  );
}
