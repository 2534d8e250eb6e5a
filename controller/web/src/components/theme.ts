import type { ThemeConfig } from 'antd';

/** What antd's sizes are drawn for, pixels. */
const USUAL_FONT = 16;

/**
 * antd counts in pixels; whoever sets larger letters in the browser must see larger letters everywhere. Read once:
 * changing that setting reloads no page, and the next one has it.
 */
export function themeFor(rootFontPx: number): ThemeConfig {
  const scale = rootFontPx / USUAL_FONT;
  const px = (size: number) => Math.round(size * scale);
  return {
    // One for all frames, so that they share their styles.
    cssVar: { key: 'css-var-loa' },
    token: {
      colorPrimary: '#0b6e4f',
      colorLink: '#0b6e4f',
      colorError: '#c1121f',
      colorWarning: '#9a5b00',
      colorSuccess: '#0b6e4f',
      colorText: '#14211c',
      colorTextSecondary: '#4d5c55',
      colorTextTertiary: '#4d5c55',
      colorTextDescription: '#4d5c55',
      colorTextPlaceholder: '#66736d',
      colorTextDisabled: '#66736d',
      colorWarningBg: '#fff3d6',
      colorWarningBorder: '#e3c27a',
      colorErrorBg: '#fdecec',
      colorErrorBorder: '#f0b4b8',
      colorSuccessBg: '#e3f2ec',
      colorSuccessBorder: '#a9d3c2',
      colorInfo: '#0a5a8a',
      colorInfoBg: '#e2f1fa',
      colorInfoBorder: '#a8cfe6',
      colorBgLayout: '#f3f6f4',
      fontSize: px(16),
      // Thumbs in the field.
      controlHeight: px(44),
      controlHeightSM: px(36),
      controlHeightLG: px(48),
      borderRadius: 8,
      fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif',
      motion: false,
    },
    components: {
      Button: { fontWeight: 500 },
      Table: { cellPaddingBlock: px(10), cellPaddingInline: px(12) },
    },
  };
}
