import { Menu, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useSession } from '../session/session.tsx';
import { BrandMark } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { SideContent } from './side-content.tsx';

/** Below 1024 px the sidebar becomes a bar with a menu. */
export function TopBar() {
  const { organisation } = useSession();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key is heard from whatever inside has the focus.
    <header
      className="sticky top-0 z-10 border-b bg-sidebar text-sidebar-foreground lg:hidden"
      // An open list of themes takes its own Escape.
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !isOpen) return;
        close();
        button.current?.focus();
      }}
    >
      <div className="flex h-[52px] items-center gap-2 ps-4 pe-2">
        <BrandMark className="size-[22px]" />
        <span className="min-w-0 flex-1 truncate text-[13px] text-muted-foreground">{organisation.name}</span>
        <Button
          ref={button}
          look="quiet"
          size="icon"
          aria-expanded={isOpen}
          aria-label={isOpen ? 'Close menu' : 'Open menu'}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <X size={18} aria-hidden /> : <Menu size={18} aria-hidden />}
        </Button>
      </div>
      {isOpen && (
        <div className="flex flex-col gap-4 border-t px-3 py-3">
          <SideContent onGo={close} />
        </div>
      )}
    </header>
  );
}
