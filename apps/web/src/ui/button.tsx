import type { ComponentProps } from 'react';

type Look = {
  look?: 'primary' | 'outline' | 'quiet';
  size?: 'normal' | 'small' | 'icon';
};

/** What makes any element look like a button: spread it on a link. */
export const buttonLook = ({ look = 'primary', size = 'normal' }: Look = {}) => ({
  className: 'plimsoll-button',
  'data-look': look,
  'data-size': size,
});

type ButtonProps = ComponentProps<'button'> &
  Look & {
    /** At work: stays focusable, and presses do nothing. */
    busy?: boolean;
  };

/** A button that is never silently dead: while busy it keeps its focus and says so. */
export function Button({ look, size, busy = false, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...buttonLook({ ...(look && { look }), ...(size && { size }) })}
      aria-disabled={busy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}
