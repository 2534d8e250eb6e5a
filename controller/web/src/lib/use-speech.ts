import { useTranslation } from 'react-i18next';
import { LANGUAGES } from './words.js';

/** "Tiếng Jrai" of `jra`; a language that we have no name for shows its code. */
export function useSpeech(): (language: string) => string {
  const { t } = useTranslation();
  return (language) => {
    const known = LANGUAGES.find((each) => each === language);
    return known ? t(`speech.${known}`) : language;
  };
}
