import { useEffect, useState } from 'react';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'plimsoll.theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** The chosen theme and how to choose another; `system` follows the system as it changes. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const apply = () => {
      const dark = theme === 'dark' || (theme === 'system' && prefersDark.matches);
      document.documentElement.classList.toggle('dark', dark);
    };
    apply();
    prefersDark.addEventListener('change', apply);
    return () => prefersDark.removeEventListener('change', apply);
  }, [theme]);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    keepTheme(chosen);
  };
  return [theme, choose];
}

/** Storage may be forbidden: then the choice lasts as long as the page. */
function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {}
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}
