/** What a proof found, as Markdown lines below its title. */
export interface Proven {
  ok: boolean;
  lines: string[];
}

export interface Proof {
  name: string;
  title: string;
  /** `args` is what was typed after the name; `say` shows progress. */
  run(options: { args: readonly string[]; say: (line: string) => void }): Promise<Proven>;
}
