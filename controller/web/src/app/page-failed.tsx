import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Message } from '../components/message.js';
import { PlainButton } from '../components/plain-button.js';
import { ProblemError } from '../lib/problem-error.js';

/** What stands where a page could not be shown. What the controller said in words is said as it is. */
export function PageFailed() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Message title={t('error.title')} text={error instanceof ProblemError ? error.message : t('error.page')}>
      <PlainButton look={{ type: 'primary' }} onClick={() => location.reload()}>
        {t('error.reload')}
      </PlainButton>
    </Message>
  );
}
