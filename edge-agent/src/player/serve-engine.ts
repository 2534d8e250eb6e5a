import type { Engine, EnginePlaying } from './engine.js';
import type { EngineCommand, EngineEvent } from './engine-messages.js';
import type { EngineProgress } from './voice.js';

/** Frames between two tellings of how far a playback is: 0.2 s. */
const TELL_FRAMES = 10;

/** Serves an engine to another thread: commands in, events out. */
export function serveEngine(ports: {
  engine: Engine;
  post(event: EngineEvent): void;
  /** Shows that this thread is alive. */
  beat(): void;
}): {
  start(): Promise<void>;
  /** Carries out one command; resolves true when it was the last. */
  command(command: EngineCommand): Promise<boolean>;
  /** To be called after every frame. */
  onBeat(): void;
} {
  const { engine, post, beat } = ports;
  const playing = new Map<number, EnginePlaying>();
  let frames = 0;
  let health = '';
  let stop: (() => Promise<void>) | null = null;

  function tellHealth(): void {
    const outputs = engine.outputs();
    const now = JSON.stringify(outputs);
    if (now === health) return;
    health = now;
    post({ kind: 'health', outputs });
  }

  function play(command: Extract<EngineCommand, { kind: 'play' }>): void {
    const { id, request, before } = command;
    const one = engine.play(before ? { ...request, before } : request);
    playing.set(id, one);
    void one.started.then((progress) => post({ kind: 'started', id, ...apart(progress) }));
    void one.ended.then(({ tally, ...result }) => {
      playing.delete(id);
      tellHealth();
      post({ kind: 'ended', id, result, tally });
    });
  }

  engine.onTrouble((trouble) => {
    post({ kind: 'trouble', trouble });
    tellHealth();
  });

  return {
    async start() {
      stop = await engine.start();
      tellHealth();
      post({ kind: 'ready' });
    },
    async command(command) {
      switch (command.kind) {
        case 'play':
          play(command);
          return false;
        case 'stop':
          playing.get(command.id)?.stop();
          return false;
        case 'configure':
          engine.configure(command.settings);
          return false;
        case 'ping':
          beat();
          tellHealth();
          return false;
        case 'close':
          await stop?.();
          post({ kind: 'closed' });
          return true;
      }
    },
    onBeat() {
      beat();
      if (++frames % TELL_FRAMES !== 0) return;
      tellHealth();
      for (const [id, one] of playing) {
        const progress = one.progress();
        if (progress.firstSampleMonotonic !== null) post({ kind: 'progress', id, ...apart(progress) });
      }
    },
  };
}

function apart({ tally, ...progress }: EngineProgress) {
  return { progress, tally };
}
