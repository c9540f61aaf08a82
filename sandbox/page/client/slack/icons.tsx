/** Icons: beside text, or in a control with an accessible name. As SVG they look the same on every machine. */
import type { ComponentChildren } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const LockIcon = () => (
  <Icon>
    <path d="M4.5 9h11v8h-11zM7 9V6.2a3 3 0 0 1 6 0V9" />
  </Icon>
);

export const ClipIcon = () => (
  <Icon>
    <path d="M13.5 6.5 7.6 12.4a1.6 1.6 0 0 0 2.3 2.3l6-6a3.2 3.2 0 0 0-4.6-4.6l-6 6a4.9 4.9 0 0 0 6.9 6.9l5.1-5.1" />
  </Icon>
);

export const EyeIcon = () => (
  <Icon>
    <path d="M1.8 10S5 4.8 10 4.8 18.2 10 18.2 10 15 15.2 10 15.2 1.8 10 1.8 10z" />
    <circle cx="10" cy="10" r="2.4" />
  </Icon>
);

export const ReplyIcon = () => (
  <Icon>
    <path d="M3 4h14v9.5H9.5L6 16.8V13.5H3zM6.5 7.5h7M6.5 10.2h4.5" />
  </Icon>
);

export const DotsIcon = () => (
  <Icon>
    <circle cx="10" cy="4.5" r="0.8" />
    <circle cx="10" cy="10" r="0.8" />
    <circle cx="10" cy="15.5" r="0.8" />
  </Icon>
);

export const PlusIcon = () => (
  <Icon>
    <path d="M10 4v12M4 10h12" />
  </Icon>
);

export const BinIcon = () => (
  <Icon>
    <path d="M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6M8.5 9v5M11.5 9v5" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M3 3.5 17.5 10 3 16.5 5 10zM5 10h6" />
  </Icon>
);
