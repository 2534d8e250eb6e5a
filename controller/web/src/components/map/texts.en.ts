import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  hoangSa: 'Hoàng\u00a0Sa Archipelago (Việt\u00a0Nam)',
  truongSa: 'Trường\u00a0Sa Archipelago (Việt\u00a0Nam)',
  hoangSaShort: 'Hoàng Sa',
  truongSaShort: 'Trường Sa',
  eastSea: 'East Sea (Biển Đông)',
  choose: {
    label: 'Map for choosing places. The list chooses the same.',
    tap: 'Touch a place to choose it, once more to remove it.',
    one: 'Touch a place to choose it.',
    narrow: 'All of {{place}} is chosen. Touch a place to choose only that one.',
    covered: '{{place}}, chosen with {{around}}',
    within_one: '{{place}}, {{count}} place in it chosen',
    within_other: '{{place}}, {{count}} places in it chosen',
    unplaced: 'Without a position on the map, choose them in the list: {{names}}.',
    noPlaces: 'No place has a position on the map yet. Choose in the list.',
  },
} satisfies Translated<typeof vi>;
