import { storageFault } from '@loa/shared/node/storage-fault';
import type { Logger } from '@loa/shared/ports/logger';
import type { AudioLibrary, Readied } from '../sound-port.js';

export interface SpareLibraryPorts {
  card: AudioLibrary;
  /** Tries whether the card takes writes: what is wrong with it, or null. */
  fault(): Promise<string | null>;
  /** A library in memory, made when it is first needed. */
  openSpare(): Promise<AudioLibrary>;
  log: Logger;
}

/**
 * Audio on the card, and in memory what the card will not take: fetched, verified and decoded alike. What stands on a
 * read-only card is played from there.
 */
export function withSpareLibrary(ports: SpareLibraryPorts): AudioLibrary {
  const { card, log } = ports;
  let spare: AudioLibrary | null = null;

  async function openSpare(fault: string): Promise<AudioLibrary> {
    log.error({ fault }, 'the card takes no audio: what is fetched from now on is kept in memory');
    spare ??= await ports.openSpare();
    return spare;
  }

  async function onCard(
    ...[want, signal]: Parameters<AudioLibrary['makeReady']>
  ): Promise<{ result: Readied } | { fault: string; error: unknown }> {
    try {
      const result = await card.makeReady(want, signal);
      // A download that cannot be written looks like one that was cut off.
      const fault = result.ok || result.reason === 'disk_full' || signal.aborted ? null : await ports.fault();
      return fault === null ? { result } : { fault, error: result };
    } catch (error) {
      const fault = storageFault(error);
      if (fault === null) throw error;
      return { fault, error };
    }
  }

  function prepared(sha256: string) {
    try {
      return spare?.prepared(sha256) ?? card.prepared(sha256);
    } catch (error) {
      log.warn({ err: error, sha256 }, 'the card cannot be read');
      return null;
    }
  }

  return {
    prepared,
    async makeReady(want, signal) {
      const known = prepared(want.sha256);
      if (known) return { ok: true, durationMs: known.durationMs };
      if (spare) return spare.makeReady(want, signal);
      const tried = await onCard(want, signal);
      if ('result' in tried) return tried.result;
      return (await openSpare(tried.fault)).makeReady(want, signal);
    },
    async evict(keep) {
      await spare?.evict(keep);
      await card.evict(keep).catch((error: unknown) => {
        if (storageFault(error) === null) throw error;
      });
    },
    freeBytes: () => card.freeBytes(),
  };
}
