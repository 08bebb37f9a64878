// @ts-check
/**
 * Where cells lie when maps stand side by side: a pure question of places.
 *
 * Cells are numbered in reading order, map after map, as flattening numbers them. All sizes are whole px and whole
 * cells, so that one canvas with a pixel a cell holds all maps and stays crisp.
 */

/**
 * @typedef {object} Shape
 * @property {number} channels      maps
 * @property {number} rows          of cells in one map
 * @property {number} columns
 * @property {number} [count]       cells in all, where the last map is not full
 *
 * @typedef {object} Look
 * @property {number} across        maps beside each other
 * @property {number} cellWidth     px
 * @property {number} [cellHeight]  px; as wide if left out
 * @property {number} [label]       px below each map for its label
 * @property {number} [pitch]       px that a map and the gap beside it take at least
 * @property {boolean} [ruled]      lines that touch each other, parted by their outlines alone
 *
 * @typedef {object} Tiles
 * @property {number} channels
 * @property {number} rows
 * @property {number} columns
 * @property {number} count
 * @property {number} across
 * @property {number} cellWidth
 * @property {number} cellHeight
 * @property {number} gapColumns    cells between maps that are beside each other
 * @property {number} gapRows       cells between maps that are above each other
 * @property {number} label
 * @property {number} canvasColumns cells in all, gaps with them
 * @property {number} canvasRows
 * @property {number} width         px in all
 * @property {number} height        px in all, the last label with it
 */

const GAP = 3; // px between maps, at least one cell

/** @param {Shape} shape @param {Look} look @returns {Tiles} */
export function tilesOf({ channels, rows, columns, count = channels * rows * columns }, look) {
  const { cellWidth, cellHeight = cellWidth, label = 0, pitch = 0, ruled = false } = look;
  const across = Math.min(look.across, channels);
  const down = Math.ceil(channels / across);
  const gapColumns = Math.max(1, Math.floor(GAP / cellWidth), Math.ceil(pitch / cellWidth) - columns);
  const gapRows = ruled ? 0 : Math.max(1, Math.floor(GAP / cellHeight), Math.ceil((label + (label ? GAP : 0)) / cellHeight));
  const canvasColumns = across * (columns + gapColumns) - gapColumns;
  const canvasRows = down * (rows + gapRows) - gapRows;
  // A last label may be wider than its map.
  const overhang = Math.max(0, pitch - columns * cellWidth);
  return {
    channels, rows, columns, count, across, cellWidth, cellHeight, gapColumns, gapRows, label, canvasColumns, canvasRows,
    width: canvasColumns * cellWidth + overhang,
    height: canvasRows * cellHeight + label,
  };
}

/**
 * Where a cell lies on the canvas, in cells.
 * @param {Tiles} tiles @param {number} index @returns {{row: number, column: number}}
 */
export function placeOf({ rows, columns, across, gapColumns, gapRows }, index) {
  const channel = Math.floor(index / (rows * columns));
  return {
    row: Math.floor(channel / across) * (rows + gapRows) + (Math.floor(index / columns) % rows),
    column: (channel % across) * (columns + gapColumns) + (index % columns),
  };
}

/**
 * The cell at a point, or in a gap the one before the gap.
 * @param {Tiles} tiles @param {number} x px @param {number} y px @returns {number | null} null beside the last map
 */
export function indexAt(tiles, x, y) {
  const { channels, rows, columns, count, across, cellWidth, cellHeight, gapColumns, gapRows, canvasRows } = tiles;
  const column = limited(Math.floor(x / cellWidth), across * (columns + gapColumns));
  const row = limited(Math.floor(y / cellHeight), canvasRows + gapRows);
  const tileColumn = Math.floor(column / (columns + gapColumns));
  const channel = Math.floor(row / (rows + gapRows)) * across + tileColumn;
  const inner = Math.min(rows - 1, row % (rows + gapRows)) * columns + Math.min(columns - 1, column % (columns + gapColumns));
  const index = channel * rows * columns + inner;
  return channel < channels && index < count ? index : null;
}

/**
 * The cell that a key leads to, across gaps; the same cell at the edge.
 * @param {Tiles} tiles @param {number} index @param {string} key as in KeyboardEvent.key
 * @returns {number | null} null for a key that leads nowhere
 */
export function neighbourOf(tiles, index, key) {
  const { rows, columns, across, count } = tiles;
  const size = rows * columns;
  const channel = Math.floor(index / size);
  const column = (channel % across) * columns + (index % columns);
  const row = Math.floor(channel / across) * rows + (Math.floor(index / columns) % rows);
  /** @param {number} toRow @param {number} toColumn */
  const at = (toRow, toColumn) => {
    if (toRow < 0 || toColumn < 0 || toColumn >= across * columns) return index;
    const to = Math.floor(toRow / rows) * across + Math.floor(toColumn / columns);
    const found = to * size + (toRow % rows) * columns + (toColumn % columns);
    return found < count ? found : index;
  };
  switch (key) {
    case "ArrowLeft":
      return at(row, column - 1);
    case "ArrowRight":
      return at(row, column + 1);
    case "ArrowUp":
      return at(row - 1, column);
    case "ArrowDown":
      return at(row + 1, column);
    case "PageUp":
      return index - size >= 0 ? index - size : index;
    case "PageDown":
      return index + size < count ? index + size : index;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/** @param {number} value @param {number} count @returns {number} 0 to count - 1 */
const limited = (value, count) => Math.max(0, Math.min(count - 1, value));
