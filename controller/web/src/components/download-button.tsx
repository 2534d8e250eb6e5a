import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { type Ask, askFile } from '../lib/api.js';
import { ProblemNote } from './problem-note.js';

export interface DownloadButtonProps {
  /** Below `/api`. */
  path: string;
  query?: Ask['query'];
  /** Where the controller names none. */
  name: string;
  children: ReactNode;
}

/** Fetches a file and hands it to the browser to keep. Unlike a plain link it says why when there is none. */
export function DownloadButton({ path, query, name, children }: DownloadButtonProps) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => askFile(path, query ? { query } : {}),
    onSuccess: (file) => keepFile(file.name ?? name, file.body),
  });
  return (
    <>
      <Button icon={<DownloadOutlined aria-hidden />} loading={isPending} onClick={() => mutate()}>
        {children}
      </Button>
      <ProblemNote error={error} />
    </>
  );
}

function keepFile(name: string, body: Blob): void {
  const address = URL.createObjectURL(body);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by the next turn at the latest.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
