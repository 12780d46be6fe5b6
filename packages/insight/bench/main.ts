import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { benchM4 } from './m4/main.ts';
import { benchNab } from './nab/main.ts';
import { benchSpeed } from './speed.ts';

/**
 * How good and how quick the forecasts and the detector are, beside simple methods run in the same go. The recordings aren't
 * part of this repository (M4's can't be copied): they are looked for in `../shared/data` from its root.
 */
const sharedData = join(import.meta.dirname, '../../../../shared/data');

benchSpeed();
if (existsSync(sharedData)) {
  benchM4(sharedData);
  benchNab(sharedData);
} else {
  console.log(`\nThere is no ${sharedData}: M4's and NAB's figures are left out.`);
}
