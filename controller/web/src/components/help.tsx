import { QuestionCircleOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './help.css';

/** A question mark beside what it explains, and what it says below; opens and closes by tap and by keyboard. */
export function useHelp(about: string, text: string | undefined) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  if (text === undefined) return { button: null, words: null };
  return {
    button: (
      <button
        className="help-button not-printed"
        type="button"
        aria-label={`${t('act.help')}: ${about}`}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <QuestionCircleOutlined aria-hidden />
      </button>
    ),
    words: (
      <p id={id} className="card not-printed" hidden={!open}>
        {text}
      </p>
    ),
  };
}
