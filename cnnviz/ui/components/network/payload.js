// @ts-check
/** What arrives from the server, taken apart. */

/**
 * A message of the session: four bytes of length, a header in JSON, float32 numbers: the values, then the weights.
 *
 * @param {Uint8Array} bytes
 * @returns {{header: any, values: Float32Array | null, rest: Float32Array}} `values` is null where none came;
 *   `header.network`, where one came, has `weight` and `bias` with `weightShape` at its stages that learned something;
 *   `rest` is what stands behind the weights
 */
export function readPayload(bytes) {
  // A view's offset may be odd; float32 wants a multiple of four.
  const own = bytes.slice();
  const length = new DataView(own.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(own.subarray(4, 4 + length)));
  const numbers = new Float32Array(own.buffer, 4 + length);
  const behind = numbers.subarray(header.values);
  const taken = header.network ? giveWeights(header.network.stages, header.weights, behind) : 0;
  return { header, values: header.values ? numbers.subarray(0, header.values) : null, rest: behind.subarray(taken) };
}

/**
 * @param {any[]} stages
 * @param {{stage: string, weight: number[] | null, bias: number[] | null}[]} learned
 * @param {Float32Array} numbers
 * @returns {number} how many of them there were
 */
function giveWeights(stages, learned, numbers) {
  let at = 0;
  /** @param {number[] | null} shape */
  const take = (shape) => {
    if (!shape) return null;
    const size = shape.reduce((product, side) => product * side, 1);
    at += size;
    return numbers.subarray(at - size, at);
  };
  for (const { stage, weight, bias } of learned) {
    const found = stages.find((one) => one.name === stage);
    Object.assign(found, { weightShape: weight, weight: take(weight), bias: take(bias) });
  }
  return at;
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
