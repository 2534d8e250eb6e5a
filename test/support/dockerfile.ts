/** One instruction of a Dockerfile: its word and the rest of its line, continuation lines joined. */
export interface Instruction {
  word: string;
  rest: string;
}

export function parseDockerfile(text: string): Instruction[] {
  return text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { word, rest: rest.replace(/\s+/g, ' ').trim() };
    });
}

/** Everything from the last FROM on: what the image is, not how it was made. */
export function lastStage(instructions: readonly Instruction[]): Instruction[] {
  const start = instructions.findLastIndex(({ word }) => word === 'FROM');
  return instructions.slice(start);
}

export function restsOf(instructions: readonly Instruction[], word: string): string[] {
  return instructions.filter((each) => each.word === word).map(({ rest }) => rest);
}

/** `ENV A=1 B=2` as an object; values with spaces are not used here. */
export function environmentOf(instructions: readonly Instruction[]): Record<string, string> {
  const pairs = restsOf(instructions, 'ENV').flatMap((rest) => rest.split(' '));
  return Object.fromEntries(
    pairs.map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]),
  );
}
