import { useEffect, useRef, useState } from 'react';

/** What stands after it has not changed for `ms`: by its content, so that an equal new object is no change. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled((before) => (JSON.stringify(before) === text ? before : latest.current));
    }, ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}
