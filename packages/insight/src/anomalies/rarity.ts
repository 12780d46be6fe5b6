/** How finely sizes are told apart: six bins each time they double, from 2^-8 to 2^16. */
const binsPerDoubling = 6;
const smallest = -8;
const bins = 24 * binsPerDoubling;

/** The largest sizes, whose tail is continued beyond what was seen. */
const tailSizes = 20;

/** What the tail's index would be without data, and how many sizes that is worth. */
const priorIndex = 4;
const priorSizes = 10;

/**
 * Learns how large the sizes of something are, and says how many of those known are as large as a new one by chance.
 *
 * Beyond the twenty largest the distribution is continued as a power law with Hill's estimate of its index (B. M. Hill, "A simple
 * general approach to inference about the tail of a distribution", Annals of Statistics 3, 1975), drawn towards 4 by ten sizes'
 * worth, for at the start there is little to estimate from.
 */
export class Rarity {
  private readonly counts = new Float64Array(bins);
  /** The bin from which on there are at least `tailSizes`. */
  private tailBin = 0;
  private inTail = 0;
  /** How many sizes were learned. */
  known = 0;

  /**
   * @param size 0 or more.
   * @returns how many of the known sizes chance alone would make as large, above 0; all of them where it isn't among the largest.
   */
  chanceCount(size: number): number {
    if (binOf(size) < this.tailBin) return this.known;
    let logs = 0;
    for (let bin = this.tailBin; bin < bins; bin++) logs += this.counts[bin]! * (bin + 0.5 - this.tailBin);
    const index = (this.inTail + priorSizes) / ((logs * Math.LN2) / binsPerDoubling + priorSizes / priorIndex);
    const beyond = Math.max(1, Math.min(size, 2 ** 16) / sizeAt(this.tailBin));
    return (this.inTail + 0.5) * beyond ** -index;
  }

  /** The size that `share` (0 … 1) of those known don't exceed, to a twelfth. */
  usualSize(share: number): number {
    let above = (1 - share) * this.known;
    let bin = bins - 1;
    if (above >= this.inTail) {
      above -= this.inTail;
      bin = this.tailBin - 1;
    }
    while (bin > 0 && above >= this.counts[bin]!) above -= this.counts[bin--]!;
    return sizeAt(bin + 1);
  }

  /** Takes a size of 0 or more among those known. */
  learn(size: number): void {
    const bin = binOf(size);
    this.counts[bin]!++;
    this.known++;
    if (bin < this.tailBin) return;
    this.inTail++;
    while (this.tailBin < bins - 1 && this.inTail - this.counts[this.tailBin]! >= tailSizes) {
      this.inTail -= this.counts[this.tailBin++]!;
    }
  }
}

function binOf(size: number): number {
  const bin = Math.floor((Math.log2(size) - smallest) * binsPerDoubling);
  return Math.min(Math.max(bin, 0), bins - 1);
}

/** Where a bin begins. */
function sizeAt(bin: number): number {
  return 2 ** (smallest + bin / binsPerDoubling);
}
