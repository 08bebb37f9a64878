// @ts-check
/** What arrives from the server, taken apart. */

/**
 * A message of the session: four bytes of length, a header in JSON, float32 values.
 *
 * @param {Uint8Array} bytes
 * @returns {{header: any, values: Float32Array | null}} `values` is null where none came
 */
export function readPayload(bytes) {
  // A view's offset may be odd; float32 wants a multiple of four.
  const own = bytes.slice();
  const length = new DataView(own.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(own.subarray(4, 4 + length)));
  const rest = own.byteLength - 4 - length;
  return { header, values: rest > 0 ? new Float32Array(own.buffer, 4 + length, rest / 4) : null };
}

/**
 * A live answer as the values of all stages.
 *
 * @param {ArrayBuffer} buffer
 * @param {string} encoding "float32", or "int8": a scale per map, then its cells, padded to four bytes
 * @param {{stages: {kind: string, shape: number[], length: number}[]}} network
 * @returns {Float32Array}
 */
export function readValues(buffer, encoding, network) {
  if (encoding === "float32") return new Float32Array(buffer);
  const total = network.stages.reduce((sum, stage) => sum + stage.length, 0);
  const values = new Float32Array(total);
  let from = 0;
  let to = 0;
  for (const stage of network.stages) {
    if (stage.kind === "dense" || stage.kind === "softmax") {
      values.set(new Float32Array(buffer, from, stage.length), to);
      from += 4 * stage.length;
    } else {
      const maps = stage.shape.length === 3 ? stage.shape[0] : 1;
      const size = stage.length / maps;
      const scales = new Float32Array(buffer, from, maps);
      const cells = new Int8Array(buffer, from + 4 * maps, stage.length);
      for (let map = 0; map < maps; map++) {
        const scale = scales[map];
        const end = (map + 1) * size;
        for (let cell = map * size; cell < end; cell++) values[to + cell] = cells[cell] * scale;
      }
      from += 4 * maps + 4 * Math.ceil(stage.length / 4);
    }
    to += stage.length;
  }
  return values;
}
