import type { ButtonHTMLAttributes } from 'react';
import './plain-button.css';

export interface ButtonLook {
  type?: 'primary' | 'default' | undefined;
  danger?: boolean | undefined;
  large?: boolean | undefined;
  block?: boolean | undefined;
}

export interface PlainButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'disabled'> {
  look?: ButtonLook;
  /** What it began is not done yet; until then another tap does nothing. */
  busy?: boolean;
  /** Sends the form that it stands in. */
  submit?: boolean;
}

/** A button of the pages that are opened first: antd's, with what it stands on, is a quarter of a first load. */
export function PlainButton({ look, busy = false, submit = false, ...rest }: PlainButtonProps) {
  const { className = '', onClick, ...others } = rest;
  return (
    <button
      {...others}
      type={submit && !busy ? 'submit' : 'button'}
      className={`${buttonClass(look)}${busy ? ' button-busy' : ''} ${className}`}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
    />
  );
}

/** Also for links that look like buttons. */
export function buttonClass({ type, danger, large, block }: ButtonLook = {}): string {
  const looks = { primary: type === 'primary', danger, large, block };
  const names = Object.entries(looks).flatMap(([name, has]) => (has ? [`button-${name}`] : []));
  return ['button', ...names].join(' ');
}
