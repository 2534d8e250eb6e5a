import { Button } from 'antd';
import { useRef, useState } from 'react';
import './choose-file.css';

interface ChooseFileProps {
  /** What it is all about; as a heading, too, with `heading`. */
  label: string;
  heading?: boolean;
  text: string;
  /** What else to know. */
  hint?: string;
  /** On the button. */
  choose: string;
  /** One was chosen before: the button is no longer the next thing to do. */
  again: boolean;
  /** As `<input accept>` has it. */
  accept: string;
  onFile: (file: File) => void;
}

/** A file by a button, or dragged here. */
export function ChooseFile(props: ChooseFileProps) {
  const { label, heading = false, text, hint, choose, again, accept, onFile } = props;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file) onFile(file);
  };
  return (
    <section
      className="choose-file card stack"
      aria-label={label}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      {heading && <h2>{label}</h2>}
      <p className="soft">{text}</p>
      <Button type={again ? 'default' : 'primary'} size="large" onClick={() => input.current?.click()}>
        {choose}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label={choose}
        accept={accept}
        onChange={({ target }) => {
          take(target.files);
          // The same file, mended, may be chosen again.
          target.value = '';
        }}
      />
      {hint !== undefined && <p className="soft small">{hint}</p>}
    </section>
  );
}
