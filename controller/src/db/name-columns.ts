import { fold } from '@loa/shared/fold';

/** More digits than any number in a name of a place has. */
const DIGITS = 6;

/** A name as lists are sorted by: without marks, and "Thôn 2" before "Thôn 10". */
export function nameOrder(name: string): string {
  return fold(name).replace(/\d+/g, (number) => number.padStart(DIGITS, '0'));
}

/** What is kept beside a name of a place: as it is searched (with its kind), and as it is sorted. */
export function nameColumns({ name, kind = '' }: { name: string; kind?: string }) {
  return { folded: fold(`${kind} ${name}`), name_order: nameOrder(name) };
}
