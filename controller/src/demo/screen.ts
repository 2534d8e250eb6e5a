import type { Playback } from '@loa/shared/api/playbacks';
import { boxLine, type DemoView, playbackLine, renderTable } from './view.js';

export interface Terminal {
  isTTY: boolean;
  columns: number;
  rows: number;
  write(text: string): void;
}

export interface Screen {
  show(view: DemoView): void;
  /** Leaves the table where it stands and goes on below it. */
  close(): void;
}

/** Moves the cursor up over the former table and clears to the end of the screen. */
const redrawFrom = (lines: number) => (lines === 0 ? '' : `\u001b[${lines}A\u001b[0J`);

/** The calm table, redrawn in place. */
export function createTableScreen(terminal: Terminal): Screen {
  let drawn = 0;
  return {
    show(view) {
      const lines = renderTable(view, { width: terminal.columns, height: terminal.rows });
      terminal.write(`${redrawFrom(drawn)}${lines.join('\n')}\n`);
      drawn = lines.length;
    },
    close() {
      drawn = 0;
    },
  };
}

/** One line whenever something moved on: for logs, pipes and screen readers. */
export function createLineScreen(terminal: Pick<Terminal, 'write'>): Screen {
  const playbacks = new Map<string, Playback['state']>();
  const boxes = new Map<string, string>();
  return {
    show(view) {
      for (const box of view.boxes) {
        if (boxes.get(box.id) === box.condition.kind) continue;
        boxes.set(box.id, box.condition.kind);
        terminal.write(`${boxLine(box)}\n`);
      }
      const inOrder = [...view.playbacks].sort((a, b) => a.plannedAt - b.plannedAt);
      for (const playback of inOrder) {
        const before = playbacks.get(playback.id);
        playbacks.set(playback.id, playback.state);
        // What is planned for days ahead is not news.
        if (before === playback.state || (before === undefined && playback.state === 'planned')) continue;
        terminal.write(`${playbackLine(playback, view)}\n`);
      }
    },
    close() {},
  };
}
