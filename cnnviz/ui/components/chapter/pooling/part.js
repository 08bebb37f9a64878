// @ts-check
/** A map of the network's detail outside a detail: in its looks. */

import { element } from "../../network/dom.js";

/** @param {HTMLElement} map */
export const part = (map) => element("span", { class: "cnnviz-detail is-part" }, map);
