import type { ComponentProps } from 'react';

/** A line of input below its name. */
export function Field({ label, ...input }: ComponentProps<'input'> & { label: string }) {
  return (
    <label className="block text-sm font-[560]">
      {label}
      <input {...input} className="field mt-[5px] text-md font-normal" />
    </label>
  );
}
