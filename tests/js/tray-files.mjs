/** The tray as the page writes it: node tray-files.mjs CASES; prints the file's text, and what is read of another, as JSON. */

import { readFileSync } from "node:fs";

import { pixelsOf, read, withDigit, written } from "../../cnnviz/ui/components/chapter/train/after/tray-file.js";

const { digits, file } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const made = digits.reduce((tray, { label, ink }) => withDigit(tray, { label, pixels: pixelsOf(Float32Array.from(ink)) }), []);
process.stdout.write(JSON.stringify({ written: written(made), read: written(read(file)) }));
