import { type ReactNode, useId } from 'react';
import './field.css';

/** A label above what is filled in; `hint` stands below it. */
export function Field({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: ReactNode;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <small className="soft">{hint}</small>}
    </div>
  );
}
