import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import './help.css';

/** A question mark beside what it explains; opens by tap and by keyboard. */
export function Help({ about, text }: { about: string; text: string }) {
  const { t } = useTranslation();
  return (
    <Popover trigger="click" content={<p className="help-text">{text}</p>} placement="bottom">
      <Button
        className="not-printed"
        type="text"
        icon={<QuestionCircleOutlined aria-hidden />}
        aria-label={`${t('act.help')}: ${about}`}
      />
    </Popover>
  );
}
