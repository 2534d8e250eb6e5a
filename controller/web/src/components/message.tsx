import type { ReactNode } from 'react';
import './message.css';

/** A page, or a part of one, that has nothing to show but words and perhaps a way on. */
export function Message({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="message card">
      <h1>{title}</h1>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}
