import type { Bulletin } from '@loa/shared/api/bulletins';
import { useTranslation } from 'react-i18next';
import { BulletinTag, Tag } from '../../components/state-tag.js';
import { useSpeech } from '../../lib/use-speech.js';
import { BULLETIN_TONES } from '../../lib/words.js';
import { statesOf } from './states-of.js';

/** One word where all languages are alike; where they are not, each with its own. */
export function BulletinStates({ bulletin }: { bulletin: Pick<Bulletin, 'state' | 'variants'> }) {
  const { t } = useTranslation();
  const speech = useSpeech();
  const states = statesOf(bulletin);
  if (states.length === 1) return <BulletinTag state={bulletin.state} />;
  return states.map(({ state, languages }) => (
    <Tag key={state} tone={BULLETIN_TONES[state]}>
      {`${t(`bulletin.${state}`)}: ${languages.map(speech).join(', ')}`}
    </Tag>
  ));
}
