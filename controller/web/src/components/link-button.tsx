import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type ButtonLook, buttonClass } from './plain-button.js';

interface LinkButtonProps extends ButtonLook {
  to: string;
  children: ReactNode;
  'aria-label'?: string | undefined;
}

/** A link that looks like a button: it opens a page here, and a new tab where somebody asks for one. */
export function LinkButton({ to, children, 'aria-label': label, ...look }: LinkButtonProps) {
  return (
    <Link className={buttonClass(look)} to={to} aria-label={label}>
      {children}
    </Link>
  );
}
