import { KeyId } from '@loa/shared/ids';
import { z } from 'zod';
import { keep, kept } from './kept.js';

const NAME = 'keys-here';
/** More than one person has. */
const MOST = 20;
const Kids = z.array(KeyId);

/** Asked for since the page was opened, in vain; the last one last. */
let tried: readonly string[] = [];

/** What this machine knows of the passkeys on it, as the controller is told before it asks for one (`whichKey`). */
export function keysKnown(): { here: string[]; tried: string[] } {
  return { here: keysHere(), tried: [...tried] };
}

/** It was made or shown on this machine. */
export function keyIsHere(kid: string): void {
  tried = tried.filter((each) => each !== kid);
  keep(NAME, JSON.stringify([kid, ...without(kid)].slice(0, MOST)));
}

/** It was asked for, and not shown: it lies on another machine, or its owner thought better of it. */
export function keyWasNotShown(kid: string): void {
  tried = [...tried.filter((each) => each !== kid), kid].slice(-MOST);
  keep(NAME, JSON.stringify(without(kid)));
}

const without = (kid: string) => keysHere().filter((each) => each !== kid);

function keysHere(): string[] {
  try {
    return Kids.safeParse(JSON.parse(kept(NAME) ?? '[]')).data ?? [];
  } catch {
    return [];
  }
}
