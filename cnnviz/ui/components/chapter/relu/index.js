// @ts-check
/** ReLU on the learner's digit: a map before and after, the curve, and what is cut. */

import { createDetail } from "../../network/detail/detail.js";
import { element } from "../../network/dom.js";
import { channelsOf } from "../../network/view/chain.js";
import { between } from "../knobs.js";

/** @typedef {import("../types.js").Scene} Scene */

export const chapter = {
  knobs: { map: between(0, 31, 0, "the map") },

  /** @param {import("../types.js").Host} host @returns {import("../types.js").Picture} */
  create(host) {
    const detailRoot = element("div", { class: "ch-detail" });
    const detail = createDetail(detailRoot, { onOpen: (cell) => host.change({ map: cell.channel }, "map") });
    const see = element("div", {}, detailRoot);
    const change = element("div", {});
    let opened = "";
    return {
      see,
      change,
      show({ read, knobs, theme }) {
        const stage = read.network.stages.findIndex((one) => one.kind === "relu");
        const channel = Math.min(knobs.map, channelsOf(read.network.stages[stage]) - 1);
        detail.setNetwork(read.network);
        detail.show(read, true);
        const wanted = `${read.network.model} ${channel}`;
        if (opened !== wanted) detail.open({ stage, channel, row: 14, column: 14 });
        opened = wanted;
      },
      code: () => ({ pytorch: "", keras: "" }),
      dispose: () => detail.dispose(),
    };
  },
};
