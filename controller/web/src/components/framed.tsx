import type { ComponentType, LazyExoticComponent } from 'react';
import { lazily } from '../lib/lazily.js';

/** A part that draws with antd, on a page that does not: both come when it is first shown. */
export function framed<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): LazyExoticComponent<ComponentType<P>> {
  return lazily(async () => {
    const [{ default: Part }, { AntdFrame }] = await Promise.all([load(), import('./antd-frame.js')]);
    return {
      default: (props: P) => (
        <AntdFrame>
          <Part {...props} />
        </AntdFrame>
      ),
    };
  });
}
