import type { Plugin } from 'vite';

/** The calendar brings a font for its icons as a `data:` address, which the page's policy refuses; we use none of them. */
export function noDataFonts(): Plugin {
  return {
    name: 'loa-no-data-fonts',
    transform: {
      filter: { id: /@fullcalendar[\\/]core[\\/]internal-common\.js$/ },
      handler: (code) => ({ code: code.replace(/@font-face\{[^}]*src:url\(\\"data:[^}]*\}/, ''), map: null }),
    },
  };
}
