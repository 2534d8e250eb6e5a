import { Link } from 'react-router';

export interface Figure {
  name: string;
  value: string;
  /** What follows from it, in a few words. */
  note?: string;
  bad?: boolean;
  /** Where it is looked into, and in which words. */
  link?: { to: string; text: string } | null;
}

/** Numbers to take in at a glance. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <ul className="oversight-figures" aria-label={label}>
      {figures.map(({ name, value, note, bad = false, link }) => (
        <li key={name} className="card">
          <span className="soft small">{name}</span>
          <strong className={bad ? 'figures oversight-bad' : 'figures'}>{value}</strong>
          {note && <span className="soft small">{note}</span>}
          {link && (
            <Link className="small" to={link.to} aria-label={`${link.text}: ${name}`}>
              {link.text}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
