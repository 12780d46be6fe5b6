import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { buttonLook } from '../ui/button.tsx';
import { type Theme, themes, useTheme } from './theme.ts';

const looks = {
  light: { title: 'Light', Icon: Sun },
  dark: { title: 'Dark', Icon: Moon },
  system: { title: 'As the system', Icon: Monitor },
} as const;

export function ThemeSwitch() {
  const [theme, choose] = useTheme();
  const { Icon } = looks[theme];
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger {...buttonLook({ look: 'quiet', size: 'icon' })} aria-label="Theme">
        <Icon size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 min-w-40 rounded-lg bg-popover p-1 text-sm text-popover-foreground shadow-(--shadow-pop)"
        >
          <DropdownMenu.RadioGroup value={theme} onValueChange={(value) => choose(value as Theme)}>
            {themes.map((one) => (
              <ThemeItem key={one} theme={one} />
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function ThemeItem({ theme }: { theme: Theme }) {
  const { title, Icon } = looks[theme];
  return (
    <DropdownMenu.RadioItem
      value={theme}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-accent data-highlighted:text-accent-foreground"
    >
      <Icon size={14} aria-hidden />
      {title}
      <DropdownMenu.ItemIndicator className="ms-auto">
        <Check size={14} aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}
