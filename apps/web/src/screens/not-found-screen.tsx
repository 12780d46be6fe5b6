import { Link } from '@tanstack/react-router';
import { Brand } from '../ui/brand.tsx';
import { buttonLook } from '../ui/button.tsx';
import { PageHead } from '../ui/page-head.tsx';

export function NotFoundScreen() {
  return (
    <main className="mx-auto grid max-w-[560px] gap-5 px-5 py-24">
      <Brand large />
      <PageHead title="There is nothing here" text="The address may be old, or mistyped. Nothing of yours is lost." />
      <div>
        <Link to="/" {...buttonLook()}>
          Open the playground
        </Link>
      </div>
    </main>
  );
}
