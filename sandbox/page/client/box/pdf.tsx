/**
 * Draws the pages of a PDF, one below the other, and lets other components put things on them. The PDF reader is
 * loaded when the first document is shown. The text of a page is also there as text, for screen readers.
 */

import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface PdfPagesProps {
  /** A key of the document: a document with the same key is not loaded again. */
  readonly of: string;
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
  /** Draws what is shown on top of a page, given the page's number from 0. */
  readonly overlay?: (page: number) => ComponentChildren;
  /** Called for a press on a page, with its place in fractions from the page's upper left corner. */
  readonly onPoint?: (page: number, x: number, y: number) => void;
  /** Called with the number of pages once it is known. */
  readonly onPages?: (count: number) => void;
}

async function openPdf(data: Uint8Array): Promise<PDFDocumentProxy> {
  const reader = await import('pdfjs-dist');
  reader.GlobalWorkerOptions.workerSrc = '/assets/pdfjs/build/pdf.worker.min.mjs';
  return reader.getDocument({
    data,
    cMapUrl: '/assets/pdfjs/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/assets/pdfjs/standard_fonts/',
    wasmUrl: '/assets/pdfjs/wasm/',
    isEvalSupported: false,
    // In pixels. A larger image is left out: unpacked, it could fill the memory of the whole browser.
    maxImageSize: 64_000_000,
  }).promise;
}

export function PdfPages(props: PdfPagesProps) {
  const { of, name } = props;
  const [shown, setShown] = useState<{ of: string; pages: readonly PDFPageProxy[] } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    let isGone = false;
    let opened: PDFDocumentProxy | null = null;
    const show = async (): Promise<void> => {
      opened = await openPdf(await latest.current.read());
      const numbers = Array.from({ length: opened.numPages }, (_, index) => index + 1);
      const found = await Promise.all(numbers.map((number) => opened?.getPage(number)));
      if (isGone) return;
      setProblem(null);
      setShown({ of, pages: found.filter((page) => page !== undefined) });
      latest.current.onPages?.(found.length);
    };
    show().catch((error: Error) => {
      if (!isGone) setProblem(error.message);
    });
    return () => {
      isGone = true;
      void opened?.destroy();
    };
  }, [of]);
  if (problem !== null) {
    return (
      <p class="notice error" role="alert">
        {name} cannot be shown: {problem}
      </p>
    );
  }
  // Pages of a document that was closed can no longer be drawn.
  if (shown?.of !== of) return <p class="waiting">Opening {name}…</p>;
  const { pages } = shown;
  return (
    <div class="pdf-pages stack">
      {pages.map((page, index) => (
        <PdfPage
          key={`${of} ${page.pageNumber}`}
          page={page}
          title={`${name}, page ${index + 1} of ${pages.length}`}
          {...(props.onPoint ? { onPoint: (x: number, y: number) => props.onPoint?.(index, x, y) } : {})}
        >
          {props.overlay?.(index)}
        </PdfPage>
      ))}
    </div>
  );
}

interface PdfPageProps {
  readonly page: PDFPageProxy;
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onPoint?: (x: number, y: number) => void;
}

function PdfPage({ page, title, children, onPoint }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = page.getViewport({ scale: 1 });
  const { text, isDrawn } = useDrawing(page, canvas);
  const point = (event: MouseEvent): void => {
    // Elements on top of the page handle their own presses.
    if (event.target !== canvas.current || !canvas.current) return;
    const area = canvas.current.getBoundingClientRect();
    onPoint?.((event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height);
  };
  return (
    <section class="pdf-page" aria-label={title} style={{ aspectRatio: `${width} / ${height}` }}>
      {/* Callers that use `onPoint` offer buttons for the same. */}
      <canvas ref={canvas} onClick={point} class={onPoint ? 'takes-points' : ''} />
      {!isDrawn && <p class="waiting">Loading the page…</p>}
      <p class="unseen">{text}</p>
      {children}
    </section>
  );
}

/** Draws the page once it scrolls into view; returns whether it is drawn, and its text. */
function useDrawing(page: PDFPageProxy, place: { current: HTMLCanvasElement | null }) {
  const [text, setText] = useState('');
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    const canvas = place.current;
    if (canvas === null) return;
    let isGone = false;
    let stop = (): void => undefined;
    // A cancelled drawing rejects. That is no error: its page is no longer shown.
    const unlessGone = (error: Error): void => {
      if (!isGone) throw error;
    };
    const draw = (): void => {
      const { width } = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: (canvas.clientWidth * devicePixelRatio) / width });
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      const task = page.render({ canvas, viewport });
      stop = () => task.cancel();
      task.promise.then(() => {
        if (!isGone) setDrawn(true);
      }, unlessGone);
    };
    const sight = new IntersectionObserver(
      (seen) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
        sight.disconnect();
        draw();
      },
      { rootMargin: '600px' },
    );
    sight.observe(canvas);
    void page.getTextContent().then(({ items }) => {
      const words = items.map((item) => ('str' in item ? item.str : ''));
      if (!isGone) setText(words.join(' '));
    }, unlessGone);
    return () => {
      isGone = true;
      sight.disconnect();
      stop();
    };
  }, [page, place]);
  return { text, isDrawn };
}
