import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import viVN from 'antd/locale/vi_VN';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { Toasts } from '../components/toasts.js';
import { createRouter } from './router.js';
import { themeFor } from './theme.js';

/** Everything that stands around the pages. */
export function App({ client, nonce }: { client: QueryClient; nonce: string }) {
  const { i18n } = useTranslation();
  const router = useMemo(() => createRouter(client), [client]);
  const theme = useMemo(
    () => themeFor(Number.parseFloat(getComputedStyle(document.documentElement).fontSize)),
    [],
  );
  return (
    <ConfigProvider
      locale={i18n.language === 'en' ? enGB : viVN}
      theme={theme}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <Toasts>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Toasts>
    </ConfigProvider>
  );
}
