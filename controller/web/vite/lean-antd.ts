import type { Plugin } from 'vite';

/** What is left out of which of antd's files. */
const LEFT_OUT = [
  // Each button is drawn in thirteen more colours, "volcano" and "geekblue" among them, of ten shades each: most of
  // antd's tokens and styles, made anew at each start. The app has the colours of its theme alone.
  {
    file: /antd[\\/]es[\\/]theme[\\/]interface[\\/]presetColors\.js$/,
    is: /(PresetColors = )\[[^\]]*\]/,
    be: '$1[]',
  },
  {
    file: /antd[\\/]es[\\/]theme[\\/]themes[\\/]seed\.js$/,
    is: /(defaultPresetColors = )\{[^}]*\}/,
    be: '$1{}',
  },
  // Each button that is not loading mounts a motion for the wheel that it does not show, which draws it twice.
  {
    file: /antd[\\/]es[\\/]button[\\/]DefaultLoadingIcon\.js$/,
    is: /if \(existIcon\) \{/,
    be: 'if (!visible && !existIcon) return null;\n  $&',
  },
] as const;

/** antd without what the app never shows and every page would pay for. */
export function leanAntd(): Plugin {
  return {
    name: 'loa-lean-antd',
    apply: 'build',
    transform: {
      filter: { id: LEFT_OUT.map(({ file }) => file) },
      handler(code, id) {
        const rule = LEFT_OUT.find(({ file }) => file.test(id));
        if (!rule?.is.test(code)) throw new Error(`antd has changed ${id}: see vite/lean-antd.ts.`);
        return { code: code.replace(rule.is, rule.be), map: null };
      },
    },
  };
}
