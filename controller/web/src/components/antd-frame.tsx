import { ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import viVN from 'antd/locale/vi_VN';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { styleNonce } from '../lib/style-nonce.js';
import { themeFor } from './theme.js';

const Framed = createContext(false);

/** What antd needs around it: colours, sizes, words. Loaded with the first page, or part of one, that draws with antd. */
export function AntdFrame({ children }: { children: ReactNode }) {
  return useContext(Framed) ? children : <Frame>{children}</Frame>;
}

function Frame({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const theme = useMemo(
    () => themeFor(Number.parseFloat(getComputedStyle(document.documentElement).fontSize)),
    [],
  );
  const csp = useMemo(() => ({ nonce: styleNonce() }), []);
  return (
    <ConfigProvider
      locale={i18n.language === 'en' ? enGB : viVN}
      theme={theme}
      csp={csp}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <Framed value>{children}</Framed>
    </ConfigProvider>
  );
}
