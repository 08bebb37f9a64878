// @ts-check
/** Packets out of a stream: each has its length, four bytes, little-endian, before it. */

export function createPackets() {
  let kept = new Uint8Array(0);
  return {
    /** @param {Uint8Array} piece as it came @returns {Uint8Array[]} the packets that are whole with it */
    take(piece) {
      const all = new Uint8Array(kept.length + piece.length);
      all.set(kept);
      all.set(piece, kept.length);
      const found = [];
      let at = 0;
      while (all.length - at >= 4) {
        const length = new DataView(all.buffer).getUint32(at, true);
        if (all.length - at - 4 < length) break;
        found.push(all.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
      kept = all.slice(at);
      return found;
    },
  };
}
