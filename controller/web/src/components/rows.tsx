import type { ReactNode } from 'react';
import { Link } from 'react-router';
import './rows.css';

export interface RowProps {
  /** At its start: a time. */
  lead?: ReactNode;
  title: ReactNode;
  /** Below the title. */
  detail?: ReactNode;
  /** Tags: how it is. */
  state?: ReactNode;
  /** What opens by a tap: a page, or something on this one. */
  to?: string;
  onOpen?: () => void;
}

/** A list that reads well on a phone; on a desktop states stand at the right. */
export function Rows({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className="rows" aria-label={label}>
      {children}
    </ul>
  );
}

export function Row({ lead, title, detail, state, to, onOpen }: RowProps) {
  const content = (
    <>
      {lead !== undefined && <span className="rows-lead">{lead}</span>}
      <span className="rows-body">
        <span>{title}</span>
        {detail !== undefined && <small>{detail}</small>}
        {state !== undefined && <span className="rows-state">{state}</span>}
      </span>
    </>
  );
  return <li>{frame(content, to, onOpen)}</li>;
}

function frame(content: ReactNode, to: string | undefined, onOpen: (() => void) | undefined) {
  if (to !== undefined) {
    return (
      <Link className="rows-row" to={to}>
        {content}
      </Link>
    );
  }
  if (onOpen === undefined) return <div className="rows-row">{content}</div>;
  return (
    <button type="button" className="rows-row" onClick={onOpen}>
      {content}
    </button>
  );
}
