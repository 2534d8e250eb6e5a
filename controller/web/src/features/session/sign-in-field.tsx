import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './sign-in-field.css';

export interface SignInFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem: string | null;
  autoComplete: string;
  help?: string;
  /** Hidden while it is typed, unless the person wants to see it. */
  secret?: boolean;
  autoFocus?: boolean;
}

export function SignInField(props: SignInFieldProps) {
  const { label, value, onChange, problem, autoComplete, help, secret = false, autoFocus = false } = props;
  const { t } = useTranslation('session');
  const [shown, setShown] = useState(false);
  const id = useId();
  const notes = [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div className="sign-in-field">
      <label htmlFor={id}>{label}</label>
      <div className="sign-in-field-box">
        <input
          id={id}
          value={value}
          type={secret && !shown ? 'password' : 'text'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the page has nothing else to do first
          autoFocus={autoFocus}
          aria-invalid={problem !== null}
          aria-describedby={notes || undefined}
          onChange={({ target }) => onChange(target.value)}
        />
        {secret && (
          <button
            type="button"
            aria-label={t('showPassword')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOutlined aria-hidden /> : <EyeInvisibleOutlined aria-hidden />}
          </button>
        )}
      </div>
      {help && (
        <p id={`${id}-help`} className="soft small">
          {help}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="sign-in-field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
