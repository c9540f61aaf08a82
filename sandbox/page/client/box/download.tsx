/** The button that downloads a document. */
import { useState } from 'preact/hooks';

export interface DownloadProps {
  readonly title: string;
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
}

export function Download({ title, name, read }: DownloadProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    try {
      const url = URL.createObjectURL(new Blob([new Uint8Array(await read())]));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      URL.revokeObjectURL(url);
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <button type="button" onClick={() => void save()}>
        {title}
      </button>
      {problem && <span role="alert">{problem}</span>}
    </>
  );
}
