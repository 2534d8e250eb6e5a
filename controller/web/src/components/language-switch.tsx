import { useTranslation } from 'react-i18next';
import { switchLanguage } from '../lib/i18n.js';
import { PlainButton } from './plain-button.js';

/** Says the other language in that language. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'vi' : 'en';
  return (
    <PlainButton lang={other} onClick={() => void switchLanguage(other)}>
      {other === 'en' ? 'English' : 'Tiếng Việt'}
    </PlainButton>
  );
}
