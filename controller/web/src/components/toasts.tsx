import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import './toasts.css';

/** Long enough to be read twice, milliseconds. */
const SHOWN_MS = 6_000;

const Tell = createContext<(text: string) => void>(() => {});

/** Says for a moment that something was done: "Đã lưu". What went wrong stands where it happened (ProblemNote). */
export const useToast = () => useContext(Tell);

export function Toasts({ children }: { children: ReactNode }) {
  const [text, setText] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useCallback((next: string) => {
    clearTimeout(timer.current);
    setText(next);
    timer.current = setTimeout(() => setText(null), SHOWN_MS);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Tell value={tell}>
      {children}
      <div className="toasts" role="status">
        {text !== null && <p>{text}</p>}
      </div>
    </Tell>
  );
}
