import { useTranslation } from 'react-i18next';
import { ChooseFile } from '../../components/choose-file.js';
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
  const take = async (file: File) => {
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
  return (
    <ChooseFile
      label={t('fresh.file')}
      text={t('file.drop')}
      hint={t('file.hint')}
      choose={t('file.choose')}
      again={false}
      accept="audio/*,.m4a,.mp3,.wav,.ogg,.opus,.aac,.amr,.webm,.mp4"
      onFile={(file) => void take(file)}
    />
  );
}
