import type { Remedy } from '@plimsoll/quota';
import type { ReactNode } from 'react';
import { BinIcon, ClockIcon, LessIcon, PersonIcon, RiseIcon } from '../icons.tsx';
import type { WayWords } from './way-words.ts';

const icons: Record<Remedy['type'], () => ReactNode> = {
  reduce: LessIcon,
  free: BinIcon,
  upgrade: RiseIcon,
  ask_owner: PersonIcon,
  wait: ClockIcon,
};

/** One way forward, with its button where the page has one. A list item. */
export function WayForward({ type, words, action }: { type: Remedy['type']; words: WayWords; action?: ReactNode }) {
  const Icon = icons[type];
  return (
    <li className="plimsoll-way">
      <Icon />
      <b>
        <bdi>{words.title}</bdi>
      </b>
      <p>
        <bdi>{words.text}</bdi>
      </p>
      <div className="plimsoll-way-end">
        {words.tail && <bdi className="plimsoll-muted">{words.tail}</bdi>}
        {action}
      </div>
    </li>
  );
}
