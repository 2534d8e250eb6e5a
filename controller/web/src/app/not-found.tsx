import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Message } from '../components/message.js';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Message title={t('notFound.title')} text={t('notFound.text')}>
      <Link to="/">{t('notFound.home')}</Link>
    </Message>
  );
}
