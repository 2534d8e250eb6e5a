import type { Campaign } from '@loa/shared/api/campaigns';

/**
 * Tells which bulletins count for a campaign: with one of its topics, or in one of its columns. Topics are typed by
 * different people, so upper and lower case are one; marks make other words.
 */
export function countedBy({
  topics,
  columns,
}: Pick<Campaign, 'topics' | 'columns'>): (bulletin: {
  topics: readonly string[];
  column: string | null;
}) => boolean {
  const wanted = { topics: new Set(topics.map(asRead)), columns: new Set(columns.map(asRead)) };
  return (bulletin) =>
    bulletin.topics.some((topic) => wanted.topics.has(asRead(topic))) ||
    (bulletin.column !== null && wanted.columns.has(asRead(bulletin.column)));
}

function asRead(words: string): string {
  return words.normalize('NFC').toLocaleLowerCase('vi');
}
