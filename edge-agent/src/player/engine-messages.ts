import type { PlayProgress, PlayRequest, PlayResult, SoundSettings, SoundTrouble } from '../sound-port.js';
import type { Tally } from './tally.js';

/** What the agent's thread asks of the engine's. Plain data: both ends are ours, so nothing here is parsed. */
export type EngineCommand =
  | { kind: 'play'; id: number; request: PlayRequest; before?: Tally }
  | { kind: 'stop'; id: number }
  | { kind: 'configure'; settings: SoundSettings }
  /** Answered by a beat: the engine's thread is alive though nothing sounds. */
  | { kind: 'ping' }
  | { kind: 'close' };

/** What the engine's thread tells. */
export type EngineEvent =
  | { kind: 'ready' }
  | { kind: 'started'; id: number; progress: PlayProgress; tally: Tally }
  | { kind: 'progress'; id: number; progress: PlayProgress; tally: Tally }
  | { kind: 'ended'; id: number; result: PlayResult; tally: Tally }
  | { kind: 'health'; outputs: OutputState[] }
  | { kind: 'trouble'; trouble: SoundTrouble }
  | {
      kind: 'log';
      level: 'debug' | 'info' | 'warn' | 'error';
      fields: Record<string, unknown>;
      message: string;
    }
  | { kind: 'closed' };

export interface OutputState {
  id: string;
  ok: boolean;
  detail?: string;
}

/** The engine's thread as the agent's thread sees it. */
export interface EngineThread {
  post(command: EngineCommand): void;
  /** Counts on while the thread is alive and asked, or frames go out; read without waiting for it. */
  beats(): number;
  onEvent(hear: (event: EngineEvent) => void): void;
  /** Called once when it is gone, however. */
  onEnd(hear: (detail: string) => void): void;
  terminate(): Promise<void>;
}
