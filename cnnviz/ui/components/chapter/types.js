// @ts-check
/**
 * What the frame of a chapter and its picture tell each other. Types only: nothing runs here.
 *
 * A chapter is a folder with an index.js that exports `chapter`, a Chapter, and a line in pictures.js.
 *
 * @typedef {import("../network/arithmetic/types.js").Read} Read
 * @typedef {import("../network/view/theme.js").Theme} Theme
 * @typedef {{shape: number[], values: Float32Array}} Tensor
 *
 * @typedef {object} Message
 * @property {any} header
 * @property {Record<string, Tensor>} arrays   the chapter's own numbers, by name
 * @property {Read} read                       the learner's digit, read by the chosen network
 *
 * @typedef {object} Knob     one entry of the chapter's state; it stands in the address when it is not as at the beginning
 * @property {any} initial
 * @property {(text: string) => any} read      from the address; Unreadable for what is no value of it
 * @property {(value: any) => string} write
 *
 * @typedef {object} Scene    what is to be shown; the same object is never changed later
 * @property {Read} read
 * @property {Record<string, any>} knobs
 * @property {any} data                        the chapter's own material
 * @property {Record<string, Tensor>} arrays
 * @property {Theme} theme
 *
 * @typedef {object} Host     what a picture may ask of the frame
 * @property {any} words                       the chapter's words: texts/en/CHAPTER.toml
 * @property {any} frame                       the words of all chapters: texts/en/frame.toml
 * @property {() => Record<string, any>} knobs
 * @property {(changes: Record<string, any>, together?: string) => void} change   turn knobs: everything is shown anew at
 *   once. Turns with the same `together` that follow each other quickly, as in dragging, are undone as one
 * @property {() => void} undo                 take the last turn back, as the frame's own button does
 * @property {() => boolean} canUndo
 * @property {(name: string, value: any) => void} send   to the visitor's session
 * @property {(wish: Record<string, any>) => void} wish   for another digit, network or page: {sample}, {digit: its code}
 *   (`exact`: read as it is, without preprocessing), {model}, {go: a page's name}; a digit may go along to a page
 * @property {(name: string, wants: Record<string, any>, answered: (answer: Answer) => void, how?: Asking) => void} ask   an experiment
 *   that answers at once (the chapter's ANSWERS) about what is on screen. Questions of a name never pile up: one is under
 *   way, the newest waits. Each answer comes to its own question; after the digit or the network changed it does not come
 * @property {(name: string, wants: Record<string, any>, working: Working) => () => void} work   an experiment that takes
 *   its time (the chapter's WORKS); what comes back ends it
 * @property {(text: string) => Node[]} prose  a text with **bold**, `code` and [[terms]] of the glossary
 * @property {(message: string | null) => void} say      one message that says what is wrong and what to do
 *
 * @typedef {{data: any, arrays: Record<string, Tensor>, wants: Record<string, any>}} Answer
 * @typedef {object} Asking
 * @property {boolean} [anyway]                the answer is wanted whatever digit and network are on screen when it comes
 * @property {() => void} [refused]            there is no answer, but a message, which has been said
 * @typedef {object} Working
 * @property {(done: number, total: number, answer: Answer | null) => void} step
 * @property {(outcome: "done" | "stopped" | "failed") => void} end
 *
 * @typedef {object} Code
 * @property {string} pytorch                  whole lines that print what is on screen
 * @property {string} keras                    the same layer in Keras; "" where there is no short way
 *
 * @typedef {object} Picture
 * @property {HTMLElement} see                 the picture on the learner's digit
 * @property {HTMLElement} change              its knobs, or a task
 * @property {(scene: Scene) => void} show     keep the nodes, change their content
 * @property {(scene: Scene) => Code} code
 * @property {() => void} dispose
 *
 * @typedef {object} Chapter
 * @property {Record<string, Knob>} knobs
 * @property {() => boolean} [begun]            whether the learner is in the middle of it already: nothing is asked first
 * @property {(host: Host) => Picture} create
 */

export {};
