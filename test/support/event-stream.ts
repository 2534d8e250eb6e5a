export interface EventReader {
  /** The next event; fails when it is of another kind. */
  next(event: string): Promise<unknown>;
  /** The next heartbeat. */
  beat(): Promise<void>;
  /** Events that came and nobody asked for. */
  unread(): string[];
  /** Resolves when the server ends the stream. */
  ended: Promise<void>;
  close(): void;
}

/** Reads server-sent events as a program does, with an API token. */
export async function readEvents(url: string, token: string): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal });
  if (!response.ok || !response.body) throw new Error(`events: ${response.status} ${await response.text()}`);
  const blocks: string[] = [];
  const waiting: { wanted: (block: string) => boolean; take: (block: string) => void }[] = [];
  const settle = () => {
    for (const waiter of [...waiting]) {
      const at = blocks.findIndex(waiter.wanted);
      if (at < 0) continue;
      waiting.splice(waiting.indexOf(waiter), 1);
      waiter.take(blocks.splice(at, 1)[0] ?? '');
    }
  };
  const read = async (body: ReadableStream<Uint8Array>) => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        blocks.push(text.slice(0, end));
        text = text.slice(end + 2);
      }
      settle();
    }
  };
  const isBeat = (block: string) => block.startsWith(':');
  const block = (wanted: (text: string) => boolean) =>
    new Promise<string>((take) => {
      waiting.push({ wanted, take });
      settle();
    });
  const ended = read(response.body).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  return {
    async next(event) {
      const text = await block((candidate) => !isBeat(candidate));
      const [first, second = ''] = text.split('\n');
      if (first !== `event: ${event}`) throw new Error(`expected ${event}, got ${first}`);
      return JSON.parse(second.replace(/^data: /, '')) as unknown;
    },
    beat: async () => {
      await block(isBeat);
    },
    unread: () => blocks.filter((text) => !isBeat(text)),
    ended,
    close: () => abort.abort(),
  };
}
