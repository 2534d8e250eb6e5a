import type { Step } from '@loa/shared/api/answers';
import { useFormat } from '../../lib/use-format.js';

/** What people and the receiver did, to the second: what was first stands first. */
export function Steps({ title, steps }: { title: string; steps: readonly Step[] }) {
  const { clockSeconds, date } = useFormat();
  if (steps.length === 0) return null;
  return (
    <section className="stack">
      <h3>{title}</h3>
      <ol className="history-steps">
        {steps.map(({ at, who, what }) => (
          <li key={`${at} ${who} ${what}`}>
            <time dateTime={new Date(at).toISOString()}>
              {clockSeconds(at)} {date(at)}
            </time>
            <span>
              {who}: {what}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
