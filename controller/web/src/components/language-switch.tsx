import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { switchLanguage } from '../lib/i18n.js';

/** Says the other language in that language. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'vi' : 'en';
  return (
    <Button lang={other} onClick={() => void switchLanguage(other)}>
      {other === 'en' ? 'English' : 'Tiếng Việt'}
    </Button>
  );
}
