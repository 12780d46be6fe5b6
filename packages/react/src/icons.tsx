import type { ReactNode } from 'react';

/** Strokes on a 24 px grid, drawn at 16 px. Decorative: words stand beside them. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="plimsoll-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const CloseIcon = () => (
  <Icon>
    <path d="M18 6 6 18M6 6l12 12" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m4 12.5 5 5L20 6.5" />
  </Icon>
);

export const CautionIcon = () => (
  <Icon>
    <path d="M12 4 2.5 20h19z" />
    <path d="M12 10v4.5M12 17.2v.1" />
  </Icon>
);

export const ClockIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 7v5l3.5 2" />
  </Icon>
);

export const BinIcon = () => (
  <Icon>
    <path d="M4 6.5h16M9 6V4h6v2M6.5 6.5 7.5 20h9l1-13.5M10 11v5M14 11v5" />
  </Icon>
);

export const RiseIcon = () => (
  <Icon>
    <path d="M12 20V4.5M5 11.5l7-7 7 7" />
  </Icon>
);

export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="4" />
    <path d="M5 20.5v-1.5a4 4 0 0 1 4-4h6a4 4 0 0 1 4 4v1.5" />
  </Icon>
);

export const LessIcon = () => (
  <Icon>
    <path d="M12 4.5V20M5 12.5l7 7 7-7" />
  </Icon>
);
