import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { now } from '../../lib/clock.js';
import { useMe } from '../../lib/session.js';
import type { SoundFormProps } from './sound-form.js';
import { SpokenFields } from './spoken-fields.js';
import { TakenSound } from './taken-sound.js';
import { keepChunk, keepTake, newTake } from './takes.js';

/** A file of this phone or computer, by a button or by dropping it. */
export function FileStep({ value, onChange }: SoundFormProps) {
  const { t } = useTranslation('bulletins');
  const { accountId } = useMe();
  const take = async (file: File | undefined) => {
    if (!file) return;
    const kept = newTake({ accountId, name: file.name, mimeType: file.type }, now());
    await keepTake({ ...kept, used: true });
    await keepChunk(kept.id, 0, file);
    onChange({ takeId: kept.id, refused: false, made: null });
  };
  if (value.takeId !== null || value.made !== null) {
    return (
      <>
        <TakenSound value={value} onChange={onChange} again={t('file.other')} onAgain={() => {}} />
        <SpokenFields value={value} onChange={onChange} />
      </>
    );
  }
  return <Choose onFile={(file) => void take(file)} />;
}

function Choose({ onFile }: { onFile: (file: File | undefined) => void }) {
  const { t } = useTranslation('bulletins');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <section
      className="bulletin-drop card stack"
      aria-label={t('fresh.file')}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <p className="soft">{t('file.drop')}</p>
      <Button type="primary" size="large" block onClick={() => input.current?.click()}>
        {t('file.choose')}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label={t('file.choose')}
        accept="audio/*,.m4a,.mp3,.wav,.ogg,.opus,.aac,.amr,.webm,.mp4"
        onChange={({ target }) => onFile(target.files?.[0])}
      />
      <p className="soft small">{t('file.hint')}</p>
    </section>
  );
}
