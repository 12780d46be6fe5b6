import { Link } from '@tanstack/react-router';
import { buttonLook } from '../ui/button.tsx';

/** Leads to the projects, where deleting one makes room. */
export function ChooseProject({ onGo }: { onGo: () => void }) {
  return (
    <Link to="/" hash="projects" onClick={onGo} {...buttonLook({ look: 'outline', size: 'small' })}>
      Choose a project
    </Link>
  );
}
